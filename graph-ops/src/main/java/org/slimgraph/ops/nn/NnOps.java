package org.slimgraph.ops.nn;

import com.google.common.collect.ImmutableList;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.nn}. */
public final class NnOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS = ImmutableList.of();

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public NnOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }
}

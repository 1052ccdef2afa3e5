package org.slimgraph.ops.random;

import com.google.common.collect.ImmutableList;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.random}. */
public final class RandomOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS = ImmutableList.of();

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public RandomOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }
}

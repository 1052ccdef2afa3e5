package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;

/** Builders of this family; part of {@link org.slimgraph.ops.Ops}. */
public interface MathOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS = ImmutableList.of();
}

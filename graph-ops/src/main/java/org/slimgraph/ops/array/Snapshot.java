package org.slimgraph.ops.array;

import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/** Passes its input on; TF's graph rewriting inserts it to pin a value. */
final class Snapshot {
  static final OpSpec SPEC =
      OpSpec.of("Snapshot")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("rewritten graphs are not differentiated")
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> context -> context.setOutput(0, context.input(0)))
          .build();

  private Snapshot() {}
}

package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;

/** Passes its input on, but no gradient back. TF: tf.stop_gradient. */
final class StopGradient {
  static final OpSpec SPEC =
      OpSpec.of("StopGradient")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .shape(ShapeRules::unchanged)
          .partialValue(Vectors::unchanged)
          .notDifferentiable("it stops gradients, that is its use")
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> context -> context.setOutput(0, context.input(0)))
          .build();

  private StopGradient() {}

  static Output stopGradient(Ops tf, Output input, String name) {
    return tf.graph().opBuilder("StopGradient", name).input(input).build().output(0);
  }
}

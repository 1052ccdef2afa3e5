package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;

/** Passes its input on and refuses to be differentiated. */
final class PreventGradient {
  static final OpSpec SPEC =
      OpSpec.of("PreventGradient")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .attr("message: string = ''")
          .shape(ShapeRules::unchanged)
          .gradient(PreventGradient::gradient)
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> context -> context.setOutput(0, context.input(0)))
          .build();

  private PreventGradient() {}

  private static void gradient(GradientContext g) {
    throw SlimgraphException.notFound(
        "Gradient explicitly disabled. Reason: %s", g.op().attrs().string("message"));
  }

  static Output preventGradient(Ops tf, Output input, String message, String name) {
    return tf.graph()
        .opBuilder("PreventGradient", name)
        .input(input)
        .attr("message", message)
        .build()
        .output(0);
  }
}

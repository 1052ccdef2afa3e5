package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Tensor;

/** Passes its input on if all of it is finite. TF: tf.check_numerics. */
final class CheckNumerics {
  static final OpSpec SPEC =
      OpSpec.of("CheckNumerics")
          .input("tensor: T")
          .output("output: T")
          .attr("T: {bfloat16, half, float, double}")
          .attr("message: string")
          .stateful()
          .shape(ShapeRules::unchanged)
          .gradient(CheckNumerics::gradient)
          .traits(traits -> traits.alias(0))
          .kernel(CheckNumerics::kernel)
          .build();

  private CheckNumerics() {}

  private static Kernel kernel(Attributes attrs) {
    String message = attrs.string("message");
    return context -> {
      Tensor x = context.input(0);
      boolean nan = false;
      boolean infinite = false;
      for (int i = 0; i < x.size(); i++) {
        double value = Elements.real(x, i);
        nan |= Double.isNaN(value);
        infinite |= Double.isInfinite(value);
      }
      if (nan || infinite) {
        String found = nan ? infinite ? "Inf and NaN" : "NaN" : "Inf";
        throw SlimgraphException.invalidArgument("%s : Tensor had %s values", message, found);
      }
      context.setOutput(0, x);
    };
  }

  private static void gradient(GradientContext g) {
    g.set(
        0,
        g.tf()
            .checkNumerics(
                g.dy(0),
                "Not a number (NaN) or infinity (Inf) values detected in gradient. "
                    + g.op().attrs().string("message")));
  }

  static Output checkNumerics(Ops tf, Output tensor, String message, String name) {
    return tf.graph()
        .opBuilder("CheckNumerics", name)
        .input(tensor)
        .attr("message", message)
        .build()
        .output(0);
  }
}

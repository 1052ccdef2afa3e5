package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;

/** Passes its input on; reads a reference variable. TF: tf.identity. */
final class Identity {
  static final OpSpec SPEC =
      OpSpec.of("Identity")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .shape(ShapeRules::unchanged)
          .partialValue(Vectors::unchanged)
          .gradient(Identity::gradient)
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> Identity::compute)
          .build();

  private Identity() {}

  private static void compute(KernelContext context) {
    context.setOutput(0, context.input(0));
  }

  private static void gradient(GradientContext g) {
    g.passOn(0, 0);
  }

  static Output identity(Ops tf, Output input, String name) {
    return tf.graph().opBuilder("Identity", name).input(input).build().output(0);
  }
}

package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** Passes several tensors on, all of them or none. TF: tf.identity_n. */
final class IdentityN {
  static final OpSpec SPEC =
      OpSpec.of("IdentityN")
          .input("input: T")
          .output("output: T")
          .attr("T: list(type) >= 1")
          .shape(IdentityN::infer)
          .gradient(IdentityN::gradient)
          .kernel(attrs -> IdentityN::compute)
          .build();

  private IdentityN() {}

  private static List<Shape> infer(ShapeContext c) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < c.inputCount(); i++) {
      shapes.add(c.input(i));
    }
    return shapes;
  }

  private static void compute(KernelContext context) {
    for (int i = 0; i < context.inputCount(); i++) {
      context.setOutput(i, context.input(i));
    }
  }

  private static void gradient(GradientContext g) {
    for (int i = 0; i < g.op().outputCount(); i++) {
      if (g.hasDy(i)) {
        g.set(i, g.dy(i));
      }
    }
  }

  static List<Output> identityN(Ops tf, List<Output> inputs, String name) {
    return tf.graph().opBuilder("IdentityN", name).inputs(inputs).build().outputs();
  }
}

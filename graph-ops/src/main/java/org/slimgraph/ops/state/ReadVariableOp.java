package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Shape;

/** Reads a variable held by handle. TF: the value of a resource variable. */
final class ReadVariableOp {
  static final OpSpec SPEC =
      OpSpec.of("ReadVariableOp")
          .input("resource: resource")
          .output("value: dtype")
          .attr("dtype: type")
          .stateful()
          .shape(ReadVariableOp::infer)
          .gradient(ReadVariableOp::gradient)
          .traits(traits -> traits.reads(0))
          .kernel(attrs -> ReadVariableOp::compute)
          .build();

  private ReadVariableOp() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(Handles.shape(c, 0, c.attrs().type("dtype")));
  }

  private static void compute(KernelContext context) {
    Variable variable = context.variable(0);
    Handles.checkInitialized(variable, false);
    context.setOutput(0, context.snapshot(variable));
  }

  /** The gradient with respect to a handle is that with respect to the variable's value. */
  private static void gradient(GradientContext g) {
    g.passOn(0, 0);
  }
}

package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.Shape;

/** Gives a variable held by handle a value. TF: assign of a resource variable. */
final class AssignVariableOp {
  static final OpSpec SPEC =
      OpSpec.of("AssignVariableOp")
          .input("resource: resource")
          .input("value: dtype")
          .attr("dtype: type")
          .stateful()
          .shape(AssignVariableOp::infer)
          .notDifferentiable("it changes state")
          .traits(traits -> traits.writes(0))
          .kernel(attrs -> AssignVariableOp::compute)
          .build();

  private AssignVariableOp() {}

  private static List<Shape> infer(ShapeContext c) {
    Handles.check(c, 0, c.attrs().type("dtype"), c.input(1));
    return List.of();
  }

  private static void compute(KernelContext context) {
    context.variable(0).assign(context.input(1));
  }
}

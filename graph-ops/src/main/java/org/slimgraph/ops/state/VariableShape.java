package org.slimgraph.ops.state;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The shape of a variable held by handle. */
final class VariableShape {
  static final OpSpec SPEC =
      OpSpec.of("VariableShape")
          .input("input: resource")
          .output("output: out_type")
          .attr("out_type: {int32, int64} = DT_INT32")
          .stateful()
          .shape(VariableShape::infer)
          .notDifferentiable("its output is an integer")
          .traits(traits -> traits.reads(0))
          .kernel(VariableShape::kernel)
          .build();

  private VariableShape() {}

  private static List<Shape> infer(ShapeContext c) {
    int rank = c.inputHandle(0).map(HandleInfo::shape).orElse(Shape.unknown()).rank();
    return List.of(Shape.of(rank));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean isLong = attrs.type("out_type") == DataType.INT64;
    return context -> {
      Variable variable = context.variable(0);
      Handles.checkInitialized(variable, false);
      long[] dims = variable.currentShape().dims();
      context.setOutput(
          0,
          isLong
              ? Tensor.vector(dims)
              : Tensor.vector(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray()));
    };
  }
}

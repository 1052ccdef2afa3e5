package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.op.ShapeFunction;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Holds a variable by reference. TF: tf.Variable; {@code Variable} is the name before TF 1.0. */
final class VariableV2 {
  static final OpSpec SPEC = spec("VariableV2", VariableV2::infer);
  static final OpSpec OLD_SPEC = spec("Variable", VariableV2::inferOld);

  private VariableV2() {}

  private static OpSpec spec(String type, ShapeFunction shape) {
    return OpSpec.of(type)
        .output("ref: Ref(dtype)")
        .attr("shape: shape")
        .attr("dtype: type")
        .attr("container: string = ''")
        .attr("shared_name: string = ''")
        .stateful()
        .shape(shape)
        .notDifferentiable("it has no inputs")
        .traits(traits -> traits.ownsVariable())
        .kernel(VariableV2::kernel)
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    return List.of(c.attrs().shape("shape"));
  }

  /** TF 1.x: this op cannot tell a scalar from an unknown shape. */
  private static List<Shape> inferOld(ShapeContext c) {
    Shape shape = c.attrs().shape("shape");
    return List.of(shape.rank() == 0 ? Shape.unknown() : shape);
  }

  private static Kernel kernel(Attributes attrs) {
    String container = attrs.string("container");
    String sharedName = attrs.string("shared_name");
    DataType dtype = attrs.type("dtype");
    Shape shape = attrs.shape("shape");
    return context -> {
      String name = sharedName.isEmpty() ? context.name() : sharedName;
      Variable variable = context.variable(container, name, dtype);
      variable.declareShape(shape);
      context.setReference(0, variable);
    };
  }
}

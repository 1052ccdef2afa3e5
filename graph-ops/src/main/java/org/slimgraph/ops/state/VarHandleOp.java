package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/** Holds a variable by handle. TF: tf.Variable with use_resource. */
final class VarHandleOp {
  static final OpSpec SPEC =
      OpSpec.of("VarHandleOp")
          .output("resource: resource")
          .attr("container: string = ''")
          .attr("shared_name: string = ''")
          .attr("dtype: type")
          .attr("shape: shape")
          .stateful()
          .shape(VarHandleOp::infer)
          .notDifferentiable("it has no inputs")
          .traits(traits -> traits.ownsVariable())
          .kernel(VarHandleOp::kernel)
          .build();

  private VarHandleOp() {}

  private static List<Shape> infer(ShapeContext c) {
    c.outputHandle(0, new HandleInfo(c.attrs().type("dtype"), c.attrs().shape("shape")));
    return List.of(Shape.scalar());
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
      Object[] handle = {variable};
      context.setOutput(0, TensorStorage.wrap(DataType.RESOURCE, Shape.scalar(), handle));
    };
  }
}

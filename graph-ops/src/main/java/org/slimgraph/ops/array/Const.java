package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** A value that is part of the graph. TF: tf.constant. */
final class Const {
  static final OpSpec SPEC =
      OpSpec.of("Const")
          .output("output: dtype")
          .attr("value: tensor")
          .attr("dtype: type")
          .shape(Const::infer)
          .notDifferentiable("it has no inputs")
          .kernel(Const::kernel)
          .build();

  private Const() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(c.attrs().tensor("value").shape());
  }

  private static Kernel kernel(Attributes attrs) {
    Tensor value = attrs.tensor("value");
    DataType type = attrs.type("dtype");
    if (value.dataType() != type) {
      throw SlimgraphException.invalidArgument(
          "Type mismatch between value (%s) and dtype (%s)",
          value.dataType().tfName(), type.tfName());
    }
    return context -> context.setOutput(0, value);
  }

  static Output constant(Ops tf, Tensor value, String name) {
    return tf.graph()
        .opBuilder("Const", name)
        .attr("value", value)
        .attr("dtype", value.dataType())
        .build()
        .output(0);
  }
}

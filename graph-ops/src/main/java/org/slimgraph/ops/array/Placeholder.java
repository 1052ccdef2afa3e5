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

/** A value that each run must feed. TF: tf.placeholder. */
final class Placeholder {
  static final OpSpec SPEC =
      OpSpec.of("Placeholder")
          .output("output: dtype")
          .attr("dtype: type")
          .attr("shape: shape = { unknown_rank: true }")
          .shape(Placeholder::infer)
          .notDifferentiable("it has no inputs")
          .kernel(Placeholder::kernel)
          .build();

  static final OpSpec V2 =
      OpSpec.of("PlaceholderV2")
          .output("output: dtype")
          .attr("dtype: type")
          .attr("shape: shape")
          .def(def -> def.deprecated(23, "Placeholder now behaves the same as PlaceholderV2."))
          .shape(Placeholder::infer)
          .notDifferentiable("it has no inputs")
          .kernel(Placeholder::kernel)
          .build();

  private Placeholder() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(c.attrs().shape("shape"));
  }

  private static Kernel kernel(Attributes attrs) {
    Shape shape = attrs.shape("shape");
    String type = attrs.type("dtype").tfName();
    return context -> {
      throw SlimgraphException.invalidArgument(
          "You must feed a value for placeholder tensor '%s' with dtype %s%s",
          context.name(), type, shape.rank() > 0 ? " and shape " + shape.toBrackets() : "");
    };
  }

  static Output placeholder(Ops tf, DataType dtype, Shape shape, String name) {
    return tf.graph()
        .opBuilder("Placeholder", name)
        .attr("dtype", dtype)
        .attr("shape", shape)
        .build()
        .output(0);
  }
}

package org.slimgraph.ops.io;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** Features out of serialised Example messages. TF: tf.parse_example. */
final class ParseExample {
  static final OpSpec SPEC =
      OpSpec.of("ParseExample")
          .input("serialized: string")
          .input("names: string")
          .input("sparse_keys: Nsparse * string")
          .input("dense_keys: Ndense * string")
          .input("dense_defaults: Tdense")
          .output("sparse_indices: Nsparse * int64")
          .output("sparse_values: sparse_types")
          .output("sparse_shapes: Nsparse * int64")
          .output("dense_values: Tdense")
          .attr("Nsparse: int >= 0")
          .attr("Ndense: int >= 0")
          .attr("sparse_types: list({float, int64, string}) >= 0")
          .attr("Tdense: list({float, int64, string}) >= 0")
          .attr("dense_shapes: list(shape) >= 0")
          .shape(ParseExample::infer)
          .notDifferentiable("strings have no derivative")
          .graphOnly("Example messages are not parsed; feed the op's outputs instead")
          .build();

  private ParseExample() {}

  private static List<Shape> infer(ShapeContext c) {
    Attributes attrs = c.attrs();
    Shape serialized = ShapeRules.withRank(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 1);
    int sparse = (int) attrs.integer("Nsparse");
    List<Shape> dense = attrs.shapes("dense_shapes");
    if (attrs.types("sparse_types").size() != sparse) {
      throw SlimgraphException.invalidArgument("len(sparse_keys) != len(sparse_types)");
    }
    if (dense.size() != attrs.integer("Ndense")) {
      throw SlimgraphException.invalidArgument("len(dense_keys) != len(dense_shapes)");
    }
    List<Shape> shapes = new ArrayList<>();
    addAll(shapes, sparse, Shape.of(-1, 2));
    addAll(shapes, sparse, Shape.of(-1));
    addAll(shapes, sparse, Shape.of(2));
    for (Shape shape : dense) {
      shapes.add(Shape.of(serialized.dim(0)).concat(shape));
    }
    return shapes;
  }

  private static void addAll(List<Shape> shapes, int count, Shape shape) {
    for (int i = 0; i < count; i++) {
      shapes.add(shape);
    }
  }
}

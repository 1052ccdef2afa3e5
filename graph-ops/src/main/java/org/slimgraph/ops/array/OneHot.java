package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Vectors that are on at one place each. TF: tf.one_hot. */
final class OneHot {
  static final OpSpec SPEC =
      OpSpec.of("OneHot")
          .input("indices: TI")
          .input("depth: int32")
          .input("on_value: T")
          .input("off_value: T")
          .output("output: T")
          .attr("axis: int = -1")
          .attr("T: type")
          .attr("TI: {uint8, int32, int64} = DT_INT64")
          .shape(OneHot::infer)
          .notDifferentiable("indices are integers")
          .kernelAttr("T")
          .kernel(OneHot::kernel)
          .build();

  private OneHot() {}

  private static List<Shape> infer(ShapeContext c) {
    long axis = c.attrs().integer("axis");
    if (axis < -1) {
      throw SlimgraphException.invalidArgument("axis must be >= -1");
    }
    for (int i = 1; i <= 3; i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    Shape indices = c.input(0);
    if (!indices.isRankKnown()) {
      return List.of(indices);
    }
    long depth = c.constant(1).map(t -> Integers.at(t, 0)).orElse(-1L);
    if (depth < 0 && c.constant(1).isPresent()) {
      throw SlimgraphException.invalidArgument(
          "Dimension size, given by scalar input 1, must be non-negative but is %d", depth);
    }
    // TF 1.x: only running refuses an axis that is too large.
    int at = axis == -1 ? indices.rank() : (int) Math.min(axis, indices.rank());
    return List.of(Pack.inserted(indices, at, depth));
  }

  private static Kernel kernel(Attributes attrs) {
    int axis = Math.toIntExact(attrs.integer("axis"));
    return context -> {
      Shape indices = context.shape(0);
      if (axis < -1 || axis > indices.rank()) {
        throw SlimgraphException.invalidArgument(
            "Expected axis to be -1 or between [0, %d).  But received: %d",
            indices.rank() + 1, axis);
      }
      int depth = context.ints(1)[0];
      if (depth < 0) {
        throw SlimgraphException.invalidArgument("depth must be non-negative, got: %d", depth);
      }
      int at = axis == -1 ? indices.rank() : axis;
      mark(context, at, depth, context.output(0, Pack.inserted(indices, at, depth)));
    };
  }

  private static void mark(KernelContext context, int axis, int depth, Tensor out) {
    Tensor indices = context.input(0);
    DataType type = out.dataType();
    Object array = TensorStorage.array(out);
    Elements.fill(type, array, 0, out.size(), TensorStorage.array(context.input(3)), 0);
    Object on = TensorStorage.array(context.input(2));
    int inner = Integers.product(indices.shape(), axis, indices.shape().rank());
    boolean small = indices.dataType() == DataType.UINT8;
    for (int i = 0; i < indices.size(); i++) {
      long place = small ? TensorStorage.bytes(indices)[i] & 0xff : Integers.at(indices, i);
      if (place >= 0 && place < depth) {
        int at = (i / inner * depth + (int) place) * inner + i % inner;
        TensorStorage.copy(type, on, 0, array, at, 1);
      }
    }
  }

  static Output oneHot(
      Ops tf, Output indices, Output depth, Output on, Output off, int axis, String name) {
    return tf.graph()
        .opBuilder("OneHot", name)
        .input(indices)
        .input(depth)
        .input(on)
        .input(off)
        .attr("axis", axis)
        .build()
        .output(0);
  }

  static Output oneHot(Ops tf, Output indices, int depth, DataType type, int axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return oneHot(
          tf,
          indices,
          tf.constant(Tensor.scalar(depth), "depth"),
          tf.constant(Fill.one(type), "on_value"),
          tf.constant(Tensor.zeros(type, Shape.scalar()), "off_value"),
          axis,
          scope.name());
    }
  }
}

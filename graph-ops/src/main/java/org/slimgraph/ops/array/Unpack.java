package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Cuts a tensor into its parts along a dimension, which goes. TF: tf.unstack. */
final class Unpack {
  static final OpSpec SPEC =
      OpSpec.of("Unpack")
          .input("value: T")
          .output("output: num * T")
          .attr("num: int >= 0")
          .attr("T: type")
          .attr("axis: int = 0")
          .shape(Unpack::infer)
          .gradient(Unpack::gradient)
          .kernel(Unpack::kernel)
          .build();

  private Unpack() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    if (!in.isRankKnown()) {
      return Collections.nCopies(c.outputCount(), in);
    }
    ShapeRules.withRankAtLeast(in, 1);
    int axis = Pack.axis(c.attrs().integer("axis"), in.rank());
    Dims.mustBe(in.dim(axis), c.outputCount());
    return Collections.nCopies(c.outputCount(), without(in, axis));
  }

  private static Shape without(Shape shape, int axis) {
    return shape.slice(0, axis).concat(shape.slice(axis + 1));
  }

  private static Kernel kernel(Attributes attrs) {
    long given = attrs.integer("axis");
    return context -> {
      Tensor in = context.input(0);
      Shape shape = in.shape();
      int rank = shape.rank();
      if (given < -rank || given >= rank) {
        throw SlimgraphException.invalidArgument("axis = %d not in [%d, %d)", given, -rank, rank);
      }
      int axis = Pack.axis(given, rank);
      int count = context.outputCount();
      if (shape.dim(axis) != count) {
        throw SlimgraphException.invalidArgument(
            "Input shape axis %d must equal %d, got shape %s", axis, count, shape.toBrackets());
      }
      unpack(context, in, axis);
    };
  }

  private static void unpack(KernelContext context, Tensor in, int axis) {
    Shape shape = in.shape();
    int count = context.outputCount();
    int outer = Integers.product(shape, 0, axis);
    int row = Integers.product(shape, axis + 1, shape.rank());
    for (int i = 0; i < count; i++) {
      if (!context.isUsed(i)) {
        continue;
      }
      Tensor out = context.output(i, without(shape, axis));
      View.copyRows(in, count * row, i * row, out, row, 0, outer, row, context.parallel());
    }
  }

  private static void gradient(GradientContext g) {
    List<Output> parts = new ArrayList<>();
    for (int i = 0; i < g.op().outputCount(); i++) {
      parts.add(g.dy(i));
    }
    g.set(0, g.tf().stack(parts, Math.toIntExact(g.op().attrs().integer("axis"))));
  }

  static List<Output> unstack(Ops tf, Output value, int num, int axis, String name) {
    return tf.graph()
        .opBuilder("Unpack", name)
        .input(value)
        .attr("num", num)
        .attr("axis", axis)
        .build()
        .outputs();
  }

  /** Takes the number of parts from the static shape. */
  static List<Output> unstack(Ops tf, Output value, int axis, String name) {
    Shape shape = value.shape();
    long num =
        shape.isRankKnown() && axis >= -shape.rank() && axis < shape.rank() ? shape.dim(axis) : -1;
    if (num < 0) {
      throw SlimgraphException.invalidArgument(
          "Cannot infer num from shape %s along axis %d; pass num", shape, axis);
    }
    return unstack(tf, value, (int) num, axis, name);
  }
}

package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.InvalidArgumentException;
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

/** Joins tensors of one shape along a new dimension. TF: tf.stack. */
final class Pack {
  static final OpSpec SPEC =
      OpSpec.of("Pack")
          .input("values: N * T")
          .output("output: T")
          .attr("N: int >= 1")
          .attr("T: type")
          .attr("axis: int = 0")
          .shape(Pack::infer)
          .partialValue(Pack::known)
          .gradient(Pack::gradient)
          .kernel(Pack::kernel)
          .build();

  private Pack() {}

  private static List<Shape> infer(ShapeContext c) {
    int last = c.inputCount() - 1;
    Shape all = c.input(last);
    for (int i = last - 1; i >= 0; i--) {
      try {
        all = ShapeRules.merge(c.input(i), all);
      } catch (InvalidArgumentException e) {
        throw SlimgraphException.invalidArgument(
            "%s\n\tFrom merging shape %d with other shapes.", e.getMessage(), i);
      }
    }
    if (!all.isRankKnown()) {
      return List.of(all);
    }
    int axis = axis(c.attrs().integer("axis"), all.rank() + 1);
    return List.of(inserted(all, axis, c.inputCount()));
  }

  /** Returns the axis counted from the front, of {@code rank} axes. */
  static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw SlimgraphException.invalidArgument(
          "Invalid axis: %d; must be in [%d,%d)", axis, -rank, rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  static Shape inserted(Shape shape, int axis, long size) {
    return shape.slice(0, axis).concat(Shape.of(size)).concat(shape.slice(axis));
  }

  private static Optional<Shape> known(ShapeContext c) {
    for (int i = 0; i < c.inputCount(); i++) {
      if (c.input(i).rank() != 0) {
        return Optional.empty();
      }
    }
    return Vectors.joined(c, 0, c.inputCount());
  }

  private static Kernel kernel(Attributes attrs) {
    long given = attrs.integer("axis");
    return context -> {
      Shape shape = context.shape(0);
      int rank = shape.rank() + 1;
      if (given < -rank || given >= rank) {
        throw SlimgraphException.invalidArgument("axis = %d not in [%d, %d)", given, -rank, rank);
      }
      int axis = axis(given, rank);
      for (int i = 1; i < context.inputCount(); i++) {
        if (!context.shape(i).equals(shape)) {
          throw SlimgraphException.invalidArgument(
              "Shapes of all inputs must match: values[0].shape = %s != values[%d].shape = %s",
              shape.toBrackets(), i, context.shape(i).toBrackets());
        }
      }
      pack(context, axis, context.output(0, inserted(shape, axis, context.inputCount())));
    };
  }

  private static void pack(KernelContext context, int axis, Tensor out) {
    int outer = Integers.product(out.shape(), 0, axis);
    int row = Integers.product(out.shape(), axis + 1, out.shape().rank());
    int count = context.inputCount();
    for (int i = 0; i < count; i++) {
      Tensor in = context.input(i);
      View.copyRows(in, row, 0, out, count * row, i * row, outer, row, context.parallel());
    }
  }

  private static void gradient(GradientContext g) {
    int count = g.op().inputs().size();
    int axis = Math.toIntExact(g.op().attrs().integer("axis"));
    List<Output> parts = g.tf().unstack(g.dy(0), count, axis);
    for (int i = 0; i < count; i++) {
      g.set(i, parts.get(i));
    }
  }

  static Output stack(Ops tf, List<Output> values, int axis, String name) {
    return tf.graph().opBuilder("Pack", name).inputs(values).attr("axis", axis).build().output(0);
  }
}

package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.InvalidArgumentException;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Cuts a tensor into equal parts along a dimension. TF: tf.split with a number. */
final class Split {
  static final OpSpec SPEC =
      OpSpec.of("Split")
          .input("split_dim: int32")
          .input("value: T")
          .output("output: num_split * T")
          .attr("num_split: int >= 1")
          .attr("T: type")
          .shape(Split::infer)
          .gradient(Split::gradient)
          .kernel(attrs -> Split::compute)
          .build();

  private Split() {}

  /** Returns the axis that input {@code i} gives, -1 if it is unknown. */
  static int axis(ShapeContext c, int i, int rank) {
    ShapeRules.withRank(c.input(i), 0);
    Optional<Tensor> axis = c.constant(i);
    if (axis.isEmpty()) {
      return -1;
    }
    long at = Integers.at(axis.get(), 0);
    if (rank >= 0 && (at < -rank || at >= rank)) {
      throw SlimgraphException.invalidArgument(
          "Dimension size, given by scalar input %d must be in range [-%d, %d)", at, rank, rank);
    }
    return (int) (at < 0 && rank < 0 ? -1 : at < 0 ? at + rank : at);
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(1);
    int axis = axis(c, 0, in.rank());
    int count = c.outputCount();
    Shape part = in.isRankKnown() ? Shape.ofRank(in.rank()) : in;
    if (axis >= 0 && in.isRankKnown()) {
      try {
        part = in.withDim(axis, Dims.divideEvenly(in.dim(axis), count));
      } catch (InvalidArgumentException e) {
        throw SlimgraphException.invalidArgument(
            "%s\n\tNumber of ways to split should evenly divide the split dimension",
            e.getMessage());
      }
    }
    return Collections.nCopies(count, part);
  }

  private static void compute(KernelContext context) {
    Shape in = context.shape(1);
    int given = context.ints(0)[0];
    int axis = given < 0 ? given + in.rank() : given;
    if (axis < 0 || axis >= in.rank()) {
      throw SlimgraphException.invalidArgument(
          "-input rank(-%d) <= split_dim < input rank (%d), but got %d",
          in.rank(), in.rank(), given);
    }
    int count = context.outputCount();
    if (in.dim(axis) % count != 0) {
      throw SlimgraphException.invalidArgument(
          "Number of ways to split should evenly divide the split dimension, but got split_dim %d"
              + " (size = %d) and num_split %d",
          axis, in.dim(axis), count);
    }
    int[] sizes = new int[count];
    Arrays.fill(sizes, (int) (in.dim(axis) / count));
    cut(context, context.input(1), axis, sizes);
  }

  /** Makes output i of the next {@code sizes[i]} places along {@code axis}. */
  static void cut(KernelContext context, Tensor in, int axis, int[] sizes) {
    Shape shape = in.shape();
    int outer = Integers.product(shape, 0, axis);
    int inner = Integers.product(shape, axis + 1, shape.rank());
    int inRow = (int) shape.dim(axis) * inner;
    int at = 0;
    for (int i = 0; i < sizes.length; i++) {
      int row = sizes[i] * inner;
      if (context.isUsed(i)) {
        Tensor out = context.output(i, shape.withDim(axis, sizes[i]));
        View.copyRows(in, inRow, at, out, row, 0, outer, row, context.parallel());
      }
      at += row;
    }
  }

  private static void gradient(GradientContext g) {
    List<Output> parts = new ArrayList<>();
    for (int i = 0; i < g.op().outputCount(); i++) {
      parts.add(g.dy(i));
    }
    g.set(1, g.tf().concat(parts, g.input(0)));
  }

  static List<Output> split(Ops tf, Output value, int count, Output axis, String name) {
    return tf.graph()
        .opBuilder("Split", name)
        .input(axis)
        .input(value)
        .attr("num_split", count)
        .build()
        .outputs();
  }

  static List<Output> split(Ops tf, Output value, int count, int axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output at = tf.constant(Tensor.scalar(axis), "split_dim");
      return split(tf, value, count, at, scope.name());
    }
  }
}

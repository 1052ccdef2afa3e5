package org.slimgraph.ops.array;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
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
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Cuts a tensor into parts of given sizes along a dimension. TF: tf.split with sizes. */
final class SplitV {
  static final OpSpec SPEC =
      OpSpec.of("SplitV")
          .input("value: T")
          .input("size_splits: Tlen")
          .input("split_dim: int32")
          .output("output: num_split * T")
          .attr("num_split: int >= 1")
          .attr("T: type")
          .attr("Tlen: {int32, int64} = DT_INT64")
          .shape(SplitV::infer)
          .gradient(SplitV::gradient)
          .kernel(attrs -> SplitV::compute)
          .build();

  private SplitV() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    int count = c.outputCount();
    if (!in.isRankKnown()) {
      return Collections.nCopies(count, in);
    }
    if (in.rank() == 0) {
      throw SlimgraphException.invalidArgument("Can't split scalars");
    }
    int axis = Split.axis(c, 2, in.rank());
    if (axis < 0) {
      return Collections.nCopies(count, Shape.ofRank(in.rank()));
    }
    Optional<Tensor> given = c.constant(1);
    if (given.isEmpty()) {
      return Collections.nCopies(count, in.withDim(axis, -1));
    }
    if (given.get().size() != count) {
      throw SlimgraphException.invalidArgument(
          "Length of size_splits should be equal to num_outputs");
    }
    return parts(in, axis, given.get());
  }

  private static List<Shape> parts(Shape in, int axis, Tensor given) {
    long total = in.dim(axis);
    long[] sizes = given.longs();
    if (total >= 0) {
      try {
        fillIn(sizes, total);
      } catch (InvalidArgumentException e) {
        throw SlimgraphException.invalidArgument(
            "can't split axis of size %d into pieces of size %s: %s",
            total, Integers.brackets(sizes), e.getMessage());
      }
    }
    List<Shape> parts = new ArrayList<>();
    for (long size : sizes) {
      parts.add(in.withDim(axis, Math.max(size, -1)));
    }
    return parts;
  }

  /** Replaces the -1, if there is one, by what the other sizes leave. */
  private static void fillIn(long[] sizes, long total) {
    int open = -1;
    long sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        if (open >= 0) {
          throw SlimgraphException.invalidArgument("There can only be one -1 in the input.");
        }
        open = i;
      } else if (sizes[i] < 0) {
        throw SlimgraphException.invalidArgument(
            "Split size at index %d must be >= 0. Got: %d", i, sizes[i]);
      } else {
        sum += sizes[i];
      }
    }
    if (open < 0 ? sum != total : sum > total) {
      throw SlimgraphException.invalidArgument(
          "Determined shape must either match input shape along split_dim exactly if fully"
              + " specified, or be less than the size of the input along split_dim if not fully"
              + " specified.  Got: %d",
          sum);
    }
    if (open >= 0) {
      sizes[open] = total - sum;
    }
  }

  private static void compute(KernelContext context) {
    Shape in = context.shape(0);
    Tensor given = context.input(1);
    int at = context.ints(2)[0];
    int axis = at < 0 ? at + in.rank() : at;
    if (given.shape().rank() != 1 || given.size() != context.outputCount()) {
      throw SlimgraphException.invalidArgument(
          "size of the split_tensor must be 1-D and have the same elements as outputs got %s and"
              + " %d",
          given.shape().toBrackets(), context.outputCount());
    }
    if (axis < 0 || axis >= in.rank()) {
      throw SlimgraphException.invalidArgument(
          "-input rank(-%d) <= split_dim < input rank (%d), but got %d", in.rank(), in.rank(), at);
    }
    long[] sizes = given.longs();
    if (sizes.length == 1 && sizes[0] != in.dim(axis)) {
      // TF 1.x: not even -1 will do.
      throw SlimgraphException.invalidArgument(
          "If there is only one output, it must have the same size as the input. Input size: %d"
              + " output size: %d",
          in.dim(axis), sizes[0]);
    }
    fillIn(sizes, in.dim(axis));
    Split.cut(context, context.input(0), axis, Ints.toArray(Longs.asList(sizes)));
  }

  private static void gradient(GradientContext g) {
    List<Output> parts = new ArrayList<>();
    for (int i = 0; i < g.op().outputCount(); i++) {
      parts.add(g.dy(i));
    }
    g.set(0, g.tf().concat(parts, g.input(2)));
  }

  static List<Output> splitV(
      Ops tf, Output value, Output sizes, int count, Output axis, String name) {
    return tf.graph()
        .opBuilder("SplitV", name)
        .input(value)
        .input(sizes)
        .input(axis)
        .attr("num_split", count)
        .build()
        .outputs();
  }

  static List<Output> splitV(Ops tf, Output value, int[] sizes, int axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output parts = tf.constant(Tensor.vector(sizes), "Const");
      Output at = tf.constant(Tensor.scalar(axis), "split_dim");
      return splitV(tf, value, parts, sizes.length, at, scope.name());
    }
  }
}

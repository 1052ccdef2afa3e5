package org.slimgraph.ops.math;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The derivatives of {@link ReductionOps}. TF: math_grad.py. */
final class ReductionGradients {
  private ReductionGradients() {}

  static void sum(GradientContext g) {
    g.set(0, spread(g));
  }

  /** Returns dy, repeated along the axes that were reduced. */
  private static Output spread(GradientContext g) {
    Ops tf = g.tf();
    Shape shape = g.input(0).shape();
    if (shape.isRankKnown() && reducesAll(g, shape.rank())) {
      int[] ones = new int[shape.rank()];
      Arrays.fill(ones, 1);
      Output one = tf.reshape(g.dy(0), tf.constant(Tensor.vector(ones), "Const"));
      return tf.tile(one, tf.shape(g.input(0)));
    }
    Output inputShape = tf.shape(g.input(0));
    Output keptShape;
    Output repeats;
    try (Scope scope = tf.colocateWith(inputShape)) {
      keptShape = reducedShape(tf, inputShape, g.input(1));
      repeats = safeQuotient(tf, inputShape, keptShape);
    }
    return tf.tile(tf.reshape(g.dy(0), keptShape), repeats);
  }

  /** Returns whether the axes are, in order, all there are. */
  private static boolean reducesAll(GradientContext g, int rank) {
    return constant(g.input(1))
        .map(
            axes -> {
              long[] values = axes.longs();
              boolean all = values.length == rank;
              for (int i = 0; all && i < rank; i++) {
                all = values[i] == i;
              }
              return all;
            })
        .orElse(false);
  }

  /** Looks at a Const only: axes that are computed are not looked through. */
  private static Optional<Tensor> constant(Output output) {
    return output.operation().type().equals("Const")
        ? Optional.of(output.operation().attrs().tensor("value"))
        : Optional.empty();
  }

  /** Returns the shape with the size 1 in place of every dimension that is reduced. */
  private static Output reducedShape(Ops tf, Output inputShape, Output axes) {
    Output shape = tf.cast(inputShape, DataType.INT32);
    Output indices = tf.cast(axes, DataType.INT32);
    Output rank = tf.size(shape);
    Output positive = tf.modulo(tf.plus(indices, rank), rank);
    Output ones = tf.fill(tf.shape(positive), tf.constant(1));
    return tf.dynamicStitch(List.of(ReduceOptions.range(tf, rank), positive), List.of(shape, ones));
  }

  private static Output safeQuotient(Ops tf, Output x, Output y) {
    return tf.floorOver(x, tf.maximum(y, 1));
  }

  static void mean(GradientContext g) {
    Ops tf = g.tf();
    Output sum = spread(g);
    Output factor = factor(g, sum.dataType());
    g.set(0, tf.over(sum, factor));
  }

  private static Output factor(GradientContext g, DataType type) {
    Ops tf = g.tf();
    Shape input = g.input(0).shape();
    Shape output = g.output(0).shape();
    if (input.isFullyDefined() && output.isFullyDefined()) {
      long count = input.elementCount() / Math.max(output.elementCount(), 1);
      return tf.constant(Scalars.of(type, count), "Const");
    }
    Output all = tf.reduceProd(tf.shape(g.input(0)));
    Output results = tf.reduceProd(tf.shape(g.output(0)));
    return tf.cast(safeQuotient(tf, all, results), type);
  }

  /** Equal extremes share what arrives. */
  static void maxOrMin(GradientContext g) {
    Ops tf = g.tf();
    Output shape = tf.shape(g.input(0));
    Output y = g.output(0);
    Output dy = g.dy(0);
    Output keptShape;
    if (g.op().attrs().bool("keep_dims")) {
      keptShape = tf.shape(y);
    } else {
      keptShape = reducedShape(tf, shape, g.input(1));
      y = tf.reshape(y, keptShape);
      dy = tf.reshape(dy, keptShape);
    }
    Output indicators = tf.cast(tf.equal(y, g.input(0)), dy.dataType());
    Output count = tf.reshape(tf.reduceSum(indicators, g.input(1)), keptShape);
    g.set(0, tf.times(tf.divide(indicators, count), dy));
  }

  /** The product of all others: what comes before times what comes behind, so zeros do not hurt. */
  static void prod(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output shape = tf.shape(x);
    Output axes = tf.reshape(g.input(1), tf.constant(new int[] {-1}));
    Output keptShape = reducedShape(tf, shape, g.input(1));
    Output dy = tf.tile(tf.reshape(g.dy(0), keptShape), safeQuotient(tf, shape, keptShape));
    Output permutation;
    Output flatShape;
    try (Scope device = tf.device("/cpu:0")) {
      Output rank = tf.rank(x);
      Output reduced = tf.modulo(tf.plus(tf.cast(axes, DataType.INT32), rank), rank);
      Output other = tf.setdiff1d(ReduceOptions.range(tf, rank), reduced).get(0);
      permutation = tf.concat(List.of(reduced, other), 0);
      Output reducedCount = tf.reduceProd(tf.gather(shape, reduced));
      Output otherCount = tf.reduceProd(tf.gather(shape, other));
      flatShape = tf.stack(List.of(reducedCount, otherCount));
    }
    Output permuted = tf.transpose(x, permutation);
    Output flat = tf.reshape(permuted, flatShape);
    Output before = Cumulative.build(tf, "Cumprod", flat, 0, true, false, "Cumprod");
    Output behind = Cumulative.build(tf, "Cumprod", flat, 0, true, true, "Cumprod");
    Output others = tf.reshape(tf.times(before, behind), tf.shape(permuted));
    Output back = tf.transpose(others, tf.invertPermutation(permutation));
    g.set(0, tf.reshape(tf.times(dy, back), shape));
  }
}

package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Operations that choose elements by index, or whose results have sizes that follow from values.
 */
final class IndexRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          IndexRecipes::gather,
          IndexRecipes::gatherNd,
          IndexRecipes::scatterNd,
          IndexRecipes::tensorScatter,
          IndexRecipes::oneHot,
          IndexRecipes::where,
          IndexRecipes::unique,
          IndexRecipes::partitions,
          IndexRecipes::reverseSequence);

  private IndexRecipes() {}

  private static void gather(RandomGraph g) {
    Value x = g.any(1);
    int axis = g.chance(2) ? 0 : g.below(x.rank());
    int n = (int) x.dim(axis);
    Shape chosen = n == 0 ? Shape.of(0) : g.shape(2);
    Output indices = g.indices(chosen, Math.max(n, 1));
    Shape shape = x.shape().slice(0, axis).concat(chosen).concat(x.shape().slice(axis + 1));
    if (shape.elementCount() < 5000) {
      g.add(g.tf.gather(x.output(), indices, axis), shape, x.numbers());
    }
  }

  private static void gatherNd(RandomGraph g) {
    Value x = g.any(1);
    if (x.size() == 0) {
      return;
    }
    Output indices = g.indices(Shape.of(3, 1), (int) x.dim(0));
    Shape shape = Shape.of(3).concat(x.shape().slice(1));
    g.add(g.tf.gatherNd(x.output(), indices), shape, x.numbers());
  }

  private static void scatterNd(RandomGraph g) {
    Value updates = g.number(1);
    int rows = 1 + g.below(5);
    long count = updates.dim(0);
    Numbers sum = updates.numbers().sum(count);
    Shape shape = Shape.of(rows).concat(updates.shape().slice(1));
    if (!sum.fit() || shape.elementCount() == 0) {
      return;
    }
    Output indices = g.indices(Shape.of(count, 1), rows);
    int[] dims = Arrays.stream(shape.dims()).mapToInt(d -> (int) d).toArray();
    g.add(g.tf.scatterNd(indices, updates.output(), g.tf.constant(dims)), shape, sum);
  }

  private static void tensorScatter(RandomGraph g) {
    Value x = g.number(1);
    int rows = (int) x.dim(0);
    if (x.size() == 0) {
      return;
    }
    Value updates = g.same(x.type(), Shape.of(2).concat(x.shape().slice(1)));
    Numbers sum = x.numbers().plus(updates.numbers()).plus(updates.numbers());
    if (!sum.fit()) {
      return;
    }
    Output indices = g.indices(Shape.of(2, 1), rows);
    Output y =
        g.chance(2)
            ? g.tf.tensorScatterAdd(x.output(), indices, updates.output())
            : g.tf.tensorScatterSub(x.output(), indices, updates.output());
    g.add(y, x.shape(), sum);
  }

  private static void oneHot(RandomGraph g) {
    Shape shape = g.shape(2);
    int depth = 1 + g.below(5);
    Output indices = g.indices(shape, depth + 1);
    Ops tf = g.tf;
    if (g.chance(2)) {
      g.add(
          tf.oneHot(indices, depth),
          shape.concat(Shape.of(depth)),
          Numbers.exact(DataType.FLOAT, 1, 0));
    } else {
      int axis = g.below(shape.rank() + 1);
      Output y = tf.oneHot(indices, tf.constant(depth), tf.constant(5), tf.constant(-2), axis);
      g.add(y, Shapes.inserted(shape, axis, depth), Numbers.exact(DataType.INT32, 5, 0));
    }
  }

  /** The sum of the places of what is true, and of the elements there. */
  private static void where(RandomGraph g) {
    Value which = g.some(DataType.BOOL, 1);
    Output places = g.tf.where(which.output());
    Numbers all = Numbers.exact(DataType.INT64, 100, 0).sum(which.size());
    g.add(g.tf.reduceSum(places, 0), Shape.of(which.rank()), all);
    Value x = g.same(g.oneOf(DataType.FLOAT, DataType.INT32), which.shape());
    Numbers sum = x.numbers().sum(x.size());
    if (sum.fit()) {
      g.add(g.tf.reduceSum(g.tf.gatherNd(x.output(), places)), Shape.scalar(), sum);
    }
  }

  /** Distinct numbers, as many as it takes, and the numbers again. */
  private static void unique(RandomGraph g) {
    Value x = g.number(0);
    if (!x.isExact()) {
      return;
    }
    Output flat = g.tf.reshape(x.output(), g.tf.constant(new int[] {-1}));
    List<Output> unique = g.tf.unique(flat);
    Value places =
        g.add(unique.get(1), Shape.of(x.size()), Numbers.exact(DataType.INT32, x.size() + 1, 0));
    g.add(g.tf.gather(unique.get(0), places.output()), Shape.of(x.size()), x.numbers());
    if (x.numbers().sum(x.size()).fit()) {
      g.add(g.tf.reduceSum(unique.get(0)), Shape.scalar(), x.numbers().sum(x.size()));
    }
    if (x.type() == DataType.INT32) {
      Value y = g.some(DataType.INT32, 0);
      Output others =
          g.tf.setdiff1d(flat, g.tf.reshape(y.output(), g.tf.constant(new int[] {-1}))).get(0);
      Numbers sum = x.numbers().sum(x.size());
      if (sum.fit()) {
        g.add(g.tf.reduceSum(others), Shape.scalar(), sum);
      }
    }
  }

  /** Rows dealt to partitions and put together again. */
  private static void partitions(RandomGraph g) {
    Value x = g.any(1);
    Output to = g.indices(x.shape().slice(0, 1), 3);
    Output rows = g.tf.range(g.tf.constant(0), rowCount(g, x), g.tf.constant(1));
    List<Output> data = g.tf.dynamicPartition(x.output(), to, 3);
    List<Output> places = g.tf.dynamicPartition(rows, to, 3);
    if (x.dim(0) > 0) {
      g.add(g.tf.dynamicStitch(places, data), x.shape(), x.numbers());
    }
  }

  private static Output rowCount(RandomGraph g, Value x) {
    Output shape = g.tf.shape(x.output());
    return g.tf.reshape(g.tf.slice(shape, new int[] {0}, new int[] {1}), g.tf.constant(new int[0]));
  }

  private static void reverseSequence(RandomGraph g) {
    Value x = g.any(2);
    int most = (int) x.dim(1);
    Output lengths = g.indices(x.shape().slice(0, 1), most + 1);
    g.add(g.tf.reverseSequence(x.output(), lengths, 1, 0), x.shape(), x.numbers());
    int n = 1 + g.below(6);
    Output permutation = g.tf.constant(Tensor.vector(g.permutation(n)));
    g.add(g.tf.invertPermutation(permutation), Shape.of(n), Numbers.exact(DataType.INT32, n, 0));
  }
}

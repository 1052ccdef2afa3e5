package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Sums, extremes and their places over dimensions, running sums, sums by segment. */
final class ReductionRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          ReductionRecipes::arithmetic,
          ReductionRecipes::arithmetic,
          ReductionRecipes::extreme,
          ReductionRecipes::logic,
          ReductionRecipes::place,
          ReductionRecipes::running,
          ReductionRecipes::segments,
          ReductionRecipes::moments,
          ReductionRecipes::softmax,
          ReductionRecipes::top);

  private ReductionRecipes() {}

  /** Some dimensions of a shape, and what is left without them. */
  private record Axes(int[] named, boolean keep, Shape rest, long count) {
    static Axes of(RandomGraph g, Value x) {
      boolean[] reduced = new boolean[x.rank()];
      boolean all = g.chance(3);
      for (int i = 0; i < reduced.length; i++) {
        reduced[i] = all || g.chance(2);
      }
      boolean keep = g.chance(3);
      int[] named =
          IntStream.range(0, x.rank())
              .filter(i -> reduced[i])
              .map(i -> x.output().shape().isRankKnown() && g.chance(3) ? i - x.rank() : i)
              .toArray();
      long count =
          IntStream.range(0, x.rank())
              .filter(i -> reduced[i])
              .mapToLong(x::dim)
              .reduce(1, (a, b) -> a * b);
      return new Axes(named, keep, Shapes.reduced(x.shape(), reduced, keep), count);
    }
  }

  private static void arithmetic(RandomGraph g) {
    Value x = g.number(0);
    Axes axes = Axes.of(g, x);
    Ops tf = g.tf;
    Numbers sum = x.numbers().sum(axes.count());
    boolean unit = x.numbers().bound() <= 2 && axes.count() <= 8;
    if (unit && x.numbers().isExact() && g.chance(2)) {
      Numbers product = Numbers.exact(x.type(), 256, x.numbers().grid() * 8);
      g.add(
          tf.reduceProd(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep())),
          axes.rest(),
          product);
    } else if (axes.count() > 0 && x.isFloating() && g.chance(2)) {
      Numbers mean = x.numbers().smooth(x.numbers().bound(), Math.sqrt(axes.count()) + 1);
      g.add(
          tf.reduceMean(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep())),
          axes.rest(),
          mean);
    } else if (sum.fit()) {
      g.add(
          tf.reduceSum(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep())),
          axes.rest(),
          sum);
    }
  }

  private static void extreme(RandomGraph g) {
    Value x = g.number(0);
    Axes axes = Axes.of(g, x);
    if (axes.count() == 0) {
      return;
    }
    Output y =
        g.chance(2)
            ? g.tf.reduceMax(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep()))
            : g.tf.reduceMin(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep()));
    g.add(y, axes.rest(), x.numbers());
  }

  private static void logic(RandomGraph g) {
    Value x = g.some(DataType.BOOL, 1);
    Axes axes = Axes.of(g, x);
    Output y =
        g.chance(2)
            ? g.tf.reduceAll(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep()))
            : g.tf.reduceAny(x.output(), o -> o.axes(axes.named()).keepDims(axes.keep()));
    g.add(y, axes.rest(), x.numbers());
  }

  private static void place(RandomGraph g) {
    Value x = g.number(1);
    int axis = g.below(x.rank());
    if (!x.isExact() || x.dim(axis) == 0) {
      return;
    }
    Output y = g.chance(2) ? g.tf.argmax(x.output(), axis) : g.tf.argmin(x.output(), axis);
    Numbers places = Numbers.exact(DataType.INT64, x.dim(axis), 0);
    g.add(y, Shapes.without(x.shape(), axis), places);
  }

  private static void running(RandomGraph g) {
    Value x = g.number(1);
    int axis = g.below(x.rank());
    Numbers sum = x.numbers().sum(x.dim(axis));
    if (sum.fit()) {
      Output y = g.tf.cumsum(x.output(), axis, g.chance(2), g.chance(2), "Cumsum");
      g.add(y, x.shape(), sum);
    }
    if (x.numbers().bound() <= 1 && x.isFloating()) {
      Numbers product = x.numbers().smooth(1, x.dim(axis));
      g.add(
          g.tf.cumprod(x.output(), axis, g.chance(2), g.chance(2), "Cumprod"), x.shape(), product);
    }
  }

  private static void segments(RandomGraph g) {
    Value x = g.number(1);
    int segments = 1 + g.below(5);
    Numbers sum = x.numbers().sum(x.dim(0));
    if (!sum.fit()) {
      return;
    }
    Output ids = g.indices(x.shape().slice(0, 1), segments);
    Output y = g.tf.unsortedSegmentSum(x.output(), ids, g.tf.constant(segments));
    g.add(y, Shape.of(segments).concat(x.shape().slice(1)), sum);
  }

  private static void moments(RandomGraph g) {
    Value x = g.real(1);
    if (x.size() == 0 || x.numbers().bound() > 100) {
      return;
    }
    Axes axes = Axes.of(g, x);
    if (axes.named().length == 0) {
      // TF 1.x: no axes to squeeze means all of size 1.
      return;
    }
    Moments moments = g.tf.nn().moments(x.output(), axes.named(), axes.keep());
    double bound = x.numbers().bound();
    double slope = Math.sqrt(axes.count()) + 1;
    g.add(moments.mean(), axes.rest(), x.numbers().smooth(bound, slope));
    g.add(
        moments.variance(), axes.rest(), x.numbers().smooth(4 * bound * bound, 8 * slope * bound));
  }

  private static void softmax(RandomGraph g) {
    Value x = g.real(1);
    long classes = x.dim(x.rank() - 1);
    if (classes == 0 || x.numbers().bound() > 50) {
      return;
    }
    if (g.chance(2)) {
      g.add(g.tf.nn().softmax(x.output()), x.shape(), x.numbers().smooth(1, 2));
    } else {
      double bound = 2 * x.numbers().bound() + Math.log(classes);
      g.add(g.tf.nn().logSoftmax(x.output()), x.shape(), x.numbers().smooth(bound, 2));
    }
  }

  private static void top(RandomGraph g) {
    Value x = g.number(1);
    int last = x.rank() - 1;
    int k = g.below((int) x.dim(last) + 1);
    if (!x.isExact()) {
      return;
    }
    var top = g.tf.nn().topK(x.output(), k);
    Shape shape = x.shape().withDim(last, k);
    g.add(top.get(0), shape, x.numbers());
    g.add(top.get(1), shape, Numbers.exact(DataType.INT32, x.dim(last), 0));
  }
}

package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Matrix products, convolutions, pooling, normalisation and losses. */
final class NnRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          NnRecipes::matmul,
          NnRecipes::matmul,
          NnRecipes::batchMatmul,
          NnRecipes::conv2d,
          NnRecipes::conv2d,
          NnRecipes::depthwise,
          NnRecipes::pool,
          NnRecipes::pool,
          NnRecipes::batchNorm,
          NnRecipes::bias,
          NnRecipes::loss,
          NnRecipes::l2Loss,
          NnRecipes::resize);

  private NnRecipes() {}

  private static void matmul(RandomGraph g) {
    Value x =
        g.find(v -> v.isFloating() && v.rank() == 2 && v.output().shape().isRankKnown())
            .orElseGet(() -> g.input(DataType.FLOAT, g.shapeOfRank(2)));
    boolean transposeX = g.chance(3);
    boolean transposeY = g.chance(3);
    long rows = x.dim(transposeX ? 1 : 0);
    long depth = x.dim(transposeX ? 0 : 1);
    long columns = g.oneOf(1L, 2L, 3L, 5L, 8L, 9L, 0L);
    Value y = g.same(x.type(), transposeY ? Shape.of(columns, depth) : Shape.of(depth, columns));
    Numbers numbers = x.numbers().times(y.numbers()).sum(depth);
    if (numbers.fit() && y.output().shape().isRankKnown()) {
      Output z =
          g.tf.matmul(x.output(), y.output(), o -> o.transposeA(transposeX).transposeB(transposeY));
      g.add(z, Shape.of(rows, columns), numbers);
    }
  }

  private static void batchMatmul(RandomGraph g) {
    Value x =
        g.find(v -> v.isFloating() && v.rank() >= 3 && v.output().shape().isRankKnown())
            .orElseGet(() -> g.input(DataType.FLOAT, g.shapeOfRank(3)));
    int last = x.rank() - 1;
    long columns = 1 + g.below(4);
    Shape batch = x.shape().slice(0, last - 1);
    Value y = g.input(x.type(), batch.concat(Shape.of(x.dim(last), columns)));
    Numbers numbers = x.numbers().times(y.numbers()).sum(x.dim(last));
    if (numbers.fit() && y.output().shape().isRankKnown()) {
      g.add(g.tf.matmul(x.output(), y.output()), x.shape().withDim(last, columns), numbers);
    }
  }

  private static Value image(RandomGraph g) {
    return g.find(v -> v.type() == DataType.FLOAT && v.rank() == 4 && v.size() > 0 && v.isExact())
        .filter(v -> !g.chance(4))
        .orElseGet(
            () ->
                g.input(
                    DataType.FLOAT,
                    Shape.of(1 + g.below(2), 1 + g.below(9), 1 + g.below(9), 1 + g.below(5))));
  }

  /** Returns the number of places of a window; not positive where none fits. */
  private static long places(long size, int window, int stride, Padding padding) {
    return padding == Padding.SAME ? (size + stride - 1) / stride : (size - window) / stride + 1;
  }

  private static boolean fits(Value x, int window, Padding padding) {
    return padding == Padding.SAME || (x.dim(1) >= window && x.dim(2) >= window);
  }

  private static void conv2d(RandomGraph g) {
    Value x = image(g);
    int window = g.oneOf(1, 2, 3, 3, 5);
    int stride = 1 + g.below(3);
    int dilation = stride == 1 ? 1 + g.below(2) : 1;
    int extent = (window - 1) * dilation + 1;
    Padding padding = g.oneOf(Padding.values());
    long channels = g.oneOf(1L, 2L, 3L, 8L);
    Numbers filterNumbers = RandomGraph.inputNumbers(DataType.FLOAT);
    Numbers numbers = x.numbers().times(filterNumbers).sum(window * window * x.dim(3));
    if (!fits(x, extent, padding) || !numbers.fit()) {
      return;
    }
    Value filter = g.input(DataType.FLOAT, Shape.of(window, window, x.dim(3), channels));
    Output y =
        g.tf
            .nn()
            .conv2d(
                x.output(),
                filter.output(),
                o ->
                    o.strides(1, stride, stride, 1)
                        .dilations(1, dilation, dilation, 1)
                        .padding(padding));
    Shape shape =
        Shape.of(
            x.dim(0),
            places(x.dim(1), extent, stride, padding),
            places(x.dim(2), extent, stride, padding),
            channels);
    // Filters may be transformed (Winograd), which rounds even where the sum would not.
    g.add(y, shape, numbers.smooth(numbers.bound(), 1));
  }

  private static void depthwise(RandomGraph g) {
    Value x = image(g);
    int window = 1 + g.below(3);
    int stride = 1 + g.below(2);
    Padding padding = g.oneOf(Padding.values());
    long multiplier = 1 + g.below(2);
    Numbers filterNumbers = RandomGraph.inputNumbers(DataType.FLOAT);
    Numbers numbers = x.numbers().times(filterNumbers).sum(window * window);
    if (!fits(x, window, padding) || !numbers.fit()) {
      return;
    }
    Value filter = g.input(DataType.FLOAT, Shape.of(window, window, x.dim(3), multiplier));
    Output y =
        g.tf
            .nn()
            .depthwiseConv2d(
                x.output(), filter.output(), o -> o.strides(1, stride, stride, 1).padding(padding));
    Shape shape =
        Shape.of(
            x.dim(0),
            places(x.dim(1), window, stride, padding),
            places(x.dim(2), window, stride, padding),
            x.dim(3) * multiplier);
    g.add(y, shape, numbers);
  }

  private static void pool(RandomGraph g) {
    Value x = image(g);
    int window = 1 + g.below(3);
    int stride = 1 + g.below(3);
    Padding padding = g.oneOf(Padding.values());
    if (!fits(x, window, padding)) {
      return;
    }
    Shape shape =
        Shape.of(
            x.dim(0),
            places(x.dim(1), window, stride, padding),
            places(x.dim(2), window, stride, padding),
            x.dim(3));
    if (g.chance(2)) {
      Output y =
          g.tf
              .nn()
              .maxPool(
                  x.output(),
                  o ->
                      o.ksize(1, window, window, 1).strides(1, stride, stride, 1).padding(padding));
      g.add(y, shape, x.numbers());
    } else {
      Output y =
          g.tf
              .nn()
              .avgPool(
                  x.output(),
                  o ->
                      o.ksize(1, window, window, 1).strides(1, stride, stride, 1).padding(padding));
      g.add(y, shape, x.numbers().smooth(x.numbers().bound(), 4));
    }
  }

  private static void batchNorm(RandomGraph g) {
    Value x = image(g);
    double bound = x.numbers().bound();
    if (bound > 100 || x.size() / x.dim(3) < 2) {
      return;
    }
    Shape channels = x.shape().slice(3);
    Value scale = g.input(DataType.FLOAT, channels);
    Value offset = g.input(DataType.FLOAT, channels);
    // The root of variance and epsilon is at least a quarter, so results stay below 4 * 4 * 2
    // bound.
    Numbers numbers = x.numbers().smooth(32 * bound + 4, 64 * (bound + 1));
    boolean training = g.chance(2);
    List<Output> y;
    if (training) {
      y =
          g.tf
              .nn()
              .fusedBatchNorm(x.output(), scale.output(), offset.output(), o -> o.epsilon(0.0625));
      g.add(y.get(1), channels, x.numbers().smooth(bound, 8));
      g.add(y.get(2), channels, x.numbers().smooth(8 * bound * bound, 32 * bound));
    } else {
      Value mean = g.input(DataType.FLOAT, channels);
      Value variance = g.input(DataType.FLOAT, channels);
      y =
          g.tf
              .nn()
              .fusedBatchNorm(
                  x.output(),
                  scale.output(),
                  offset.output(),
                  o ->
                      o.epsilon(0.0625)
                          .isTraining(false)
                          .moments(mean.output(), g.tf.abs(variance.output())));
      numbers = x.numbers().smooth(16 * (bound + 4) + 4, 64 * (bound + 4));
    }
    if (numbers.fit()) {
      g.add(y.get(0), x.shape(), numbers);
    }
  }

  private static void bias(RandomGraph g) {
    Value x = g.real(2);
    Value bias = g.same(x.type(), x.shape().slice(x.rank() - 1));
    Numbers sum = x.numbers().plus(bias.numbers());
    if (sum.fit()) {
      g.add(g.tf.nn().biasAdd(x.output(), bias.output()), x.shape(), sum);
    }
  }

  private static void loss(RandomGraph g) {
    Value logits =
        g.find(
                v ->
                    v.isFloating()
                        && v.rank() == 2
                        && v.dim(1) > 0
                        && v.numbers().bound() < 50
                        && v.output().shape().isRankKnown())
            .orElseGet(() -> g.input(DataType.FLOAT, Shape.of(3, 4)));
    long batch = logits.dim(0);
    long classes = logits.dim(1);
    double bound = 2 * logits.numbers().bound() + Math.log(classes);
    if (g.chance(2)) {
      Output labels = g.indices(Shape.of(batch), (int) classes);
      Output y = g.tf.nn().sparseSoftmaxCrossEntropyWithLogits(labels, logits.output());
      g.add(y, Shape.of(batch), logits.numbers().smooth(bound, 2));
    } else {
      Value labels = g.same(logits.type(), logits.shape());
      Output y = g.tf.nn().softmaxCrossEntropyWithLogitsV2(labels.output(), logits.output());
      Numbers numbers = logits.numbers().smooth(bound, 2).times(labels.numbers()).sum(classes);
      if (numbers.fit()) {
        g.add(y, Shape.of(batch), numbers);
      }
    }
  }

  private static void l2Loss(RandomGraph g) {
    Value x = g.real(0);
    Numbers half = Numbers.exact(x.type(), 0.5, -1);
    Numbers numbers = x.numbers().times(x.numbers()).times(half).sum(x.size());
    if (numbers.fit()) {
      g.add(g.tf.l2Loss(x.output()), Shape.scalar(), numbers);
    }
  }

  private static void resize(RandomGraph g) {
    Value x = image(g);
    int height = 1 + g.below(7);
    int width = 1 + g.below(7);
    Shape shape = Shape.of(x.dim(0), height, width, x.dim(3));
    Ops tf = g.tf;
    Output size = tf.constant(new int[] {height, width});
    if (g.chance(2)) {
      g.add(tf.image().resizeNearestNeighbor(x.output(), size), shape, x.numbers());
    } else {
      Numbers numbers = x.numbers().smooth(x.numbers().bound(), 8);
      g.add(tf.image().resizeBilinear(x.output(), size), shape, numbers);
    }
  }
}

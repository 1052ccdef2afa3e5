package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Compares gradients of this family with central differences. */
class NnGradientsTest {

  /** A function of one value, of this shape. */
  private record Row(DataType type, Shape shape, Function<NnCase, Function<Output, Output>> make) {}

  private static Row doubles(Shape shape, Function<NnCase, Function<Output, Output>> make) {
    return new Row(DataType.DOUBLE, shape, make);
  }

  private static Row floats(Shape shape, Function<NnCase, Function<Output, Output>> make) {
    return new Row(DataType.FLOAT, shape, make);
  }

  private static Output wide(NnCase c, long... dims) {
    return c.tf.cast(c.values(dims), DataType.DOUBLE);
  }

  private static Map<String, Row> rows() {
    Shape image = Shape.of(2, 4, 5, 3);
    Shape matrix = Shape.of(3, 4);
    Map<String, Row> rows = new TreeMap<>();
    rows.put(
        "conv2d by input",
        doubles(image, c -> x -> c.tf.nn().conv2d(x, wide(c, 3, 2, 3, 2), o -> o.strides(2))));
    rows.put(
        "conv2d by filter",
        doubles(
            Shape.of(3, 2, 3, 2),
            c -> w -> c.tf.nn().conv2d(wide(c, 2, 4, 5, 3), w, o -> o.strides(1, 2))));
    rows.put(
        "conv2dTranspose by value",
        doubles(
            image,
            c ->
                x ->
                    c.tf
                        .nn()
                        .conv2dTranspose(
                            x,
                            wide(c, 2, 2, 2, 3),
                            c.tf.constant(new int[] {2, 8, 10, 2}),
                            o -> o.strides(2))));
    rows.put(
        "conv2dBackpropFilter by input",
        doubles(
            image,
            c ->
                x ->
                    c.tf
                        .nn()
                        .conv2dBackpropFilter(
                            x,
                            c.tf.constant(new int[] {2, 2, 3, 2}),
                            wide(c, 2, 4, 5, 2),
                            o -> {})));
    rows.put(
        "dilated convolution by input",
        doubles(
            image, c -> x -> c.tf.nn().convolution(x, wide(c, 2, 2, 3, 2), o -> o.dilations(2))));
    rows.put(
        "depthwise by input",
        doubles(image, c -> x -> c.tf.nn().depthwiseConv2d(x, wide(c, 2, 3, 3, 2), o -> {})));
    rows.put(
        "depthwise by filter",
        doubles(
            Shape.of(2, 3, 3, 2),
            c -> w -> c.tf.nn().depthwiseConv2d(wide(c, 1, 4, 4, 3), w, o -> o.strides(2))));
    volumes(rows);
    rows.put("maxPool", doubles(image, c -> x -> c.tf.nn().maxPool(x, o -> o.ksize(2).strides(2))));
    rows.put(
        "maxPoolWithArgmax",
        doubles(
            image, c -> x -> c.tf.nn().maxPoolWithArgmax(x, o -> o.ksize(2).strides(1)).get(0)));
    rows.put(
        "avgPool",
        doubles(image, c -> x -> c.tf.nn().avgPool(x, o -> o.ksize(3).padding(Padding.SAME))));
    rows.put(
        "biasAdd by bias", doubles(Shape.of(4), c -> b -> c.tf.nn().biasAdd(wide(c, 2, 3, 4), b)));
    rows.put("relu", doubles(matrix, c -> x -> c.tf.nn().relu(x)));
    rows.put("relu6", doubles(matrix, c -> x -> c.tf.nn().relu6(x)));
    rows.put("leakyRelu", doubles(matrix, c -> x -> c.tf.nn().leakyRelu(x, 0.3)));
    rows.put("elu", doubles(matrix, c -> x -> c.tf.nn().elu(x)));
    rows.put("selu", doubles(matrix, c -> x -> c.tf.nn().selu(x)));
    rows.put("softplus", doubles(matrix, c -> x -> c.tf.nn().softplus(x)));
    rows.put("softsign", doubles(matrix, c -> x -> c.tf.nn().softsign(x)));
    rows.put("elu twice", doubles(matrix, c -> x -> slope(c, c.tf.nn().elu(x), x)));
    rows.put("selu twice", doubles(matrix, c -> x -> slope(c, c.tf.nn().selu(x), x)));
    rows.put("softplus twice", doubles(matrix, c -> x -> slope(c, c.tf.nn().softplus(x), x)));
    rows.put("softmax", doubles(matrix, c -> x -> c.tf.nn().softmax(x)));
    rows.put("softmax of rows", doubles(matrix, c -> x -> c.tf.nn().softmax(x, 0)));
    rows.put("logSoftmax", doubles(matrix, c -> x -> c.tf.nn().logSoftmax(x)));
    rows.put(
        "cross entropy by logits",
        doubles(matrix, c -> x -> c.tf.nn().softmaxCrossEntropyWithLogits(labels(c), x)));
    rows.put(
        "cross entropy by labels",
        doubles(matrix, c -> p -> c.tf.nn().softmaxCrossEntropyWithLogitsV2(p, wide(c, 3, 4))));
    rows.put(
        "cross entropy twice",
        doubles(
            matrix, c -> x -> slope(c, c.tf.nn().softmaxCrossEntropyWithLogits(labels(c), x), x)));
    rows.put(
        "sparse cross entropy",
        doubles(
            matrix,
            c ->
                x ->
                    c.tf
                        .nn()
                        .sparseSoftmaxCrossEntropyWithLogits(
                            c.tf.constant(new int[] {3, 0, 1}), x)));
    rows.put("topK", doubles(matrix, c -> x -> c.tf.nn().topK(x, 2).get(0)));
    rows.put("lrn", floats(image, c -> x -> c.tf.nn().lrn(x, 1, 1, 0.5, 0.75)));
    rows.put("fusedBatchNorm by x", floats(image, c -> x -> batchNorm(c, x, true)));
    rows.put("fusedBatchNorm in inference", floats(image, c -> x -> batchNorm(c, x, false)));
    rows.put("fusedBatchNorm twice", floats(image, c -> x -> slope(c, batchNorm(c, x, true), x)));
    rows.put(
        "fusedBatchNorm in inference by scale, then x",
        floats(
            image,
            c ->
                x -> {
                  Output y = batchNorm(c, x, false);
                  return slope(c, y, y.operation().input(1));
                }));
    rows.put(
        "fusedBatchNorm by scale, then x",
        floats(
            image,
            c ->
                x -> {
                  Output y = batchNorm(c, x, true);
                  return slope(c, y, y.operation().input(1));
                }));
    rows.put(
        "fusedBatchNorm by x, then scale",
        floats(
            Shape.of(3),
            c ->
                scale -> {
                  Output x = c.values(2, 4, 5, 3);
                  return slope(
                      c,
                      c.tf
                          .nn()
                          .fusedBatchNorm(
                              x, scale, c.tf.constant(new float[3]), o -> o.epsilon(0.1))
                          .get(0),
                      x);
                }));
    return rows;
  }

  private static Output labels(NnCase c) {
    return c.tf.nn().softmax(wide(c, 3, 4));
  }

  private static Output batchNorm(NnCase c, Output x, boolean training) {
    Output scale = c.tf.constant(new float[] {1, 2, 0.5f});
    Output offset = c.tf.constant(new float[] {0, 1, 2});
    return c.tf
        .nn()
        .fusedBatchNorm(
            x,
            scale,
            offset,
            o -> {
              o.epsilon(0.1).isTraining(training);
              if (!training) {
                o.moments(offset, scale);
              }
            })
        .get(0);
  }

  /** Returns the gradient by {@code x} of a weighted sum of {@code y}. */
  private static Output slope(NnCase c, Output y, Output x) {
    return c.tf.gradients(List.of(weighted(c, y)), List.of(x)).get(0).orElseThrow();
  }

  private static Output weighted(NnCase c, Output y) {
    long[] dims = y.shape().dims();
    return c.tf.reduceSum(c.tf.times(y, c.tf.cast(c.values(dims), y.dataType())));
  }

  @TestFactory
  Stream<DynamicTest> gradients_areTheSlopes() {
    return rows().entrySet().stream()
        .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> check(row.getValue())));
  }

  private static void volumes(Map<String, Row> rows) {
    Shape volume = Shape.of(1, 3, 4, 2, 2);
    Shape channelsFirst = Shape.of(1, 2, 3, 4, 2);
    rows.put(
        "conv3d by input",
        doubles(
            volume,
            c -> x -> c.tf.nn().conv3d(x, wide(c, 2, 2, 2, 2, 3), o -> o.strides(2, 1, 1))));
    rows.put(
        "conv3d by filter",
        doubles(
            Shape.of(2, 2, 1, 2, 3),
            c -> w -> c.tf.nn().conv3d(wide(c, 1, 3, 4, 2, 2), w, o -> o.padding(Padding.VALID))));
    rows.put(
        "conv3d by input, channels first",
        doubles(
            channelsFirst,
            c ->
                x ->
                    c.tf
                        .nn()
                        .conv3d(x, wide(c, 2, 2, 2, 2, 3), o -> o.strides(2).dataFormat("NCDHW"))));
    rows.put(
        "conv3dTranspose by value",
        doubles(
            volume,
            c ->
                x ->
                    c.tf
                        .nn()
                        .conv3dTranspose(
                            x,
                            wide(c, 2, 2, 2, 3, 2),
                            c.tf.constant(new int[] {1, 6, 8, 4, 3}),
                            o -> o.strides(2))));
    rows.put(
        "avgPool3d",
        doubles(volume, c -> x -> c.tf.nn().avgPool3d(x, o -> o.ksize(2).strides(1, 2, 1))));
    rows.put(
        "maxPool3d, channels first",
        floats(
            channelsFirst,
            c -> x -> c.tf.nn().maxPool3d(x, o -> o.ksize(2).strides(2).dataFormat("NCDHW"))));
    rows.put(
        "blockLSTM by x",
        floats(
            Shape.of(3, 2, 2),
            c ->
                x ->
                    c.graph
                        .opBuilder("BlockLSTM", "lstm")
                        .input(c.tf.constant(3L))
                        .input(x)
                        .input(c.values(2, 2))
                        .input(c.values(2, 2))
                        .input(c.values(4, 8))
                        .input(c.values(2))
                        .input(c.values(2))
                        .input(c.values(2))
                        .input(c.values(8))
                        .attr("use_peephole", true)
                        .build()
                        .output(6)));
  }

  private static void check(Row row) {
    NnCase c = new NnCase();
    Output x = c.tf.placeholder(row.type(), row.shape());
    Output y = weighted(c, row.make().apply(c).apply(x));
    Output dx = c.tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    float[] at = NnCase.floats(row.shape().dims());
    boolean wide = row.type() == DataType.DOUBLE;
    double step = wide ? 1e-5 : 1e-2;
    double tolerance = wide ? 1e-7 : 5e-3;
    try (Session session = Session.open(c.graph)) {
      double[] got =
          session.runner().feed(x, value(row, at, 0, 0)).fetch(dx).run().get(0).doubles();
      for (int i = 0; i < got.length; i++) {
        double up = run(session, x, y, value(row, at, i, step));
        double down = run(session, x, y, value(row, at, i, -step));
        double want = (up - down) / (2 * step);
        assertEquals(want, got[i], tolerance * (1 + Math.abs(want)), "element " + i);
      }
    }
  }

  private static double run(Session session, Output x, Output y, Tensor value) {
    return session.runner().feed(x, value).fetch(y).run().get(0).doubles()[0];
  }

  private static Tensor value(Row row, float[] at, int i, double change) {
    double[] values = new double[at.length];
    float[] narrow = new float[at.length];
    for (int k = 0; k < at.length; k++) {
      values[k] = at[k] + (k == i ? change : 0);
      narrow[k] = (float) values[k];
    }
    return row.type() == DataType.DOUBLE
        ? Tensor.of(row.shape(), values)
        : Tensor.of(row.shape(), narrow);
  }
}

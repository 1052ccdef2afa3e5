package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Rows R15 to R28: numbers of TF's own tests of convolutions, pools and batch normalization. */
class ConvnetRowsTest {
  private static final float EPSILON = 0.001f;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  /** 1, 2, 3, … in this shape, as TF's tests fill tensors. */
  private Output counting(long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    return tf.constant(Tensor.of(shape, values));
  }

  private Output sizes(int... dims) {
    return tf.constant(Tensor.vector(dims));
  }

  private float[] run(Output fetch) {
    try (Session session = Session.open(graph)) {
      return session.run(fetch).floats();
    }
  }

  private float[] windowed(
      String type, int height, int width, String padding, List<Long> ksize, Output... inputs) {
    OperationBuilder builder = graph.opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    builder.attr("strides", List.of(1L, (long) height, (long) width, 1L)).attr("padding", padding);
    if (!ksize.isEmpty()) {
      builder.attr("ksize", ksize);
    }
    return run(builder.build().output(0));
  }

  private float[] conv(int height, int width, String padding, Output x, Output filter) {
    return windowed("Conv2D", height, width, padding, List.of(), x, filter);
  }

  @Test
  void r18_filterOfOneByOne() {
    assertArrayEquals(
        new float[] {
          30, 36, 42, 66, 81, 96, 102, 126, 150, 138, 171, 204, 174, 216, 258, 210, 261, 312
        },
        conv(1, 1, "VALID", counting(1, 2, 3, 3), counting(1, 1, 3, 3)));
  }

  @Test
  void r19_filterOfTwoByTwo() {
    assertArrayEquals(
        new float[] {2271, 2367, 2463, 2901, 3033, 3165},
        conv(1, 1, "VALID", counting(1, 2, 3, 3), counting(2, 2, 3, 3)));
  }

  @Test
  void r20_strideTwoSame() {
    assertArrayEquals(
        new float[] {2271, 2367, 2463, 1230, 1305, 1380},
        conv(2, 2, "SAME", counting(1, 2, 3, 3), counting(2, 2, 3, 3)));
  }

  @Test
  void r21_strideOneByTwo() {
    assertArrayEquals(
        new float[] {58, 78, 98, 118, 138, 158},
        conv(1, 2, "VALID", counting(1, 3, 6, 1), counting(2, 2, 1, 1)));
  }

  @Test
  void r22_filterSmallerThanStride() {
    assertArrayEquals(
        new float[] {65, 95, 275, 305},
        conv(3, 3, "VALID", counting(1, 7, 7, 1), counting(2, 2, 1, 1)));
  }

  @Test
  void r23_backpropInput() {
    assertArrayEquals(
        new float[] {1, 4, 4, 3, 10, 8},
        windowed(
            "Conv2DBackpropInput",
            1,
            1,
            "VALID",
            List.of(),
            sizes(1, 2, 3, 1),
            counting(2, 2, 1, 1),
            counting(1, 1, 2, 1)));
  }

  @Test
  void r24_backpropFilter() {
    assertArrayEquals(
        new float[] {5, 8, 14, 17},
        windowed(
            "Conv2DBackpropFilter",
            1,
            1,
            "VALID",
            List.of(),
            counting(1, 2, 3, 1),
            sizes(2, 2, 1, 1),
            counting(1, 1, 2, 1)));
  }

  @Test
  void r25_strideTwoFilterOneSameBackpropInput() {
    assertArrayEquals(
        new float[] {1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0},
        windowed(
            "Conv2DBackpropInput",
            2,
            2,
            "SAME",
            List.of(),
            sizes(1, 4, 4, 1),
            counting(1, 1, 1, 1),
            counting(1, 2, 2, 1)));
  }

  @Test
  void r26_pools() {
    List<Long> square = List.of(1L, 2L, 2L, 1L);
    assertArrayEquals(
        new float[] {13, 14, 15}, windowed("MaxPool", 2, 2, "VALID", square, counting(1, 3, 3, 3)));
    assertArrayEquals(
        new float[] {13, 14, 15, 16, 17, 18},
        windowed("MaxPool", 2, 2, "SAME", square, counting(1, 2, 3, 3)));
    assertArrayEquals(
        new float[] {7, 8, 9}, windowed("AvgPool", 2, 2, "VALID", square, counting(1, 3, 3, 3)));
    assertArrayEquals(
        new float[] {8.5f, 9.5f, 10.5f, 14.5f, 15.5f, 16.5f},
        windowed("AvgPool", 2, 2, "SAME", square, counting(1, 2, 4, 3)));
  }

  @Test
  void r27_paddingIsNotCounted() {
    assertArrayEquals(
        new float[] {1.5f, 2, 3.5f, 4},
        windowed("AvgPool", 1, 1, "SAME", List.of(1L, 1L, 2L, 1L), counting(1, 2, 2, 1)));
  }

  @Test
  void r28_tiesGoToTheFirst() {
    float[] dy = {11, 12, 13, 15, 16, 17, 19, 20, 21};
    assertArrayEquals(
        new float[] {11, 12, 13, 0, 15, 16, 17, 0, 19, 20, 21, 0, 0, 0, 0, 0},
        windowed(
            "MaxPoolGrad",
            1,
            1,
            "VALID",
            List.of(1L, 2L, 2L, 1L),
            tf.ones(Shape.of(1, 4, 4, 1)),
            tf.ones(Shape.of(1, 3, 3, 1)),
            tf.constant(Tensor.of(Shape.of(1, 3, 3, 1), dy))));
  }

  private Output random(SplittableRandom random, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 2);
    }
    return tf.constant(Tensor.of(shape, values));
  }

  @ParameterizedTest
  @CsvSource({"1,1,6,1", "1,1,6,2", "1,2,1,6", "5,7,11,4", "0,7,11,4"})
  void r15_gradientOfBatchNorm(int batch, int height, int width, int channels) {
    SplittableRandom random = new SplittableRandom(1);
    Output x = random(random, batch, height, width, channels);
    Output dy = random(random, batch, height, width, channels);
    Output scale = tf.abs(random(random, channels));
    Output offset = random(random, channels);
    Output mean = random(random, channels);
    Output variance = tf.abs(random(random, channels));
    for (boolean training : new boolean[] {true, false}) {
      Output y =
          tf.nn()
              .fusedBatchNorm(
                  x,
                  scale,
                  offset,
                  o -> {
                    o.epsilon(EPSILON).isTraining(training);
                    if (!training) {
                      o.moments(mean, variance);
                    }
                  })
              .get(0);
      List<Output> fetches = new ArrayList<>(List.of(x, dy, scale, mean, variance));
      tf.gradients(List.of(y), List.of(x, scale, offset), List.of(dy))
          .forEach(gradient -> fetches.add(gradient.orElseThrow()));
      try (Session session = Session.open(graph)) {
        var runner = session.runner();
        fetches.forEach(runner::fetch);
        List<float[]> got = runner.run().stream().map(Tensor::floats).toList();
        assertEquals(channels, got.get(6).length);
        assertEquals(got.get(0).length, got.get(5).length);
        // Of an empty batch the statistics are no numbers, and nothing depends on them.
        for (int c = 0; c < channels && batch > 0; c++) {
          checkChannel(got, c, channels, training);
        }
      }
    }
  }

  /** Compares one channel with the formulas, in double. */
  private static void checkChannel(List<float[]> values, int c, int channels, boolean training) {
    float[] x = values.get(0);
    float[] dy = values.get(1);
    int n = x.length / channels;
    double mean = values.get(3)[c];
    double variance = values.get(4)[c];
    if (training) {
      mean = 0;
      variance = 0;
      for (int i = 0; i < n; i++) {
        mean += (double) x[i * channels + c] / n;
      }
      for (int i = 0; i < n; i++) {
        double centred = x[i * channels + c] - mean;
        variance += centred * centred / n;
      }
    }
    double r = 1 / Math.sqrt(variance + EPSILON);
    double sum = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      sum += dy[i * channels + c];
      product += dy[i * channels + c] * (x[i * channels + c] - mean);
    }
    assertEquals(product * r, values.get(6)[c], 1e-3, "scale");
    assertEquals(sum, values.get(7)[c], 1e-3, "offset");
    for (int i = 0; i < n; i++) {
      double centred = x[i * channels + c] - mean;
      double flow = dy[i * channels + c];
      double whole = flow - sum / n - centred * r * r * product / n;
      double wanted = values.get(2)[c] * r * (training ? whole : flow);
      assertEquals(wanted, values.get(5)[i * channels + c], 1e-3, "x");
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,6,1", "1,1,6,2", "1,2,1,6", "27,131,127,6", "0,131,127,6"})
  void r16_varianceOfTraining(int batch, int height, int width, int channels) {
    Output x = random(new SplittableRandom(2), batch, height, width, channels);
    Output one = tf.ones(Shape.of(channels));
    List<Output> outputs =
        tf.nn().fusedBatchNorm(x, one, one, o -> o.epsilon(EPSILON).isTraining(true));
    try (Session session = Session.open(graph)) {
      var runner = session.runner().fetch(x).fetch(outputs.get(1)).fetch(outputs.get(2));
      List<float[]> got = runner.run().stream().map(Tensor::floats).toList();
      float[] values = got.get(0);
      int n = values.length / channels;
      for (int c = 0; c < channels && n > 0; c++) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
          mean += values[i * channels + c];
        }
        mean /= n;
        for (int i = 0; i < n; i++) {
          double centred = values[i * channels + c] - mean;
          squares += centred * centred;
        }
        assertEquals(mean, got.get(1)[c], 1e-3);
        assertEquals(squares / Math.max(n - 1, 1), got.get(2)[c], 1e-3);
      }
      assertEquals(channels, got.get(2).length);
    }
  }

  @Test
  void r17_numbersOfTheFusedGradient() {
    Output x = tf.constant(Tensor.of(Shape.of(1, 1, 4, 1), new float[] {1, 2, 3, 4}));
    Output dy = tf.constant(Tensor.of(Shape.of(1, 1, 4, 1), new float[] {1, 0, 0, 0}));
    Output scale = tf.constant(new float[] {2});
    Output offset = tf.constant(new float[] {0});
    Output y =
        tf.nn().fusedBatchNorm(x, scale, offset, o -> o.epsilon(EPSILON).isTraining(true)).get(0);
    var training = tf.gradients(List.of(y), List.of(x, scale, offset), List.of(dy));
    assertArrayEquals(
        new float[] {0.5370850f, -0.7150413f, -0.1790283f, 0.3569846f},
        run(training.get(0).orElseThrow()),
        1e-6f);
    assertArrayEquals(new float[] {-1.3411045f}, run(training.get(1).orElseThrow()), 1e-6f);
    assertArrayEquals(new float[] {1}, run(training.get(2).orElseThrow()), 1e-6f);
    Output fixed =
        tf.nn()
            .fusedBatchNorm(
                x,
                scale,
                offset,
                o ->
                    o.epsilon(EPSILON)
                        .isTraining(false)
                        .moments(tf.constant(new float[] {2}), tf.constant(new float[] {4})))
            .get(0);
    var inference = tf.gradients(List.of(fixed), List.of(x, scale), List.of(dy));
    assertEquals(0.9998750f, run(inference.get(0).orElseThrow())[0], 1e-6f);
    assertArrayEquals(new float[] {-0.4999375f}, run(inference.get(1).orElseThrow()), 1e-6f);
  }
}

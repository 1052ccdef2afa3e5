package org.slimgraph.rewrites;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ProductEpilogueTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 9, 7, 5));

  private static Tensor ramp(long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.7 + dims.length);
    }
    return Tensor.of(shape, values);
  }

  private Output vector(long channels) {
    return tf.placeholderWithDefault(tf.constant(ramp(channels)), Shape.of(channels));
  }

  private Output conv(long channels) {
    Output filter = tf.constant(ramp(3, 3, 5, channels));
    return tf.nn().conv2d(x, filter, o -> {});
  }

  private Runner runner(Session session, Output... fetches) {
    Runner runner = session.runner().feed(x, ramp(3, 9, 7, 5));
    for (Output fetch : fetches) {
      runner.fetch(fetch);
    }
    return runner;
  }

  /** Runs with and without rewrites on 1 and 3 threads; all bits agree. Returns the plan. */
  private String check(Output... fetches) {
    SessionOptions options = SessionOptions.defaults().verify(true);
    try (Session written = Session.open(graph, options.optimize(SessionOptions.Optimization.NONE));
        Session fused = Session.open(graph, options.threads(1));
        Session parallel = Session.open(graph, options.threads(3))) {
      List<Tensor> want = runner(written, fetches).run();
      for (int run = 0; run < 2; run++) {
        List<Tensor> one = runner(fused, fetches).run();
        List<Tensor> many = runner(parallel, fetches).run();
        for (int i = 0; i < want.size(); i++) {
          assertArrayEquals(want.get(i).floats(), one.get(i).floats());
          assertArrayEquals(want.get(i).floats(), many.get(i).floats());
        }
      }
      return runner(fused, fetches).describe();
    }
  }

  @Test
  void biasAndActivation_areOneStep() {
    Output y = tf.nn().relu(tf.nn().biasAdd(conv(37), vector(37)));
    String plan = check(y);
    assertTrue(plan.contains("Conv2D+BiasAdd+Relu "), plan);
  }

  @Test
  void normalizationShortcutAndActivation_areOneStep() {
    Output variance = tf.math().square(vector(32));
    var normalized =
        graph
            .opBuilder("FusedBatchNormV3", "bn")
            .input(conv(32))
            .input(vector(32))
            .input(vector(32))
            .input(vector(32))
            .input(variance)
            .attr("is_training", false)
            .build();
    Output y = tf.nn().relu6(tf.math().add(conv(32), normalized.output(0)));
    String plan = check(y);
    assertTrue(plan.matches("(?s).*Conv2D\\+FusedBatchNormV3\\+Add\\w*\\+Relu6 .*"), plan);
  }

  @Test
  void scaleAndShift_areOneStepWithMatrixProducts() {
    Output flat = tf.reshape(x, tf.constant(new int[] {-1, 315}));
    Output product = tf.matmul(flat, tf.constant(ramp(315, 20)));
    Output y = tf.math().subtract(tf.math().multiply(vector(20), product), vector(20));
    String plan = check(tf.math().tanh(y));
    assertTrue(plan.contains("MatMul+Mul+Sub+Tanh "), plan);
  }

  @Test
  void depthwiseAndScalar_areOneStep() {
    Output filter = tf.constant(ramp(3, 3, 5, 2));
    Output product =
        graph
            .opBuilder("DepthwiseConv2dNative", "depthwise")
            .input(x)
            .input(filter)
            .attr("strides", List.of(1L, 1L, 1L, 1L))
            .attr("padding", "VALID")
            .build()
            .output(0);
    String plan = check(tf.math().multiply(product, tf.constant(0.5f)));
    assertTrue(plan.contains("DepthwiseConv2dNative+Mul "), plan);
  }

  @Test
  void valueThatIsFetchedOrReadTwice_isNotTakenIn() {
    Output product = conv(8);
    Output biased = tf.nn().biasAdd(product, vector(8));
    String fetched = check(product, tf.nn().relu(biased));
    assertFalse(fetched.contains("Conv2D+"), fetched);
    String twice = check(tf.math().add(tf.nn().relu(biased), tf.nn().sigmoid(biased)));
    assertTrue(twice.contains("Conv2D+BiasAdd "), twice);
  }

  @Test
  void operandThatBroadcastsTheProduct_isNotTakenIn() {
    Output flat = tf.reshape(x, tf.constant(new int[] {-1, 315}));
    Output row =
        tf.matmul(tf.slice(flat, new int[] {0, 0}, new int[] {1, 315}), tf.constant(ramp(315, 4)));
    String plan = check(tf.math().add(row, tf.constant(ramp(3, 4))));
    assertFalse(plan.contains("MatMul+"), plan);
  }

  @Test
  void differenceFromAVector_isNotTakenIn() {
    String plan = check(tf.math().subtract(vector(8), conv(8)));
    assertFalse(plan.contains("Conv2D+"), plan);
  }
}

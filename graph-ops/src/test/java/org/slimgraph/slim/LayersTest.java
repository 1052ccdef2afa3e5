package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;
import static org.slimgraph.slim.LayerTester.random;
import static org.slimgraph.slim.Slim.CONV2D;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The layers of tf.layers: names, defaults and collections other than slim's. */
class LayersTest {
  private final LayerTester t = new LayerTester(Compat.TF_1_15);
  private final Layers layers = Layers.on(t.tf);

  @Test
  void conv2d_namesDefaultsAndCollections() {
    Output x = t.placeholder(5, 7, 9, 4);
    Output y;
    try (var scope = t.slim.argScope(CONV2D, o -> o.padding("SAME"))) {
      y = layers.conv2d(x, 32, 3);
    }
    assertEquals("conv2d/BiasAdd:0", y.name());
    assertEquals(Shape.of(5, 5, 7, 32), y.shape());
    assertEquals("conv2d_1/BiasAdd:0", layers.conv2d(x, 32, 3).name());
    assertEquals(
        List.of("conv2d/kernel", "conv2d/bias", "conv2d_1/kernel", "conv2d_1/bias"),
        t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
    assertTrue(t.graph.collection(GraphKeys.MODEL_VARIABLES).isEmpty());
  }

  @Test
  void conv2d_nameAndReuse_shareVariables() {
    Output x = t.placeholder(5, 7, 9, 4);
    layers.conv2d(x, 2, 3, o -> o.name("c").kernelRegularizer(t.slim.l2Regularizer(0.1)));
    Output again = layers.conv2d(x, 2, 3, o -> o.name("c").reuse(true).activation(t.tf.nn()::relu));
    assertEquals("c_1/Relu:0", again.name());
    assertEquals(List.of("c/kernel", "c/bias"), t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(
        List.of("c/kernel/Regularizer/l2_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "already exists",
        () -> layers.conv2d(x, 2, 3, o -> o.name("c")));
  }

  @Test
  void conv2d_inAVariableScope_isBelowIt() {
    Output x = t.placeholder(5, 7, 9, 4);
    try (var scope = t.tf.variableScope("net")) {
      assertEquals("net/conv2d/Conv2D:0", layers.conv2d(x, 2, 3, o -> o.useBias(false)).name());
    }
    assertEquals(List.of("net/conv2d/kernel"), t.variableNames(GraphKeys.GLOBAL_VARIABLES));
  }

  @Test
  void conv2d_channelsFirstAndDilated() {
    Output x = t.placeholder(5, 4, 9, 9);
    Output y =
        layers.conv2d(x, 2, 3, o -> o.dataFormat("channels_first").dilationRate(2).padding("same"));
    assertEquals(Shape.of(5, 2, 9, 9), y.shape());
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "`data_format` argument must be one of",
        () -> layers.conv2d(x, 2, 3, o -> o.dataFormat("NCHW")));
  }

  @Test
  void dense_isLinear() {
    Output y = layers.dense(t.placeholder(5, 4), 3);
    assertEquals("dense/BiasAdd:0", y.name());
    assertEquals(
        List.of("dense/kernel", "dense/bias"), t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(Shape.of(4, 3), t.variable("dense/kernel").shape());
  }

  @Test
  void batchNormalization_hasGammaAndDoesNotTrain() {
    Output y = layers.batchNormalization(t.placeholder(5, 7, 9, 4));
    assertEquals("batch_normalization/FusedBatchNormV3:0", y.name());
    assertEquals(
        List.of(
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance"),
        t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertTrue(t.updateOps().isEmpty());
    layers.batchNormalization(t.placeholder(5, 4), o -> o.training(true));
    assertEquals(
        List.of("batch_normalization_1/AssignMovingAvg", "batch_normalization_1/AssignMovingAvg_1"),
        t.names(t.updateOps()));
  }

  @Test
  void batchNormalization_momentum_movesTheAverages() {
    Output x = t.placeholder(4, 1);
    layers.batchNormalization(x, o -> o.training(true).momentum(0.5));
    t.start();
    t.run(Tensor.of(Shape.of(4, 1), new float[] {1, 2, 3, 4}), t.updateOps());
    assertEquals(1.25f, t.value(t.variable("batch_normalization/moving_mean"))[0], 1e-6f);
    // The default layer without the fused kernel keeps the biased variance, 1.25.
    assertEquals(1.125f, t.value(t.variable("batch_normalization/moving_variance"))[0], 1e-6f);
  }

  @Test
  void batchNormalization_axisOne_isTheTransposeOfTheLast() {
    Output x = t.placeholder(3, 4, 5, 2);
    Output last = layers.batchNormalization(x, o -> o.training(true).name("n"));
    Output first =
        layers.batchNormalization(
            t.tf.transpose(x, new int[] {0, 3, 1, 2}),
            o -> o.training(true).name("n").reuse(true).axis(1));
    Output middle =
        layers.batchNormalization(
            t.tf.transpose(x, new int[] {0, 1, 3, 2}),
            o -> o.training(true).name("n").reuse(true).axis(2));
    t.start();
    List<Tensor> all =
        t.run(
            random(1, 3, 4, 5, 2),
            List.of(),
            last,
            t.tf.transpose(first, new int[] {0, 2, 3, 1}),
            t.tf.transpose(middle, new int[] {0, 1, 3, 2}));
    assertArrayEquals(all.get(0).floats(), all.get(1).floats(), 1e-5f);
    assertArrayEquals(all.get(0).floats(), all.get(2).floats(), 1e-5f);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "Invalid axis",
        () -> layers.batchNormalization(x, o -> o.axis(4)));
  }

  @Test
  void batchNormalization_withoutPredicate_followsTheLearningPhase() {
    Output y =
        layers.batchNormalization(
            t.placeholder(4, 1), o -> o.training(null).scale(false).center(false).epsilon(1));
    t.start();
    Tensor x = Tensor.of(Shape.of(4, 1), new float[] {1, 1, 1, 1});
    assertEquals((float) Math.sqrt(0.5), t.run(x, List.of(), y).get(0).floats()[0], 1e-6f);
    Tensor trained =
        t.session()
            .runner()
            .feed("x:0", x)
            .feed("keras_learning_phase:0", Tensor.scalar(true))
            .fetch(y)
            .run()
            .get(0);
    assertEquals(0f, trained.floats()[0], 1e-6f);
  }

  @Test
  void dropout_doesNothingUntilItTrains() {
    Output x = t.tf.ones(Shape.of(20, 20));
    assertEquals("dropout/Identity:0", layers.dropout(x, o -> {}).name());
    Output y = layers.dropout(x, o -> o.rate(0.25).training(true).seed(3));
    assertEquals("dropout_1/dropout/mul_1:0", y.name());
    float[] values = t.start().run(y).floats();
    int kept = 0;
    for (float v : values) {
      assertTrue(v == 0 || Math.abs(v - 1 / 0.75f) < 1e-6, () -> "scaled to " + v);
      kept += v != 0 ? 1 : 0;
    }
    assertEquals(300, kept, 50);
  }

  @Test
  void poolingAndFlatten() {
    Output x = t.placeholder(5, 4, 6, 3);
    Output max = layers.maxPooling2d(x, 2, 2);
    assertEquals("max_pooling2d/MaxPool:0", max.name());
    assertEquals(Shape.of(5, 2, 3, 3), max.shape());
    Output mean = layers.averagePooling2d(x, 3, 1, o -> o.padding("same"));
    assertEquals("average_pooling2d/AvgPool:0", mean.name());
    assertEquals(Shape.of(5, 4, 6, 3), mean.shape());
    Output flat = layers.flatten(max);
    assertEquals("flatten/Reshape:0", flat.name());
    assertEquals(Shape.of(5, 18), flat.shape());
  }

  @Test
  void separableAndTransposed() {
    Output x = t.placeholder(5, 4, 6, 3);
    Output separable =
        layers.separableConv2d(
            x, 7, 3, o -> o.depthMultiplier(2).pointwiseRegularizer(t.slim.l2Regularizer(0.1)));
    assertEquals("separable_conv2d/BiasAdd:0", separable.name());
    assertEquals(Shape.of(5, 2, 4, 7), separable.shape());
    assertEquals(
        List.of(
            "separable_conv2d/depthwise_kernel",
            "separable_conv2d/pointwise_kernel",
            "separable_conv2d/bias"),
        t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(
        List.of("separable_conv2d/pointwise_kernel/Regularizer/l2_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
    Output larger = layers.conv2dTranspose(x, 7, 3, o -> o.strides(2));
    assertEquals("conv2d_transpose/BiasAdd:0", larger.name());
    assertEquals(Shape.of(5, 9, 13, 7), larger.shape());
    assertEquals(Shape.of(3, 3, 7, 3), t.variable("conv2d_transpose/kernel").shape());
  }
}

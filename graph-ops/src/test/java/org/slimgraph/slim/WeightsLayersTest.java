package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;
import static org.slimgraph.slim.LayerTester.random;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.CONV2D_TRANSPOSE;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;
import static org.slimgraph.slim.Slim.MAX_POOL2D;
import static org.slimgraph.slim.Slim.SEPARABLE_CONV2D;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Reuse;

/** Dense, separable, transposed, in-plane and one-dimensional layers, and their composition. */
class WeightsLayersTest {
  private static final ErrorCode BAD = ErrorCode.INVALID_ARGUMENT;

  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  private Tensor run(Output output, Tensor x) {
    t.start();
    return t.run(x, List.of(), output).get(0);
  }

  @Test
  void L46_fullyConnected_namesAndShapes() {
    Output y =
        t.slim.fullyConnected(
            t.placeholder(5, 147), 32, o -> o.weightsRegularizer(t.slim.l2Regularizer(0.01)));
    assertEquals("fully_connected/Relu:0", y.name());
    assertEquals(Shape.of(5, 32), y.shape());
    assertEquals(Shape.of(147, 32), t.variable("fully_connected/weights").shape());
    assertEquals(Shape.of(32), t.variable("fully_connected/biases").shape());
    assertEquals(
        List.of("fully_connected/kernel/Regularizer/l2_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
    assertEquals("MatMul", t.graph.operation("fully_connected/MatMul").type());
    assertEquals("BiasAdd", t.graph.operation("fully_connected/BiasAdd").type());
  }

  @Test
  void L46_fullyConnected_withNormalizer_hasNoBias() {
    Output y = t.slim.fullyConnected(t.placeholder(5, 8), 3, o -> o.normalizer(BATCH_NORM));
    assertEquals("fully_connected/Relu:0", y.name());
    assertEquals(
        List.of(
            "fully_connected/weights",
            "fully_connected/BatchNorm/beta",
            "fully_connected/BatchNorm/moving_mean",
            "fully_connected/BatchNorm/moving_variance"),
        t.variableNames(GraphKeys.MODEL_VARIABLES));
  }

  @Test
  void L46_fullyConnected_reuse_sharesVariablesAndLoss() {
    Output x = t.placeholder(5, 8);
    for (boolean reuse : new boolean[] {false, true}) {
      t.slim.fullyConnected(
          x, 3, o -> o.scope("fc").reuse(reuse).weightsRegularizer(t.slim.l2Regularizer(0.1)));
    }
    assertEquals(List.of("fc/weights", "fc/biases"), t.variableNames(GraphKeys.MODEL_VARIABLES));
    assertEquals(1, t.graph.collection(GraphKeys.REGULARIZATION_LOSSES).size());
  }

  @Test
  void fullyConnected_aliases_fixTheActivation() {
    Output x = t.placeholder(5, 8);
    assertEquals("fully_connected/BiasAdd:0", t.slim.linear(x, 3, o -> {}).name());
    assertEquals("fully_connected_1/Relu:0", t.slim.relu(x, 3, o -> {}).name());
    assertEquals("fully_connected_2/Relu6:0", t.slim.relu6(x, 3, o -> {}).name());
    assertEquals("fully_connected_3/Elu:0", t.slim.elu(x, 3, o -> {}).name());
  }

  @Test
  void fullyConnected_ofRank3_contractsTheLastAxis() {
    Output x = t.tf.placeholder(DataType.FLOAT, Shape.of(-1, 2, 3), "x");
    Output y =
        t.slim.linear(
            x,
            2,
            o ->
                o.weightsInitializer(Initializers.constant(1, 10, 2, 20, 3, 30))
                    .biasesInitializer(Initializers.constant(0.5, 0)));
    assertEquals(Shape.of(-1, 2, 2), y.shape());
    Tensor result = run(y, Tensor.of(Shape.of(1, 2, 3), new float[] {1, 1, 1, 0, 1, 2}));
    assertEquals(Shape.of(1, 2, 2), result.shape());
    assertArrayEquals(new float[] {6.5f, 60, 8.5f, 80}, result.floats(), 1e-5f);
    Output fixed = t.slim.linear(t.tf.zeros(Shape.of(4, 2, 3)), 7, o -> {});
    assertEquals(Shape.of(4, 2, 7), fixed.shape());
  }

  @Test
  void fullyConnected_badInputs_areRefused() {
    assertRefused(BAD, "expected min_ndim=2", () -> t.slim.fullyConnected(t.placeholder(5), 3));
    Output unknown = t.tf.placeholder(DataType.FLOAT, Shape.of(5, -1), "u");
    assertRefused(BAD, "Found `None`", () -> t.slim.fullyConnected(unknown, 3));
    assertRefused(BAD, "must be positive", () -> t.slim.fullyConnected(t.placeholder(5, 2), 0));
  }

  @Test
  void L42_conv2dTranspose_sizes() {
    Output a =
        t.slim.conv2dTranspose(
            t.placeholder(5, 9, 11, 3), 32, 3, o -> o.stride(2).padding(Padding.VALID));
    assertEquals(Shape.of(5, 19, 23, 32), a.shape());
    assertEquals("Conv2d_transpose/Relu:0", a.name());
    assertEquals(Shape.of(3, 3, 32, 3), t.variable("Conv2d_transpose/weights").shape());
    assertEquals(
        Shape.of(5, 4, 4, 32),
        t.slim.conv2dTranspose(t.tf.zeros(Shape.of(5, 2, 2, 1)), 32, 2, o -> o.stride(2)).shape());
    assertEquals(
        Shape.of(5, 6, 10, 32),
        t.slim
            .conv2dTranspose(
                t.tf.zeros(Shape.of(5, 3, 2, 1)),
                32,
                new int[] {2, 4},
                o -> o.stride(2, 5).padding("VALID"))
            .shape());
  }

  @Test
  void L42_conv2dTranspose_unknownSizes_areThoseOfTheRun() {
    Output x = t.tf.placeholder(DataType.FLOAT, Shape.of(-1, -1, -1, 2), "x");
    Output y = t.slim.conv2dTranspose(x, 3, 3, o -> o.stride(2).padding("VALID"));
    assertEquals(Shape.of(-1, -1, -1, 3), y.shape());
    assertEquals(Shape.of(5, 19, 23, 3), run(y, random(1, 5, 9, 11, 2)).shape());
  }

  @Test
  void L42_conv2dTranspose_nchw_isTheTransposeOfNhwc() {
    Output x = t.placeholder(2, 3, 4, 2);
    Output last = t.slim.conv2dTranspose(x, 3, 3, o -> o.stride(2).scope("c"));
    Output first =
        t.slim.conv2dTranspose(
            t.tf.transpose(x, new int[] {0, 3, 1, 2}),
            3,
            3,
            o -> o.stride(2).scope("c").reuse(true).dataFormat("NCHW"));
    assertEquals(Shape.of(2, 3, 6, 8), first.shape());
    t.start();
    List<Tensor> both =
        t.run(
            random(3, 2, 3, 4, 2), List.of(), last, t.tf.transpose(first, new int[] {0, 2, 3, 1}));
    assertArrayEquals(both.get(0).floats(), both.get(1).floats(), 1e-5f);
    assertRefused(
        BAD,
        "data_format has to be either NCHW or NHWC.",
        () -> t.slim.conv2dTranspose(x, 3, 3, o -> o.dataFormat("CHWN")));
  }

  @Test
  void L52_separableConv2d_depthwiseOnly() {
    Output y = t.slim.depthwiseConv2d(t.placeholder(5, 8, 8, 3), 3, o -> o.depthMultiplier(2));
    assertEquals(Shape.of(5, 8, 8, 6), y.shape());
    assertEquals("SeparableConv2d/Relu:0", y.name());
    assertEquals(
        List.of("SeparableConv2d/depthwise_weights", "SeparableConv2d/biases"),
        t.variableNames(GraphKeys.MODEL_VARIABLES));
    assertEquals(Shape.of(3, 3, 3, 2), t.variable("SeparableConv2d/depthwise_weights").shape());
  }

  @Test
  void separableConv2d_namesShapesAndLosses() {
    Output y =
        t.slim.separableConv2d(
            t.placeholder(5, 8, 8, 3),
            4,
            3,
            o -> o.depthMultiplier(2).weightsRegularizer(t.slim.l2Regularizer(0.01)));
    assertEquals("SeparableConv2d/Relu:0", y.name());
    assertEquals(Shape.of(5, 8, 8, 4), y.shape());
    assertEquals(
        List.of(
            "SeparableConv2d/depthwise_weights",
            "SeparableConv2d/pointwise_weights",
            "SeparableConv2d/biases"),
        t.variableNames(GraphKeys.MODEL_VARIABLES));
    assertEquals(Shape.of(1, 1, 6, 4), t.variable("SeparableConv2d/pointwise_weights").shape());
    assertEquals(
        List.of(
            "SeparableConv2d/depthwise_kernel/Regularizer/l2_regularizer:0",
            "SeparableConv2d/pointwise_kernel/Regularizer/l2_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
    assertEquals(
        "DepthwiseConv2dNative",
        t.graph.operation("SeparableConv2d/separable_conv2d/depthwise").type());
    assertEquals("Conv2D", t.graph.operation("SeparableConv2d/separable_conv2d").type());
  }

  @Test
  void separableConv2d_collectsBothWeightsUnderWeights() {
    t.slim.separableConv2d(
        t.placeholder(5, 8, 8, 3),
        4,
        3,
        o -> o.variablesCollections(Map.of("weights", List.of("w"), "biases", List.of("b"))));
    assertEquals(2, t.graph.collection("w").size());
    assertEquals(1, t.graph.collection("b").size());
    assertRefused(
        BAD,
        "strides > 1 not supported",
        () -> t.slim.separableConv2d(t.placeholder(5, 8, 8, 3), 4, 3, o -> o.stride(2).rate(2)));
  }

  @Test
  void conv2dInPlane_appliesOneFilterToEveryChannel() {
    Output y =
        t.slim.conv2dInPlane(
            t.placeholder(1, 2, 2, 2),
            new int[] {1, 2},
            o ->
                o.padding("VALID")
                    .activation(null)
                    .weightsInitializer(Initializers.constant(-1, 1)));
    assertEquals(Shape.of(1, 2, 1, 2), y.shape());
    assertEquals(
        List.of("ConvInPlane/weights", "ConvInPlane/biases"),
        t.variableNames(GraphKeys.MODEL_VARIABLES));
    Tensor x = Tensor.of(Shape.of(1, 2, 2, 2), new float[] {1, 2, 4, 8, 3, 9, 27, 81});
    assertArrayEquals(new float[] {3, 6, 24, 72}, run(y, x).floats(), 1e-5f);
  }

  @Test
  void conv1d_isTheConvolutionOfRows() {
    Output y =
        t.slim.conv1d(
            t.placeholder(1, 4, 1),
            1,
            2,
            o -> o.stride(2).padding("VALID").weightsInitializer(Initializers.constant(1, 10)));
    assertEquals(Shape.of(1, 2, 1), y.shape());
    assertEquals("Conv2D", t.graph.operation("Conv/conv1d").type());
    assertEquals(Shape.of(2, 1, 1), t.variable("Conv/weights").shape());
    Tensor x = Tensor.of(Shape.of(1, 4, 1), new float[] {1, 2, 3, 4});
    assertArrayEquals(new float[] {21, 43}, run(y, x).floats(), 1e-5f);
  }

  @Test
  void conv1d_channelsFirst_isTheTranspose() {
    Output x = t.placeholder(2, 5, 3);
    Output last = t.slim.conv1d(x, 4, 3, o -> o.scope("c").biasesInitializer(Initializers.ones()));
    Output first =
        t.slim.conv1d(
            t.tf.transpose(x, new int[] {0, 2, 1}),
            4,
            3,
            o -> o.scope("c").reuse(true).dataFormat("NCW").biasesInitializer(Initializers.ones()));
    assertEquals(Shape.of(2, 4, 5), first.shape());
    t.start();
    List<Tensor> both =
        t.run(random(3, 2, 5, 3), List.of(), last, t.tf.transpose(first, new int[] {0, 2, 1}));
    assertArrayEquals(both.get(0).floats(), both.get(1).floats(), 1e-5f);
  }

  @Test
  void convolution_takesTheDimensionsOfItsInputs() {
    assertEquals(Shape.of(5, 7, 9, 2), t.slim.convolution(t.placeholder(5, 7, 9, 4), 2, 3).shape());
    assertEquals(
        Shape.of(5, 7, 2), t.slim.convolution(t.tf.zeros(Shape.of(5, 7, 4)), 2, 3).shape());
    Output cube = t.tf.zeros(Shape.of(5, 7, 7, 7, 4));
    assertRefused(
        ErrorCode.UNIMPLEMENTED, "three dimensions", () -> t.slim.convolution(cube, 2, 3));
    assertRefused(
        BAD,
        "Convolution expects input with rank 3, got 4",
        () -> t.slim.conv1d(t.placeholder(5, 7, 9, 4), 2, 3));
    assertRefused(
        BAD,
        "Convolution not supported for input with rank",
        () -> t.slim.convolution(t.tf.zeros(Shape.of(5, 7)), 2, 3));
  }

  @Test
  void L47_stack_namesItsScopes() {
    Output x = t.placeholder(5, 4);
    Output y =
        t.slim.stack(
            x,
            FULLY_CONNECTED,
            List.of(10, 20, 30),
            (in, units, scope) -> t.slim.fullyConnected(in, units, o -> o.scope(scope)));
    assertEquals("Stack/fully_connected_3/Relu:0", y.name());
    assertEquals(Shape.of(5, 30), y.shape());
    Output named =
        t.slim.stack(
            x,
            FULLY_CONNECTED,
            List.of(10, 20),
            "fc",
            Reuse.INHERIT,
            (in, units, scope) -> t.slim.fullyConnected(in, units, o -> o.scope(scope)));
    assertEquals("fc/fc_2/Relu:0", named.name());
    assertEquals(10, t.variableNames(GraphKeys.MODEL_VARIABLES).size());
    assertEquals(Shape.of(10, 20), t.variable("fc/fc_2/weights").shape());
  }

  @Test
  void L47_repeat_namesItsScopes() {
    Output x = t.placeholder(5, 8, 8, 3);
    ComposedLayers.Repeated layer = (in, scope) -> t.slim.conv2d(in, 4, 3, o -> o.scope(scope));
    assertEquals("Repeat/convolution2d_3/Relu:0", t.slim.repeat(x, 3, CONV2D, layer).name());
    assertEquals("conv1/conv1_3/Relu:0", t.slim.repeat(x, 3, CONV2D, "conv1", layer).name());
    LayerTester old = new LayerTester(Compat.TF_1_0);
    assertEquals(
        "Repeat/convolution_3/Relu:0",
        old.slim
            .repeat(
                old.placeholder(5, 8, 8, 3),
                3,
                CONV2D,
                (in, scope) -> old.slim.conv2d(in, 4, 3, o -> o.scope(scope)))
            .name());
  }

  @Test
  void L48_stack_reuseWithoutScope_isRefused() {
    assertRefused(
        BAD,
        "reuse=True cannot be used without a name_or_scope",
        () ->
            t.slim.stack(
                t.placeholder(5, 4),
                FULLY_CONNECTED,
                List.of(3),
                null,
                Reuse.TRUE,
                (in, units, scope) -> t.slim.fullyConnected(in, units, o -> o.scope(scope))));
  }

  @Test
  void argScope_setsWhatLayersShare() {
    try (var weights =
            t.slim.argScope(
                List.of(CONV2D, FULLY_CONNECTED, SEPARABLE_CONV2D, CONV2D_TRANSPOSE),
                o -> o.activation(null).biasesInitializer(null));
        var windows = t.slim.argScope(List.of(CONV2D, MAX_POOL2D), o -> o.padding("VALID"))) {
      assertEquals("Conv/Conv2D:0", t.slim.conv2d(t.placeholder(5, 8, 8, 3), 4, 3).name());
      assertEquals(
          "fully_connected/MatMul:0", t.slim.fullyConnected(t.placeholder(5, 8), 4).name());
    }
    assertTrue(t.slim.currentArgScope().layers().isEmpty());
  }

  @Test
  void outputsCollections_holdTheAlias() {
    t.slim.fullyConnected(t.placeholder(5, 8), 4, o -> o.outputsCollections(List.of("ends")));
    assertEquals(
        List.of("fully_connected"), t.slim.aliases((Output) t.graph.collection("ends").get(0)));
  }
}

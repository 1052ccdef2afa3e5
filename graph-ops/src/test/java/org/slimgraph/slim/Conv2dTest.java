package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;
import static org.slimgraph.slim.LayerTester.random;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;

class Conv2dTest {
  private static final ErrorCode BAD = ErrorCode.INVALID_ARGUMENT;

  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  private List<String> types(String scope) {
    return t.graph.operations().stream()
        .filter(op -> op.name().startsWith(scope + "/"))
        .filter(op -> !op.name().startsWith(scope + "/weights"))
        .filter(op -> !op.name().startsWith(scope + "/biases"))
        .map(Operation::name)
        .toList();
  }

  @Test
  void L32_createConv_namesAndShapes() {
    Output y = t.slim.conv2d(t.placeholder(5, 7, 9, 4), 32, 3);
    assertEquals("Conv/Relu:0", y.name());
    assertEquals(Shape.of(5, 7, 9, 32), y.shape());
    assertEquals(Shape.of(3, 3, 4, 32), t.variable("Conv/weights").shape());
    assertEquals(Shape.of(32), t.variable("Conv/biases").shape());
    assertEquals(
        List.of("Conv/dilation_rate", "Conv/Conv2D", "Conv/BiasAdd", "Conv/Relu"), types("Conv"));
    assertEquals(
        List.of("Conv/weights", "Conv/biases"), t.variableNames(GraphKeys.MODEL_VARIABLES));
    assertEquals(
        List.of("Conv/weights", "Conv/biases"), t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
  }

  @Test
  void createConv_of10_isCalledConvolution() {
    LayerTester old = new LayerTester(Compat.TF_1_0);
    Output y = old.slim.conv2d(old.placeholder(5, 7, 9, 4), 32, 3, o -> o.activation(null));
    assertEquals("Conv/BiasAdd:0", y.name());
    assertEquals("Conv2D", old.graph.operation("Conv/convolution").type());
  }

  @Test
  void createConv_withoutBiasesInitializer_hasNoBias() {
    Output y =
        t.slim.conv2d(
            t.placeholder(5, 7, 9, 4), 32, 3, o -> o.biasesInitializer(null).activation(null));
    assertEquals("Conv/Conv2D:0", y.name());
    assertEquals(List.of("Conv/weights"), t.variableNames(GraphKeys.GLOBAL_VARIABLES));
  }

  @Test
  void createConv_computesTheSumOfProductsAndBias() {
    Output y =
        t.slim.conv2d(
            t.placeholder(1, 2, 2, 1),
            2,
            new int[] {1, 2},
            o ->
                o.padding(Padding.VALID)
                    .weightsInitializer(Initializers.constant(1, 2, 3, -4))
                    .biasesInitializer(Initializers.constant(10, 0)));
    t.start();
    Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), new float[] {1, 2, 3, 4});
    // weights [1, 2, 1, 2]: the left tap is (1, 2), the right (3, -4) for the two outputs.
    Tensor result = t.run(x, List.of(), y).get(0);
    assertEquals(Shape.of(1, 2, 1, 2), result.shape());
    assertArrayEquals(new float[] {10 + 1 + 3 * 2, 0, 10 + 3 + 3 * 4, 0}, result.floats(), 1e-5f);
  }

  @Test
  void L33_createConvNchw_sameWeights() {
    Output y = t.slim.conv2d(t.placeholder(5, 4, 7, 9), 32, 3, o -> o.dataFormat("NCHW"));
    assertEquals("Conv/Relu:0", y.name());
    assertEquals(Shape.of(5, 32, 7, 9), y.shape());
    assertEquals(Shape.of(3, 3, 4, 32), t.variable("Conv/weights").shape());
    assertEquals("NCHW", t.graph.operation("Conv/BiasAdd").attrs().string("data_format"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, SAME", "2, 1, SAME", "1, 2, SAME", "1, 3, VALID", "2, 1, VALID"})
  void nchw_givesTheTransposeOfNhwc(int stride, int rate, Padding padding) {
    Output x = t.placeholder(2, 9, 8, 3);
    Consumer<Conv2dOptions> options = o -> o.stride(stride).rate(rate).padding(padding).scope("c");
    Output last = t.slim.conv2d(x, 4, 3, options);
    Output first =
        t.slim.conv2d(
            t.tf.transpose(x, new int[] {0, 3, 1, 2}),
            4,
            3,
            options.andThen(o -> o.dataFormat("NCHW").reuse(true)));
    Output back = t.tf.transpose(first, new int[] {0, 2, 3, 1});
    t.start();
    List<Tensor> both = t.run(random(3, 2, 9, 8, 3), List.of(), last, back);
    assertEquals(both.get(0).shape(), both.get(1).shape());
    assertArrayEquals(both.get(0).floats(), both.get(1).floats(), 1e-5f);
  }

  @Test
  void L34_createConvWithWeightDecay_makesALossCalledKernel() {
    t.slim.conv2d(
        t.placeholder(5, 7, 9, 3), 32, 3, o -> o.weightsRegularizer(t.slim.l2Regularizer(0.01)));
    List<Output> losses = t.graph.collection(GraphKeys.REGULARIZATION_LOSSES);
    assertEquals(List.of("Conv/kernel/Regularizer/l2_regularizer:0"), t.names(losses));
    float[] weights = t.value(t.variable("Conv/weights"));
    double half = 0;
    for (float w : weights) {
      half += w * w / 2.0;
    }
    assertEquals(0.01 * half, t.value(losses.get(0))[0], 1e-4);
  }

  @Test
  void biasesRegularizer_isCalledBias() {
    Output x = t.placeholder(5, 7, 9, 3);
    t.slim.conv2d(x, 32, 3, o -> o.biasesRegularizer(t.slim.l1Regularizer(0.1)));
    assertEquals(
        List.of("Conv/bias/Regularizer/l1_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
    t.slim.conv2d(
        x, 32, 3, o -> o.biasesRegularizer(t.slim.l1Regularizer(0.1)).normalizer(BATCH_NORM));
    assertEquals(1, t.graph.collection(GraphKeys.REGULARIZATION_LOSSES).size());
  }

  @Test
  void L35_reuseConvWithWeightDecay_keepsOneLoss() {
    Output x = t.placeholder(5, 7, 9, 3);
    Consumer<Conv2dOptions> options =
        o -> o.weightsRegularizer(t.slim.l2Regularizer(0.01)).scope("conv1");
    t.slim.conv2d(x, 32, 3, options);
    t.slim.conv2d(x, 32, 3, options.andThen(o -> o.reuse(true)));
    assertEquals(1, t.graph.collection(GraphKeys.REGULARIZATION_LOSSES).size());
    assertEquals(2, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
  }

  @Test
  void L36_convWithBatchNorm_hasThreeVariablesInEachBatchNorm() {
    Output net = t.placeholder(5, 7, 9, 3);
    try (var scope =
        t.slim.argScope(
            CONV2D, o -> o.normalizer(BATCH_NORM).normalizerParams(bn -> bn.decay(0.9)))) {
      net = t.slim.conv2d(net, 32, 3);
      net = t.slim.conv2d(net, 32, 3);
    }
    assertEquals(8, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
    assertEquals(3, t.slim.getModelVariables("Conv/BatchNorm").size());
    assertEquals(3, t.slim.getModelVariables("Conv_1/BatchNorm").size());
    assertEquals("Conv_1/Relu:0", net.name());
    assertEquals(
        "Conv/BatchNorm/FusedBatchNormV3",
        t.graph.operation("Conv/Relu").input(0).operation().name());
    assertEquals(
        "Conv/Conv2D",
        t.graph.operation("Conv/BatchNorm/FusedBatchNormV3").input(0).operation().name());
  }

  @Test
  void reusedConvWithBatchNorm_sharesIt() {
    Output x = t.placeholder(5, 7, 9, 3);
    for (int i = 0; i < 2; i++) {
      boolean again = i == 1;
      t.slim.conv2d(x, 32, 3, o -> o.normalizer(BATCH_NORM).scope("conv").reuse(again));
    }
    assertEquals(
        List.of(
            "conv/weights",
            "conv/BatchNorm/beta",
            "conv/BatchNorm/moving_mean",
            "conv/BatchNorm/moving_variance"),
        t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(4, t.updateOps().size());
  }

  @Test
  void normalizer_seesArgScopesOfBatchNormAndItsParamsWin() {
    Output x = t.placeholder(5, 7, 9, 3);
    try (var norms = t.slim.argScope(BATCH_NORM, o -> o.isTraining(false).scale(true))) {
      t.slim.conv2d(x, 8, 3, o -> o.normalizer(BATCH_NORM));
      assertEquals(0, t.updateOps().size());
      assertEquals(5, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
      t.slim.conv2d(x, 8, 3, o -> o.normalizer(BATCH_NORM, bn -> bn.isTraining(true)));
      assertEquals(2, t.updateOps().size());
      assertEquals(10, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
    }
  }

  @Test
  void normalizerParams_replaceEarlierOnesAndAreForBatchNormOnly() {
    Output x = t.placeholder(5, 7, 9, 3);
    try (var scope =
        t.slim.argScope(
            CONV2D, o -> o.normalizer(BATCH_NORM).normalizerParams(bn -> bn.scale(true)))) {
      t.slim.conv2d(x, 8, 3, o -> o.normalizerParams(bn -> bn.decay(0.9)));
      assertEquals(4, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
      assertRefused(
          BAD,
          "normalizerParams",
          () -> t.slim.conv2d(x, 8, 3, o -> o.normalizer((slim, out) -> out)));
    }
  }

  @Test
  void normalizer_ownFunction_buildsInTheLayersScope() {
    Output y =
        t.slim.conv2d(
            t.placeholder(5, 7, 9, 3),
            8,
            3,
            o -> o.normalizer((slim, out) -> slim.tf().identity(out, "mine")));
    assertEquals("Conv/mine", y.operation().input(0).operation().name());
    assertEquals(1, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
  }

  @ParameterizedTest
  @CsvSource({"2, 2, SAME, 10, 12", "2, 2, VALID, 6, 8", "2, 3, VALID, 6, 6", "3, 2, SAME, 10, 12"})
  void L37_outputSizeWithRate(int vertical, int horizontal, Padding padding, int h, int w) {
    Output y =
        t.slim.conv2d(
            t.placeholder(5, 10, 12, 3), 32, 3, o -> o.rate(vertical, horizontal).padding(padding));
    assertEquals("Conv/Relu:0", y.name());
    assertEquals(Shape.of(5, h, w, 32), y.shape());
    assertEquals(
        List.of("SpaceToBatchND", "Conv2D", "BatchToSpaceND"),
        t.graph.operations().stream()
            .map(Operation::type)
            .filter(type -> type.contains("Batch") || type.equals("Conv2D"))
            .toList());
    t.start();
    assertEquals(
        Shape.of(5, h, w, 32), t.run(random(5, 5, 10, 12, 3), List.of(), y).get(0).shape());
  }

  @ParameterizedTest
  @CsvSource({"2, SAME", "2, VALID", "3, SAME", "3, VALID"})
  void rate_isThatOfADilatedFilter(int rate, Padding padding) {
    Output x = t.placeholder(2, 9, 11, 3);
    Output y =
        t.slim.conv2d(
            x, 4, 3, o -> o.rate(rate).padding(padding).activation(null).biasesInitializer(null));
    Output direct =
        t.tf
            .nn()
            .conv2d(x, t.variable("Conv/weights").value(), o -> o.dilations(rate).padding(padding));
    t.start();
    List<Tensor> both = t.run(random(6, 2, 9, 11, 3), List.of(), y, direct);
    assertEquals(both.get(1).shape(), both.get(0).shape());
    assertArrayEquals(both.get(1).floats(), both.get(0).floats(), 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({"VALID, 5, 7, NHWC", "SAME, 9, 11, NHWC", "VALID, 5, 7, NCHW"})
  void L38_dynamicOutputSizeWithRate(Padding padding, int h, int w, String format) {
    boolean last = format.equals("NHWC");
    Output x = last ? t.placeholder(-1, -1, -1, 3) : t.placeholder(-1, 3, -1, -1);
    Output y = t.slim.conv2d(x, 4, 3, o -> o.rate(2).padding(padding).dataFormat(format));
    assertEquals(last ? Shape.of(-1, -1, -1, 4) : Shape.of(-1, 4, -1, -1), y.shape());
    t.start();
    Tensor fed = last ? random(7, 5, 9, 11, 3) : random(7, 5, 3, 9, 11);
    assertEquals(
        last ? Shape.of(5, h, w, 4) : Shape.of(5, 4, h, w),
        t.run(fed, List.of(), y).get(0).shape());
  }

  @Test
  void L39_invalidShape_isRefused() {
    assertRefused(
        BAD,
        "Convolution expects input with rank 4, got 5",
        () -> t.slim.conv2d(t.placeholder(5, 7, 9, 11, 4), 32, 3));
    assertRefused(
        BAD,
        "Convolution expects input with rank 4, got 3",
        () -> t.slim.conv2d(t.placeholder(5, 7, 4), 32, 3));
    Output unknown = t.tf.placeholder(DataType.FLOAT, Shape.unknown());
    assertRefused(
        BAD, "Convolution expects input with rank 4", () -> t.slim.conv2d(unknown, 32, 3));
    LayerTester old = new LayerTester(Compat.TF_1_0);
    assertRefused(
        ErrorCode.UNIMPLEMENTED,
        "rank 5",
        () -> old.slim.conv2d(old.placeholder(5, 7, 9, 11, 4), 32, 3));
    assertRefused(
        BAD,
        "Convolution not supported for input with rank",
        () -> old.slim.conv2d(old.placeholder(5, 7), 32, 3));
  }

  @Test
  void badOptions_areRefusedBeforeVariablesAreMade() {
    Output x = t.placeholder(5, 7, 9, 4);
    assertRefused(
        BAD, "Invalid data_format", () -> t.slim.conv2d(x, 8, 3, o -> o.dataFormat("CTHW")));
    assertRefused(BAD, "padding", () -> t.slim.conv2d(x, 8, 3, o -> o.padding("FULL")));
    assertRefused(
        BAD,
        "strides > 1 not supported in conjunction with dilation_rate > 1",
        () -> t.slim.conv2d(x, 8, 3, o -> o.stride(2, 1).rate(1, 2)));
    assertRefused(BAD, "strides", () -> t.slim.conv2d(x, 8, 3, o -> o.stride(0)));
    assertRefused(BAD, "dilation_rate", () -> t.slim.conv2d(x, 8, 3, o -> o.rate(-1)));
    assertRefused(BAD, "kernel_size", () -> t.slim.conv2d(x, 8, new int[] {3}));
    assertRefused(BAD, "kernel_size", () -> t.slim.conv2d(x, 8, 0));
    assertRefused(BAD, "numOutputs", () -> t.slim.conv2d(x, 0, 3));
    assertEquals(List.of(), t.variables(GraphKeys.GLOBAL_VARIABLES));
    Output noDepth = t.tf.placeholder(DataType.FLOAT, Shape.of(5, 7, 9, -1));
    assertRefused(BAD, "should be defined", () -> t.slim.conv2d(noDepth, 8, 3));
  }

  @Test
  void padding_isCaseInsensitive() {
    Output y = t.slim.conv2d(t.placeholder(5, 7, 9, 4), 8, 3, o -> o.padding("valid"));
    assertEquals(Shape.of(5, 5, 7, 8), y.shape());
  }

  @Test
  void L40_customGetter_isCalledOnceAVariable() {
    List<String> asked = new ArrayList<>();
    try (var scope =
        t.tf.variableScope(
            o ->
                o.name("net")
                    .customGetter(
                        (getter, request) -> {
                          asked.add(request.name());
                          return getter.apply(request);
                        }))) {
      t.slim.conv2d(t.placeholder(5, 7, 9, 4), 8, 3);
    }
    assertEquals(List.of("net/Conv/weights", "net/Conv/biases"), asked);
  }

  @Test
  void L41_createConvWithCollection_aliasIsTheVariableScope() {
    Output x = t.placeholder(5, 7, 9, 4);
    Output y;
    try (var fe = t.tf.nameScope("fe")) {
      y = t.slim.conv2d(x, 8, 3, o -> o.outputsCollections(List.of("outputs")).scope("Conv"));
    }
    assertEquals("fe/Conv/Relu:0", y.name());
    assertEquals(List.of("Conv"), t.slim.aliases(y));
    assertEquals(Map.of("Conv", y), t.slim.convertCollectionToDict(GraphKey.of("outputs")));
  }

  @Test
  void alias_of10_isTheNameScopeAndAlwaysSet() {
    LayerTester old = new LayerTester(Compat.TF_1_0);
    Output x = old.placeholder(5, 7, 9, 4);
    Output y;
    try (var fe = old.tf.nameScope("fe")) {
      y = old.slim.conv2d(x, 8, 3);
    }
    assertEquals(List.of("fe/Conv"), old.slim.aliases(y));
    Output plain = t.slim.conv2d(t.placeholder(5, 7, 9, 4), 8, 3);
    assertEquals(List.of("Conv/Relu"), t.slim.aliases(plain));
  }

  @Test
  void variablesCollections_selectByShortName() {
    t.slim.conv2d(
        t.placeholder(5, 7, 9, 4),
        8,
        3,
        o ->
            o.variablesCollections(
                Map.of("weights", List.of("w", "all"), "biases", List.of("b", "all"))));
    assertEquals(List.of("Conv/weights"), t.variableNames(GraphKey.of("w")));
    assertEquals(List.of("Conv/biases"), t.variableNames(GraphKey.of("b")));
    assertEquals(List.of("Conv/weights", "Conv/biases"), t.variableNames(GraphKey.of("all")));
  }

  @Test
  void trainableFalse_keepsVariablesOutOfTheCollection() {
    t.slim.conv2d(t.placeholder(5, 7, 9, 4), 8, 3, o -> o.trainable(false));
    assertEquals(List.of(), t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
    assertEquals(2, t.variables(GraphKeys.MODEL_VARIABLES).size());
  }

  @Test
  void scopeInitializer_isInherited_whenTheLayerStatesNone() {
    try (var scope = t.tf.variableScope(o -> o.name("net").initializer(Initializers.constant(3)))) {
      t.slim.conv2d(t.placeholder(1, 2, 2, 1), 1, 1, o -> o.weightsInitializer(null));
    }
    assertArrayEquals(new float[] {3}, t.value(t.variable("net/Conv/weights")));
  }

  @Test
  void defaultWeights_areXavierUniform() {
    t.slim.conv2d(t.placeholder(5, 7, 9, 4), 32, 3);
    float[] weights = t.value(t.variable("Conv/weights"));
    double limit = 0.1360828;
    double largest = 0;
    for (float w : weights) {
      largest = Math.max(largest, Math.abs(w));
    }
    assertTrue(largest <= limit + 1e-6 && largest > 0.9 * limit, "largest " + largest);
    assertEquals(
        "Conv/weights/Initializer/random_uniform",
        t.variable("Conv/weights").initializer().input(1).operation().name());
  }

  @Test
  void seedBlock_twice_sharesNothing() {
    Output images = t.placeholder(-1, 28, 28, 3);
    Output training = seedBlock3(images, true);
    Output inference = seedBlock3(images, false);
    assertEquals("Relu:0", training.name());
    assertEquals("Relu_1:0", inference.name());
    assertEquals(
        List.of(
            "Conv/weights",
            "Conv/biases",
            "BatchNorm/beta",
            "BatchNorm/moving_mean",
            "BatchNorm/moving_variance",
            "Conv_1/weights",
            "Conv_1/biases",
            "BatchNorm_1/beta",
            "BatchNorm_1/moving_mean",
            "BatchNorm_1/moving_variance"),
        t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    t.start();
    Tensor batch = random(8, 2, 28, 28, 3);
    List<Tensor> both = t.run(batch, t.updateOps(), training, inference);
    both.forEach(out -> assertEquals(Shape.of(2, 28, 28, 32), out.shape()));
    assertTrue(Arrays.stream(toDoubles(both.get(0))).anyMatch(v -> v > 0));
  }

  private static double[] toDoubles(Tensor tensor) {
    float[] floats = tensor.floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private Output seedBlock3(Output inputs, boolean isTraining) {
    try (var convs = t.slim.argScope(CONV2D, o -> o.padding(Padding.SAME).activation(null))) {
      Output conv = t.slim.conv2d(inputs, 32, 3);
      try (var norms = t.slim.argScope(BATCH_NORM, o -> o.isTraining(isTraining).decay(0.99))) {
        return t.tf.nn().relu(t.slim.batchNorm(conv));
      }
    }
  }
}

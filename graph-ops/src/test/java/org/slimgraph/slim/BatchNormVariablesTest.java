package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Reuse;
import org.slimgraph.variables.Variable;

/** The variables of batch_norm: names, order, types, collections, sharing. */
class BatchNormVariablesTest {
  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  private List<String> globalNames() {
    return t.variableNames(GraphKeys.GLOBAL_VARIABLES);
  }

  @Test
  void L1_createVariables_withScale_makesFour() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.scale(true));
    assertEquals(
        List.of(
            "BatchNorm/gamma",
            "BatchNorm/beta",
            "BatchNorm/moving_mean",
            "BatchNorm/moving_variance"),
        globalNames());
    for (Variable variable : t.variables(GraphKeys.GLOBAL_VARIABLES)) {
      assertEquals(Shape.of(7), variable.shape());
      assertEquals(DataType.FLOAT, variable.dataType());
    }
  }

  @Test
  void createVariables_otherPathsAnd10_makeBetaFirst() {
    List<String> betaFirst =
        List.of(
            "BatchNorm/beta",
            "BatchNorm/gamma",
            "BatchNorm/moving_mean",
            "BatchNorm/moving_variance");
    t.slim.batchNorm(t.placeholder(5, 7), o -> o.scale(true));
    assertEquals(betaFirst, globalNames());
    LayerTester legacy = new LayerTester(Compat.TF_1_15);
    legacy.slim.batchNorm(legacy.placeholder(5, 2, 7), o -> o.scale(true).updatesCollections(null));
    assertEquals(betaFirst, legacy.variableNames(GraphKeys.GLOBAL_VARIABLES));
    LayerTester old = new LayerTester(Compat.TF_1_0);
    old.slim.batchNorm(old.placeholder(5, 3, 3, 7), o -> o.scale(true));
    assertEquals(betaFirst, old.variableNames(GraphKeys.GLOBAL_VARIABLES));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void L2_movingAverageVariables_modelVariables_fourWithScale(boolean scale) {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.scale(scale));
    assertEquals(scale ? 4 : 3, t.slim.getModelVariables().size());
    assertEquals(
        scale ? List.of("BatchNorm/gamma", "BatchNorm/beta") : List.of("BatchNorm/beta"),
        t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
  }

  @ParameterizedTest
  @EnumSource(Compat.class)
  void L3_unknownShapeOrChannels_isUndefined(Compat compat) {
    for (Boolean fused : new Boolean[] {true, false, null}) {
      for (GraphKey<?> updates : new GraphKey<?>[] {GraphKeys.UPDATE_OPS, null}) {
        Consumer<BatchNormOptions> options = o -> o.fused(fused).updatesCollections(updates);
        assertUndefined(compat, Shape.unknown(), options);
        assertUndefined(compat, Shape.of(5, 3, 3, -1), options);
        assertUndefined(compat, Shape.of(5, -1), options);
        assertUndefined(compat, Shape.of(5, -1, 3, 3), options.andThen(o -> o.dataFormat("NCHW")));
      }
    }
  }

  private static void assertUndefined(
      Compat compat, Shape shape, Consumer<BatchNormOptions> options) {
    LayerTester t = new LayerTester(compat);
    Output x = t.tf.placeholder(DataType.FLOAT, shape, "x");
    assertRefused(ErrorCode.INVALID_ARGUMENT, "undefined", () -> t.slim.batchNorm(x, options));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void L4_invalidDataFormat_isRefused(boolean fused) {
    Output x = t.placeholder(5, 3, 3, 7);
    for (GraphKey<?> updates : new GraphKey<?>[] {GraphKeys.UPDATE_OPS, null}) {
      assertRefused(
          ErrorCode.INVALID_ARGUMENT,
          "data_format has to be either NCHW or NHWC.",
          () ->
              t.slim.batchNorm(
                  x, o -> o.dataFormat("CHWN").fused(fused).updatesCollections(updates)));
    }
    assertEquals(List.of(), globalNames());
  }

  @Test
  void unsupportedRank_ofTheFusedPath_isRefused() {
    LayerTester old = new LayerTester(Compat.TF_1_0);
    Output x = old.placeholder(5, 3, 7);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "unsupported rank. Expected 2 or 4",
        () -> old.slim.batchNorm(x, o -> o.fused(true)));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "Weighted mean and variance is not currently supported for fused batch norm.",
        () -> old.slim.batchNorm(x, o -> o.fused(true).batchWeights(old.tf.constant(1f))));
  }

  @Test
  void L8_variablesCollections_byShortName_holdTheRightOne() {
    for (long[] dims : new long[][] {{5, 3, 3, 7}, {5, 7}, {5, 3, 7}}) {
      LayerTester each = new LayerTester(Compat.TF_1_15);
      Map<String, List<String>> keys =
          Map.of(
              "beta", List.of("beta"),
              "gamma", List.of("gamma"),
              "moving_mean", List.of("moving_mean"),
              "moving_variance", List.of("moving_variance"));
      each.slim.batchNorm(each.placeholder(dims), o -> o.scale(true).variablesCollections(keys));
      for (String name : keys.keySet()) {
        assertEquals(List.of("BatchNorm/" + name), each.variableNames(GraphKey.of(name)), name);
      }
    }
  }

  @Test
  void variablesCollections_asList_holdEveryVariableOnceEvenIfReused() {
    Consumer<BatchNormOptions> options =
        o -> o.scope("bn").variablesCollections(List.of("mine", "variables"));
    Output x = t.placeholder(5, 3, 3, 7);
    t.slim.batchNorm(x, options);
    t.slim.batchNorm(x, options.andThen(o -> o.reuse(true)));
    assertEquals(
        ImmutableSet.of("bn/beta", "bn/moving_mean", "bn/moving_variance"),
        ImmutableSet.copyOf(t.variableNames(GraphKey.of("mine"))));
    assertEquals(3, t.variableNames(GraphKey.of("mine")).size());
    assertEquals(3, globalNames().size());
  }

  @Test
  void L9_reuseVariables_sharesAllFour() {
    Output x = t.placeholder(5, 3, 3, 7);
    t.slim.batchNorm(x, o -> o.scale(true).scope("bn"));
    t.slim.batchNorm(x, o -> o.scale(true).scope("bn").reuse(true));
    assertEquals(
        List.of("bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance"), globalNames());
  }

  @Test
  void reuse_withoutScope_isRefused() {
    Output x = t.placeholder(5, 3, 3, 7);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "reuse=True cannot be used without a name_or_scope",
        () -> t.slim.batchNorm(x, o -> o.reuse(true)));
  }

  @Test
  void reuse_ofAnEnclosingScope_sharesDefaultNames() {
    Output x = t.placeholder(5, 3, 3, 7);
    for (int i = 0; i < 2; i++) {
      try (var scope = t.tf.variableScope("net", Reuse.AUTO_REUSE)) {
        t.slim.batchNorm(x);
      }
    }
    assertEquals(
        List.of("net/BatchNorm/beta", "net/BatchNorm/moving_mean", "net/BatchNorm/moving_variance"),
        globalNames());
    assertEquals(
        List.of(
            "net/BatchNorm/AssignMovingAvg",
            "net/BatchNorm/AssignMovingAvg_1",
            "net_1/BatchNorm/AssignMovingAvg",
            "net_1/BatchNorm/AssignMovingAvg_1"),
        t.names(t.updateOps()));
  }

  @Test
  void L21_variablesOfHalfInput_areFloat() {
    for (Boolean fused : new Boolean[] {true, false}) {
      LayerTester each = new LayerTester(Compat.TF_1_15);
      Output x = each.tf.placeholder(DataType.HALF, Shape.of(5, 3, 3, 7), "x");
      Output y = each.slim.batchNorm(x, o -> o.scale(true).fused(fused));
      assertEquals(DataType.HALF, y.dataType());
      each.variables(GraphKeys.GLOBAL_VARIABLES)
          .forEach(v -> assertEquals(DataType.FLOAT, v.dataType(), v.name()));
    }
  }

  @Test
  void variables_ofTheLegacyPath_haveTheInputsType() {
    Output x = t.tf.placeholder(DataType.DOUBLE, Shape.of(5, 3, 7), "x");
    t.slim.batchNorm(x, o -> o.updatesCollections(null));
    t.variables(GraphKeys.GLOBAL_VARIABLES)
        .forEach(v -> assertEquals(DataType.DOUBLE, v.dataType(), v.name()));
  }

  @Test
  void L30_secondUnnamedCall_sharesNothing() {
    Output x = t.placeholder(5, 3, 3, 7);
    t.slim.batchNorm(x);
    Output second = t.slim.batchNorm(x);
    assertEquals(6, globalNames().size());
    assertTrue(globalNames().contains("BatchNorm_1/beta"), globalNames().toString());
    assertTrue(second.name().startsWith("BatchNorm_1/"), second.name());
  }

  @Test
  void L31_secondExampleOfTheSeed_refusesToMakeTheScopeTwice() {
    Output images = t.placeholder(-1, 28, 28, 3);
    seedBlock2(images, true);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "Variable custom_bn/beta already exists, disallowed.",
        () -> seedBlock2(images, false));
  }

  private Output seedBlock2(Output images, boolean training) {
    Output conv = t.slim.conv2d(images, 32, 3, o -> o.padding("SAME").activation(null));
    Output norm =
        t.slim.batchNorm(
            conv,
            o ->
                o.isTraining(training)
                    .decay(0.99)
                    .epsilon(0.001)
                    .updatesCollections(null)
                    .scope("custom_bn"));
    return t.tf.nn().relu(norm);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainableFalse_freezesBetaAndGammaOnly(boolean fused) {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.scale(true).trainable(false).fused(fused));
    assertEquals(List.of(), t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
    assertEquals(2, t.updateOps().size());
  }

  @Test
  void fusedOf10_makesUntrainableVariablesWhere115MakesConstants() {
    LayerTester old = new LayerTester(Compat.TF_1_0);
    Output y = old.slim.batchNorm(old.placeholder(5, 3, 3, 7), o -> o.fused(true).center(false));
    assertEquals("FusedBatchNorm", y.operation().type());
    assertEquals(
        List.of(
            "BatchNorm/beta",
            "BatchNorm/gamma",
            "BatchNorm/moving_mean",
            "BatchNorm/moving_variance"),
        old.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(List.of(), old.variableNames(GraphKeys.TRAINABLE_VARIABLES));
  }

  @Test
  void L6_betaRegularizer_makesOneLoss() {
    for (long[] dims : new long[][] {{5, 3, 3, 7}, {5, 7}, {5, 3, 7}}) {
      LayerTester each = new LayerTester(Compat.TF_1_15);
      each.slim.batchNorm(
          each.placeholder(dims),
          o ->
              o.paramRegularizers(
                  Map.of(
                      "beta", (tf, weights) -> Optional.of(tf.times(0.1, tf.reduceSum(weights))))));
      List<Output> losses = each.graph.collection(GraphKeys.REGULARIZATION_LOSSES);
      assertEquals(List.of("BatchNorm/beta/Regularizer/mul:0"), each.names(losses));
    }
  }

  @Test
  void gammaRegularizer_isNotAppliedOnReuse() {
    Output x = t.placeholder(5, 3, 3, 7);
    Consumer<BatchNormOptions> options =
        o ->
            o.scope("bn").scale(true).paramRegularizers(Map.of("gamma", t.slim.l2Regularizer(0.1)));
    t.slim.batchNorm(x, options);
    t.slim.batchNorm(x, options.andThen(o -> o.reuse(true)));
    assertEquals(
        List.of("bn/gamma/Regularizer/l2_regularizer:0"),
        t.names(t.graph.collection(GraphKeys.REGULARIZATION_LOSSES)));
  }

  @Test
  void paramRegularizers_ofTheLegacyPath_areIgnored() {
    t.slim.batchNorm(
        t.placeholder(5, 3, 7),
        o ->
            o.updatesCollections(null)
                .paramRegularizers(Map.of("beta", t.slim.l2Regularizer(0.1))));
    assertEquals(List.of(), t.graph.collection(GraphKeys.REGULARIZATION_LOSSES));
  }

  @Test
  void zeroDebias_addsTwoVariablesOfTheLayer() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.scale(true).zeroDebiasMovingMean(true));
    assertTrue(
        globalNames()
            .containsAll(
                List.of(
                    "BatchNorm/BatchNorm/moving_mean/biased",
                    "BatchNorm/BatchNorm/moving_mean/local_step")),
        globalNames().toString());
    assertEquals(4, t.slim.getModelVariables().size());
    LayerTester legacy = new LayerTester(Compat.TF_1_15);
    legacy.slim.batchNorm(
        legacy.placeholder(5, 3, 7), o -> o.scale(true).zeroDebiasMovingMean(true));
    assertEquals(6, legacy.slim.getModelVariables().size());
  }

  @Test
  void zeroDebias_calledTwice_makesSecondShadows() {
    Output x = t.placeholder(5, 3, 3, 7);
    try (var scope = t.tf.variableScope("net")) {
      t.slim.batchNorm(x, o -> o.zeroDebiasMovingMean(true));
      t.slim.batchNorm(x, o -> o.zeroDebiasMovingMean(true));
    }
    assertTrue(
        globalNames().contains("net/BatchNorm_1/net/BatchNorm_1/moving_mean/biased"),
        globalNames().toString());
  }
}

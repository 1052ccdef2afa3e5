package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertClose;
import static org.slimgraph.slim.LayerTester.moments;
import static org.slimgraph.slim.LayerTester.random;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;

/** What batch_norm computes, through real sessions. */
class BatchNormRunTest {
  private static final Tensor BATCH = random(1, 10, 2, 2, 3);
  private static final double BESSEL = 40 / 39.0;

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  private static double[] filled(int n, double value) {
    double[] all = new double[n];
    Arrays.fill(all, value);
    return all;
  }

  private static void assertAverages(
      LayerTester t, String scope, double[] mean, double[] variance, double tolerance) {
    assertClose(mean, t.value(t.variable(scope + "/moving_mean")), tolerance);
    assertClose(variance, t.value(t.variable(scope + "/moving_variance")), tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "TF_1_15, true, false",
    "TF_1_15, true, true",
    "TF_1_15, false, false",
    "TF_1_15, false, true",
    "TF_1_0, true, false",
    "TF_1_0, false, false",
    "TF_1_0, false, true"
  })
  void L11_noneUpdatesCollections_everyEvaluationUpdates(
      Compat compat, boolean fused, boolean zeroDebias) {
    LayerTester t = new LayerTester(compat);
    Output y =
        t.slim.batchNorm(
            t.placeholder(10, 2, 2, 3),
            o ->
                o.decay(0.1)
                    .updatesCollections(null)
                    .fused(fused)
                    .zeroDebiasMovingMean(zeroDebias));
    assertEquals(List.of(), t.updateOps());
    t.start();
    assertAverages(t, "BatchNorm", filled(3, 0), filled(3, 1), 0);
    for (int i = 0; i < 10; i++) {
      t.run(BATCH, List.of(), y);
    }
    double[][] want = moments(BATCH);
    double[] variance = fused ? times(want[1], BESSEL) : want[1];
    assertAverages(t, "BatchNorm", want[0], variance, 1e-5);
  }

  @Test
  void noneUpdatesCollections_rank2_everyEvaluationUpdates() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y = t.slim.batchNorm(t.placeholder(-1, 3), o -> o.decay(0).updatesCollections(null));
    Tensor x = random(2, 16, 3);
    t.start();
    t.run(x, List.of(), y);
    double[][] want = moments(x);
    assertAverages(t, "BatchNorm", want[0], times(want[1], 16 / 15.0), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"TF_1_15, true", "TF_1_15, false", "TF_1_0, true", "TF_1_0, false"})
  void L12_delayedUpdates_behindABarrier_update(Compat compat, boolean fused) {
    LayerTester t = new LayerTester(compat);
    Output y = t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.decay(0.1).fused(fused));
    assertEquals(2, t.updateOps().size());
    Output waiting;
    try (Scope updated = t.tf.controlDependencies(t.updateOps())) {
      waiting = t.tf.identity(y);
    }
    t.start();
    for (int i = 0; i < 10; i++) {
      t.run(BATCH, List.of(), waiting);
    }
    double[][] want = moments(BATCH);
    double[] variance = fused ? times(want[1], BESSEL) : want[1];
    assertAverages(t, "BatchNorm", want[0], variance, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void L13_delayedUpdates_thatNobodyRuns_doNothing(boolean fused) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y = t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.decay(0.1).fused(fused));
    t.start();
    for (int i = 0; i < 10; i++) {
      t.run(BATCH, List.of(), y);
    }
    assertAverages(t, "BatchNorm", filled(3, 0), filled(3, 1), 0);
  }

  @Test
  void customCollection_updatesRunAsTensorsAndAsTargets() {
    for (boolean fused : new boolean[] {true, false}) {
      LayerTester t = new LayerTester(Compat.TF_1_15);
      t.slim.batchNorm(
          t.placeholder(10, 2, 2, 3),
          o -> o.decay(0).updatesCollections(GraphKey.of("mine")).fused(fused));
      List<Output> updates =
          t.graph.collection("mine").stream().map(update -> (Output) update).toList();
      t.start();
      Tensor newMean = t.run(BATCH, updates, updates.get(0)).get(0);
      assertClose(moments(BATCH)[0], newMean.floats(), 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"TF_1_15, true", "TF_1_15, false", "TF_1_0, true", "TF_1_0, false"})
  void L14_evalMovingVars_areUsedAndStay(Compat compat, boolean fused) {
    LayerTester t = new LayerTester(compat);
    Output y =
        t.slim.batchNorm(
            t.placeholder(10, 2, 2, 3), o -> o.decay(0.1).isTraining(false).fused(fused));
    t.start();
    double[][] stats = moments(BATCH);
    t.variable("BatchNorm/moving_mean").load(vector(stats[0]), t.session());
    t.variable("BatchNorm/moving_variance").load(vector(stats[1]), t.session());
    float[] out = {};
    for (int i = 0; i < 10; i++) {
      out = t.run(BATCH, List.of(), y).get(0).floats();
    }
    assertAverages(t, "BatchNorm", stats[0], stats[1], 1e-6);
    float[] x = BATCH.floats();
    for (int i = 0; i < x.length; i++) {
      double want = (x[i] - stats[0][i % 3]) / Math.sqrt(stats[1][i % 3] + 0.001);
      assertEquals(want, out[i], 1e-5);
    }
  }

  private static Tensor vector(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.vector(floats);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void L15_reuseVars_trainAndEvalInstances_agreeAfterTraining(boolean fused) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output x = t.placeholder(10, 2, 2, 3);
    Output train = t.slim.batchNorm(x, o -> o.decay(0.1).isTraining(true).scope("BN").fused(fused));
    Output eval =
        t.slim.batchNorm(
            x, o -> o.decay(0.1).isTraining(false).scope("BN").reuse(true).fused(fused));
    Output waiting;
    try (Scope updated = t.tf.controlDependencies(t.updateOps())) {
      waiting = t.tf.identity(train);
    }
    t.start();
    List<Tensor> before = t.run(BATCH, List.of(), train, eval);
    assertTrue(distance(before.get(0), before.get(1)) > 0.1);
    for (int i = 0; i < 10; i++) {
      t.run(BATCH, List.of(), waiting);
    }
    if (fused) {
      float[] variance = t.value(t.variable("BN/moving_variance"));
      double[] uncorrected = new double[3];
      for (int c = 0; c < 3; c++) {
        uncorrected[c] = variance[c] / BESSEL;
      }
      t.variable("BN/moving_variance").load(vector(uncorrected), t.session());
    }
    List<Tensor> after = t.run(BATCH, List.of(), train, eval);
    assertTrue(distance(after.get(0), after.get(1)) < 1e-4);
  }

  private static double distance(Tensor a, Tensor b) {
    double max = 0;
    for (int i = 0; i < a.size(); i++) {
      max = Math.max(max, Math.abs(a.floats()[i] - b.floats()[i]));
    }
    return max;
  }

  @ParameterizedTest
  @CsvSource({"true, 4", "true, 5", "false, 4", "false, 3"})
  void L19_customInitializers_inInference_giveNine(boolean fused, int rank) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    long[] dims = {2, 3, 3, 3, 7};
    long[] shape = Arrays.copyOfRange(dims, 5 - rank, 5);
    Map<String, Initializer> initializers =
        Map.of(
            "beta", Initializers.constant(5),
            "gamma", Initializers.constant(2),
            "moving_mean", Initializers.constant(5),
            "moving_variance", Initializers.constant(4));
    Output y =
        t.slim.batchNorm(
            t.placeholder(shape),
            o ->
                o.scale(true)
                    .epsilon(0)
                    .isTraining(false)
                    .fused(fused)
                    .paramInitializers(initializers));
    Tensor nines = Tensor.of(Shape.of(shape), floats((int) Shape.of(shape).elementCount(), 9));
    t.start();
    assertClose(
        filled(nines.size(), 9), t.run(nines, List.of(), y).get(0).floats(), fused ? 1e-5 : 1e-6);
  }

  private static float[] floats(int n, float value) {
    float[] all = new float[n];
    Arrays.fill(all, value);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "7x3x5, true, true",
    "7x3x5, false, true",
    "7x3x5, true, false",
    "7x3x5, false, false",
    "5x2x3x4, true, true",
    "5x2x3x4, false, true",
    "5x2x3x4, true, false",
    "5x2x3x4, false, false",
    "11x3x2x4x5, true, true",
    "11x3x2x4x5, false, true",
    "11x3x2x4x5, true, false",
    "11x3x2x4x5, false, false"
  })
  void L20_nhwcAndNchw_giveTheSame(String shape, boolean isTraining, boolean isDefault) {
    long[] last = Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
    int rank = last.length;
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output x = t.placeholder(last);
    int[] toFirst = new int[rank];
    int[] toLast = new int[rank];
    toFirst[1] = rank - 1;
    toLast[rank - 1] = 1;
    for (int i = 1; i < rank - 1; i++) {
      toFirst[i + 1] = i;
      toLast[i] = i + 1;
    }
    Consumer<BatchNormOptions> options =
        o ->
            o.isTraining(isTraining)
                .scale(true)
                .updatesCollections(isDefault ? GraphKeys.UPDATE_OPS : null);
    Output channelsLast = t.slim.batchNorm(x, options);
    Output channelsFirst =
        t.slim.batchNorm(t.tf.transpose(x, toFirst), options.andThen(o -> o.dataFormat("NCHW")));
    Output back = t.tf.transpose(channelsFirst, toLast);
    Tensor batch = random(4, last);
    t.start();
    List<Tensor> both = t.run(batch, t.updateOps(), channelsLast, back);
    assertTrue(distance(both.get(0), both.get(1)) < 1e-4);
    assertArrayEquals(
        t.value(t.variable("BatchNorm/moving_variance")),
        t.value(t.variable("BatchNorm_1/moving_variance")),
        1e-5f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void L24_oneChannelOfFour_isNormalisedWithTheBiasedVariance(boolean fused) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y = t.slim.batchNorm(t.placeholder(4, 1, 1, 1), o -> o.fused(fused));
    t.start();
    float[] out =
        t.run(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}), List.of(), y)
            .get(0)
            .floats();
    assertClose(new double[] {-1.3411045, -0.4470348, 0.4470348, 1.3411045}, out, 2e-6);
  }

  @ParameterizedTest
  @CsvSource({
    "TF_1_15, true, 1.0666667",
    "TF_1_15, false, 1.025",
    "TF_1_0, true, 1.0666667",
    "TF_1_0, false, 1.025"
  })
  void L25_oneUpdate_storesTheCorrectedVarianceOnFusedPathsOnly(
      Compat compat, boolean fused, double variance) {
    LayerTester t = new LayerTester(compat);
    t.slim.batchNorm(t.placeholder(4, 1, 1, 1), o -> o.decay(0.9).fused(fused));
    t.start();
    t.run(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}), t.updateOps());
    assertAverages(
        t, "BatchNorm", new double[] {0.25}, new double[] {variance}, fused ? 1e-5 : 1e-6);
  }

  @ParameterizedTest
  @EnumSource(Compat.class)
  void L26_freshInference_dividesByTheRootOfOnePlusEpsilon(Compat compat) {
    for (long[] dims : new long[][] {{1, 1, 1, 1}, {1, 1}, {1, 1, 1}}) {
      LayerTester t = new LayerTester(compat);
      Output y = t.slim.batchNorm(t.placeholder(dims), o -> o.isTraining(false));
      t.start();
      Tensor ten = Tensor.of(Shape.of(dims), new float[] {10});
      assertEquals(9.9950037, t.run(ten, List.of(), y).get(0).floats()[0], 1e-5);
    }
  }

  @Test
  void updateFactor_ofTheFusedCoreLayer_isOneMinusFloatDecay() {
    float moved = movedByOne(o -> {});
    float constant = movedByOne(o -> o.fused(false));
    assertEquals((float) (1 - 0.999), constant);
    assertEquals(1f - 0.999f, moved);
    assertNotEquals(constant, moved);
  }

  /** Returns what one update makes of a mean of 0 when the batch's is 1. */
  private static float movedByOne(Consumer<BatchNormOptions> options) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    t.slim.batchNorm(t.placeholder(2, 1, 1, 1), options);
    t.start();
    t.run(Tensor.of(Shape.of(2, 1, 1, 1), new float[] {1, 1}), t.updateOps());
    return t.value(t.variable("BatchNorm/moving_mean"))[0];
  }

  @Test
  void manyUpdates_followTheGeometricSeries() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.decay(0.9).fused(false));
    t.start();
    for (int i = 0; i < 7; i++) {
      t.run(BATCH, t.updateOps());
    }
    double left = Math.pow(0.9, 7);
    double[][] s = moments(BATCH);
    double[] variance = new double[3];
    for (int c = 0; c < 3; c++) {
      variance[c] = s[1][c] + (1 - s[1][c]) * left;
    }
    assertAverages(t, "BatchNorm", times(s[0], 1 - left), variance, 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"TF_1_15, true", "TF_1_15, false", "TF_1_0, false"})
  void zeroDebias_firstUpdate_isTheBatchMeanItself(Compat compat, boolean fused) {
    LayerTester t = new LayerTester(compat);
    t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.fused(fused).zeroDebiasMovingMean(true));
    t.start();
    for (int i = 0; i < 3; i++) {
      t.run(BATCH, t.updateOps());
      assertClose(moments(BATCH)[0], t.value(t.variable("BatchNorm/moving_mean")), 1e-4);
    }
    String shadow = "BatchNorm/BatchNorm/moving_mean/";
    assertArrayEquals(new float[] {3}, t.value(t.variable(shadow + "local_step")));
    double left = 1 - Math.pow(0.999, 3);
    assertClose(times(moments(BATCH)[0], left), t.value(t.variable(shadow + "biased")), 1e-6);
  }

  @Test
  void zeroDebias_negativeMeans_areCorrectedToo() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    t.slim.batchNorm(t.placeholder(2, 1, 1, 2), o -> o.decay(0.5).zeroDebiasMovingMean(true));
    t.start();
    t.run(Tensor.of(Shape.of(2, 1, 1, 2), new float[] {-1, 4, -3, 0}), t.updateOps());
    assertClose(new double[] {-2, 2}, t.value(t.variable("BatchNorm/moving_mean")), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NHWC", "NCHW"})
  void batchWeights_weighExamples(String format) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    boolean last = format.equals("NHWC");
    Output x = t.placeholder(last ? new long[] {3, 2, 1, 1} : new long[] {3, 1, 2, 1});
    Output y =
        t.slim.batchNorm(
            x,
            o -> o.batchWeights(t.tf.constant(new float[] {1, 0, 3})).dataFormat(format).decay(0));
    Tensor batch = Tensor.of(x.shape(), new float[] {1, 2, 100, 200, 3, 4});
    t.start();
    float[] out = t.run(batch, t.updateOps(), y).get(0).floats();
    double mean = (1 + 2 + 3 * 3 + 3 * 4) / 8.0;
    double variance = 0;
    for (double[] weightAndValue : new double[][] {{1, 1}, {1, 2}, {3, 3}, {3, 4}}) {
      variance += weightAndValue[0] * Math.pow(weightAndValue[1] - mean, 2) / 8;
    }
    assertAverages(t, "BatchNorm", new double[] {mean}, new double[] {variance}, 1e-5);
    assertEquals((4 - mean) / Math.sqrt(variance + 0.001), out[5], 1e-5);
  }

  @Test
  void batchWeights_allOne_areNoWeights() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output x = t.placeholder(10, 2, 2, 3);
    Output weighted = t.slim.batchNorm(x, o -> o.batchWeights(t.tf.constant(floats(10, 1))));
    Output plain = t.slim.batchNorm(x, o -> o.fused(false));
    t.start();
    List<Tensor> both = t.run(BATCH, List.of(), weighted, plain);
    assertTrue(distance(both.get(0), both.get(1)) < 1e-4);
  }

  @Test
  void adjustment_changesNormalisedValuesBeforeGammaAndBeta() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y =
        t.slim.batchNorm(
            t.placeholder(4, 1, 1, 1),
            o ->
                o.scale(true)
                    .paramInitializers(
                        Map.of("gamma", Initializers.constant(3), "beta", Initializers.constant(7)))
                    .adjustment(
                        shape ->
                            new Adjustment.ScaleAndBias(
                                t.tf.constant(new float[] {2}), t.tf.constant(new float[] {-1}))));
    t.start();
    float[] out =
        t.run(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}), List.of(), y)
            .get(0)
            .floats();
    assertEquals((-1.3411045 * 2 - 1) * 3 + 7, out[0], 1e-5);
    assertEquals((0.4470348 * 2 - 1) * 3 + 7, out[2], 1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void centerFalse_leavesOutBeta(boolean fused) {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y =
        t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.center(false).scale(true).fused(fused));
    assertEquals(3, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
    t.start();
    double[][] normalised = moments(t.run(BATCH, List.of(), y).get(0));
    assertArrayEquals(filled(3, 0), normalised[0], 1e-5);
  }

  @Test
  void epsilon_zero_isRaisedOnFusedPathsOnly() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output x = t.placeholder(1, 1, 1, 1);
    Map<String, Initializer> tiny = Map.of("moving_variance", Initializers.constant(1e-5));
    Consumer<BatchNormOptions> options =
        o -> o.epsilon(0).isTraining(false).paramInitializers(tiny);
    Output fused = t.slim.batchNorm(x, options);
    Output plain = t.slim.batchNorm(x, options.andThen(o -> o.fused(false)));
    t.start();
    Tensor one = Tensor.of(Shape.of(1, 1, 1, 1), new float[] {1});
    List<Tensor> both = t.run(one, List.of(), fused, plain);
    assertEquals(1 / Math.sqrt(2.001e-5), both.get(0).floats()[0], 0.05);
    assertEquals(1 / Math.sqrt(1e-5), both.get(1).floats()[0], 0.05);
  }

  @Test
  void halfInput_hasFloatStatistics() {
    for (boolean fused : new boolean[] {true, false}) {
      LayerTester t = new LayerTester(Compat.TF_1_15);
      Output x = t.placeholder(10, 2, 2, 3);
      Output y = t.slim.batchNorm(t.tf.cast(x, DataType.HALF), o -> o.decay(0).fused(fused));
      t.start();
      Output wide = t.tf.cast(y, DataType.FLOAT);
      float[] out = t.run(BATCH, t.updateOps(), wide).get(0).floats();
      double[][] want = moments(BATCH);
      assertEquals((BATCH.floats()[0] - want[0][0]) / Math.sqrt(want[1][0] + 0.001), out[0], 0.01);
      assertClose(want[0], t.value(t.variable("BatchNorm/moving_mean")), 1e-3);
    }
  }

  @Test
  void emptyBatch_givesNothing() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output y = t.slim.batchNorm(t.placeholder(-1, 2, 2, 3), o -> o.isTraining(false));
    t.start();
    Tensor none = Tensor.of(Shape.of(0, 2, 2, 3), new float[0]);
    assertEquals(Shape.of(0, 2, 2, 3), t.run(none, List.of(), y).get(0).shape());
  }

  @Test
  void resourceVariables_areUpdated() {
    LayerTester t = new LayerTester(Compat.TF_1_15);
    Output x = t.placeholder(10, 2, 2, 3);
    for (boolean fused : new boolean[] {true, false}) {
      try (var scope = t.tf.variableScope(o -> o.name(fused ? "a" : "b").useResource(true))) {
        t.slim.batchNorm(x, o -> o.decay(0).fused(fused).zeroDebiasMovingMean(!fused));
      }
    }
    t.start();
    t.run(BATCH, t.updateOps());
    double[][] want = moments(BATCH);
    assertAverages(t, "a/BatchNorm", want[0], times(want[1], BESSEL), 1e-5);
    assertAverages(t, "b/BatchNorm", want[0], want[1], 1e-5);
  }
}

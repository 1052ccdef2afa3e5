package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertClose;
import static org.slimgraph.slim.LayerTester.assertRefused;
import static org.slimgraph.slim.LayerTester.moments;
import static org.slimgraph.slim.LayerTester.random;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** batch_norm whose isTraining only a run knows. */
class BatchNormPredicateTest {
  private static final Tensor BATCH = random(1, 10, 2, 2, 3);
  private static final double BESSEL = 40 / 39.0;

  private LayerTester t = new LayerTester(Compat.TF_1_15);

  private Output training() {
    return t.tf.placeholder(DataType.BOOL, Shape.scalar(), "training");
  }

  private float[] run(Output y, boolean training, List<? extends GraphElement> targets) {
    var runner = t.session().runner().feed("x:0", BATCH).fetch(y);
    targets.forEach(runner::target);
    return runner.feed("training:0", Tensor.scalar(training)).run().get(0).floats();
  }

  private float[] mean() {
    return t.value(t.variable("BatchNorm/moving_mean"));
  }

  private float[] variance() {
    return t.value(t.variable("BatchNorm/moving_variance"));
  }

  private static double[] filled(double value) {
    double[] all = new double[3];
    Arrays.fill(all, value);
    return all;
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  private static float distance(float[] a, float[] b) {
    float distance = 0;
    for (int i = 0; i < a.length; i++) {
      distance = Math.max(distance, Math.abs(a[i] - b[i]));
    }
    return distance;
  }

  private List<String> inputs(String operation) {
    return t.graph.operation(operation).inputs().stream().map(Output::name).toList();
  }

  private List<String> controls(String operation) {
    return t.graph.operation(operation).controlInputs().stream().map(Operation::name).toList();
  }

  @ParameterizedTest
  @CsvSource({"TF_1_15, true", "TF_1_15, false", "TF_1_0, true", "TF_1_0, false"})
  void L16_trainingVariable_outputsDifferThenConverge(Compat compat, boolean fused) {
    t = new LayerTester(compat);
    Variable training = t.tf.variable(Tensor.scalar(true), o -> o.name("training"));
    Output y =
        t.slim.batchNorm(
            t.placeholder(10, 2, 2, 3), o -> o.decay(0.1).fused(fused).isTraining(training));
    assertEquals(2, t.updateOps().size());
    t.start();
    float[] trained = t.run(BATCH, List.of(), y).get(0).floats();
    training.load(Tensor.scalar(false), t.session());
    float[] first = t.run(BATCH, List.of(), y).get(0).floats();
    assertTrue(distance(trained, first) > 0.5);
    training.load(Tensor.scalar(true), t.session());
    for (int i = 0; i < 10; i++) {
      t.run(BATCH, t.updateOps(), y);
    }
    trained = t.run(BATCH, List.of(), y).get(0).floats();
    training.load(Tensor.scalar(false), t.session());
    float[] converged = t.run(BATCH, List.of(), y).get(0).floats();
    // The moving variance of the fused kernel is larger by n/(n−1) than the batch's own.
    assertTrue(distance(trained, converged) < (fused ? 0.05 : 1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "TF_1_15, true, false",
    "TF_1_15, false, false",
    "TF_1_0, true, false",
    "TF_1_0, false, false",
    "TF_1_15, true, true",
    "TF_1_15, false, true",
    "TF_1_0, false, true"
  })
  void L18_noneUpdatesCollectionTrainingVariable_onlyTrueUpdates(
      Compat compat, boolean fused, boolean zeroDebias) {
    t = new LayerTester(compat);
    Variable training = t.tf.variable(Tensor.scalar(false), o -> o.name("training"));
    Output y =
        t.slim.batchNorm(
            t.placeholder(10, 2, 2, 3),
            o ->
                o.decay(0.1)
                    .fused(fused)
                    .updatesCollections(null)
                    .zeroDebiasMovingMean(zeroDebias)
                    .isTraining(training));
    assertEquals(List.of(), t.updateOps());
    t.start();
    float[] inference = new float[0];
    for (int i = 0; i < 10; i++) {
      inference = t.run(BATCH, List.of(), y).get(0).floats();
    }
    assertClose(filled(0), mean(), 0);
    assertClose(filled(1), variance(), 0);
    training.load(Tensor.scalar(true), t.session());
    float[] trained = new float[0];
    for (int i = 0; i < 10; i++) {
      trained = t.run(BATCH, List.of(), y).get(0).floats();
    }
    double[][] want = moments(BATCH);
    assertClose(want[0], mean(), 1e-5);
    assertClose(fused ? times(want[1], BESSEL) : want[1], variance(), 1e-5);
    assertTrue(distance(inference, trained) > 0.5);
  }

  @Test
  void L28_defaultPathOf10_updatesMoveTheAveragesInInferenceToo() {
    t = new LayerTester(Compat.TF_1_0);
    Output training = training();
    Output y = t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.decay(0).isTraining(training));
    t.start();
    float[] out = run(y, false, t.updateOps());
    assertClose(moments(BATCH)[0], mean(), 1e-5);
    assertClose(moments(BATCH)[1], variance(), 1e-5);
    assertTrue(out.length > 0);
    float[] again = run(y, false, List.of());
    double[][] want = moments(BATCH);
    assertEquals((BATCH.floats()[0] - want[0][0]) / Math.sqrt(want[1][0] + 0.001), again[0], 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"B fused", "B plain", "A", "C", "zero debias A", "zero debias C"})
  void L29_pathsOf115_updatesLeaveTheAveragesInInference(String path) {
    assertAveragesStay(Compat.TF_1_15, path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "C"})
  void otherPathsOf10_updatesLeaveTheAveragesInInference(String path) {
    assertAveragesStay(Compat.TF_1_0, path);
  }

  private void assertAveragesStay(Compat compat, String path) {
    t = new LayerTester(compat);
    Output training = training();
    Consumer<BatchNormOptions> options =
        o -> {
          o.decay(0.25).scale(true).isTraining(training);
          o.fused(path.endsWith("A") || path.endsWith("fused"));
          o.zeroDebiasMovingMean(path.startsWith("zero"));
          if (!path.startsWith("B")) {
            o.updatesCollectionsList(List.of("update_ops"));
          }
        };
    Output y = t.slim.batchNorm(t.placeholder(10, 2, 2, 3), options);
    assertEquals(2, t.updateOps().size());
    t.start();
    float[] out = run(y, false, t.updateOps());
    assertEquals(BATCH.floats()[5] / Math.sqrt(1.001), out[5], 1e-6);
    assertClose(filled(0), mean(), 0);
    assertClose(filled(1), variance(), 0);
    float[] trained = run(y, true, t.updateOps());
    double[][] want = moments(BATCH);
    assertEquals(
        (BATCH.floats()[5] - want[0][2]) / Math.sqrt(want[1][2] + 0.001), trained[5], 1e-4);
    double factor = path.startsWith("zero") ? 1 : 0.75;
    assertClose(times(want[0], factor), mean(), 1e-5);
    boolean bessel = path.endsWith("A") || path.endsWith("fused");
    double[] variance = times(want[1], 0.75 * (bessel ? BESSEL : 1));
    assertClose(Arrays.stream(variance).map(v -> v + 0.25).toArray(), variance(), 1e-5);
  }

  @Test
  void pathBFused_hasTFsNamesAndInputs() {
    Output training = training();
    Output x = t.placeholder(10, 2, 2, 3);
    Output y = t.slim.batchNorm(x, o -> o.scale(true).isTraining(training));
    assertEquals("BatchNorm/cond/Merge:0", y.name());
    assertEquals(x.shape(), y.shape());
    String type = t.graph.operation("BatchNorm/cond/Switch").type();
    assertEquals("Switch", type);
    String kernel = "BatchNorm/cond/FusedBatchNormV3";
    assertEquals(
        List.of(
            kernel + "/Switch:1",
            kernel + "/Switch_1:1",
            kernel + "/Switch_2:1",
            "BatchNorm/cond/Const:0",
            "BatchNorm/cond/Const_1:0"),
        inputs(kernel));
    assertEquals(List.of("BatchNorm/cond/switch_t"), controls("BatchNorm/cond/Const"));
    assertEquals(
        List.of(
            kernel + "_1/Switch:0",
            kernel + "_1/Switch_1:0",
            kernel + "_1/Switch_2:0",
            kernel + "_1/Switch_3:0",
            kernel + "_1/Switch_4:0"),
        inputs(kernel + "_1"));
    assertEquals(
        List.of("BatchNorm/moving_mean/read:0", "BatchNorm/cond/pred_id:0"),
        inputs(kernel + "_1/Switch_3"));
    for (int i = 0; i < 3; i++) {
      String merge = i == 0 ? "BatchNorm/cond/Merge" : "BatchNorm/cond/Merge_" + i;
      assertEquals(List.of(kernel + "_1:" + i, kernel + ":" + i), inputs(merge));
    }
    assertEquals(
        List.of("BatchNorm/cond_1/Const_1:0", "BatchNorm/cond_1/Const:0"),
        inputs("BatchNorm/cond_1/Merge"));
    assertEquals(
        List.of("BatchNorm/AssignMovingAvg/sub/x:0", "BatchNorm/cond_1/Merge:0"),
        inputs("BatchNorm/AssignMovingAvg/sub"));
    assertEquals(
        List.of("BatchNorm/moving_mean/read:0", "BatchNorm/cond/Merge_1:0"),
        inputs("BatchNorm/AssignMovingAvg/sub_1"));
    assertEquals(
        List.of("BatchNorm/AssignMovingAvg", "BatchNorm/AssignMovingAvg_1"),
        t.names(t.updateOps()));
  }

  @Test
  void pathBPlain_choosesMomentsAndUpdates() {
    Output training = training();
    Output y =
        t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.fused(false).isTraining(training));
    assertEquals("BatchNorm/batchnorm/add_1:0", y.name());
    assertEquals(
        List.of("BatchNorm/cond_2/Merge", "BatchNorm/cond_3/Merge"), t.names(t.updateOps()));
    assertEquals(
        List.of("BatchNorm/cond/Switch_2:0", "BatchNorm/cond/Switch_1:1"),
        inputs("BatchNorm/cond/Merge"));
    assertEquals(
        List.of("BatchNorm/moments/Squeeze:0", "BatchNorm/cond/pred_id:0"),
        inputs("BatchNorm/cond/Switch_1"));
    assertEquals("BatchNorm/cond_2/AssignMovingAvg:0", inputs("BatchNorm/cond_2/Merge").get(1));
  }

  @Test
  void pathsAAndC_collectTheResultsOfTheConditional() {
    for (boolean fused : new boolean[] {true, false}) {
      t = new LayerTester(Compat.TF_1_15);
      Output training = training();
      t.slim.batchNorm(
          t.placeholder(10, 2, 2, 3),
          o ->
              o.fused(fused)
                  .updatesCollectionsList(List.of("update_ops", "mine"))
                  .isTraining(training));
      String cond = fused ? "BatchNorm/cond_1/" : "BatchNorm/cond/";
      assertEquals(List.of(cond + "Merge:0", cond + "Merge_1:0"), t.names(t.updateOps()));
      assertEquals(2, t.graph.collection("mine").size());
    }
  }

  @Test
  void pathBPlainOf10_choosesTheArithmetic() {
    t = new LayerTester(Compat.TF_1_0);
    Output training = training();
    Output y = t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.isTraining(training));
    assertEquals("BatchNorm/cond/Merge:0", y.name());
    assertEquals(
        List.of("BatchNorm/cond/batchnorm_1/add_1:0", "BatchNorm/cond/batchnorm/add_1:0"),
        inputs("BatchNorm/cond/Merge"));
    assertEquals(
        List.of("BatchNorm/AssignMovingAvg:0", "BatchNorm/AssignMovingAvg_1:0"),
        t.names(t.updateOps()));
  }

  @ParameterizedTest
  @EnumSource(Compat.class)
  void notBool_isRefusedBeforeAnyVariableIsMade(Compat compat) {
    t = new LayerTester(compat);
    Output x = t.placeholder(10, 2, 2, 3);
    for (boolean fused : new boolean[] {true, false}) {
      assertRefused(
          ErrorCode.INVALID_ARGUMENT,
          "must be a bool",
          () -> t.slim.batchNorm(x, o -> o.fused(fused).isTraining(x)));
    }
    assertEquals(List.of(), t.variables(GraphKeys.GLOBAL_VARIABLES));
    assertThrows(
        IllegalArgumentException.class,
        () -> t.slim.batchNorm(x, o -> o.isTraining(x.operation())));
  }

  @Test
  void adjustment_isForTrainingOnly() {
    Output training = training();
    Output y =
        t.slim.batchNorm(
            t.placeholder(10, 2, 2, 3),
            o ->
                o.isTraining(training)
                    .adjustment(
                        shape ->
                            new Adjustment.ScaleAndBias(
                                t.tf.constant(new float[] {2, 2, 2}),
                                t.tf.constant(new float[] {-1, -1, -1}))));
    t.start();
    assertEquals(BATCH.floats()[0] / Math.sqrt(1.001), run(y, false, List.of())[0], 1e-6);
    double[][] want = moments(BATCH);
    double normalised = (BATCH.floats()[0] - want[0][0]) / Math.sqrt(want[1][0] + 0.001);
    assertEquals(normalised * 2 - 1, run(y, true, List.of())[0], 1e-4);
  }

  @Test
  void resourceVariables_areUpdatedInTrainingOnly() {
    for (boolean fused : new boolean[] {true, false}) {
      t = new LayerTester(Compat.TF_1_15);
      Output training = training();
      Output x = t.placeholder(10, 2, 2, 3);
      Output y;
      try (var scope = t.tf.variableScope(o -> o.name("net").useResource(true))) {
        y = t.slim.batchNorm(x, o -> o.decay(0).fused(fused).isTraining(training));
      }
      t.start();
      run(y, false, t.updateOps());
      Variable mean = t.variable("net/BatchNorm/moving_mean");
      assertArrayEquals(new float[3], t.value(mean));
      run(y, true, t.updateOps());
      assertClose(moments(BATCH)[0], t.value(mean), 1e-5);
    }
  }

  @Test
  void placeholder_staysFeedable() {
    Output training = training();
    t.slim.batchNorm(t.placeholder(10, 2, 2, 3), o -> o.isTraining(training));
    assertTrue(t.graph.isFeedable(training));
    Output known = t.tf.constant(true);
    t.slim.batchNorm(t.graph.output("x:0"), o -> o.isTraining(known));
    assertFalse(t.graph.isFeedable(known));
  }
}

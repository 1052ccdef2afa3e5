package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.AucOptions.Curve;
import org.slimgraph.train.AucOptions.Summation;
import org.slimgraph.variables.Variable;

/** Metrics: values over several batches by hand, variables, names, collections, messages. */
class MetricsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output labels = tf.placeholder(DataType.FLOAT, Shape.of(-1), "labels");
  private final Output predictions = tf.placeholder(DataType.FLOAT, Shape.of(-1), "predictions");
  private final Output weights = tf.placeholder(DataType.FLOAT, Shape.of(-1), "weights");

  private static final float[][] LABELS = {{1, 0, 1, 1}, {0, 0, 1}};
  private static final float[][] PREDICTIONS = {{1, 1, 0, 1}, {0, 1, 1}};
  private static final float[][] WEIGHTS = {{1, 2, 3, 4}, {5, 6, 7}};

  /** Counts both batches; returns the last update and then the value. */
  private float[][] run(Metric metric) {
    return run(metric, LABELS, PREDICTIONS);
  }

  private float[][] run(Metric metric, float[][] y, float[][] p) {
    Operation init = tf.localVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.run(init);
      float[] update = {};
      for (int i = 0; i < y.length; i++) {
        Tensor result =
            session
                .runner()
                .feed(labels, Tensor.of(Shape.of(y[i].length), y[i]))
                .feed(predictions, Tensor.of(Shape.of(p[i].length), p[i]))
                .feed(weights, Tensor.of(Shape.of(WEIGHTS[i].length), WEIGHTS[i]))
                .fetch(metric.updateOp())
                .run()
                .get(0);
        update = result.dataType() == DataType.FLOAT ? result.floats() : new float[0];
      }
      float[] value = session.run(metric.value()).floats();
      assertArrayEquals(value, session.run(metric.value()).floats());
      return new float[][] {update, value};
    }
  }

  private void assertMetric(double want, Metric metric) {
    float[][] got = run(metric);
    assertEquals(want, got[0][0], 1e-6, "update");
    assertEquals(want, got[1][0], 1e-6, "value");
  }

  @Test
  void accuracy_overBatches() {
    assertMetric(4.0 / 7, tf.metrics().accuracy(labels, predictions));
    assertMetric(
        (1 + 4 + 5 + 7) / 28.0,
        tf.metrics().accuracy(labels, predictions, o -> o.weights(weights)));
  }

  @Test
  void accuracy_namesVariablesAndCollections() {
    GraphKey<Output> values = GraphKey.of("my_values");
    GraphKey<Output> updates = GraphKey.of("my_updates");
    Metric metric =
        tf.metrics()
            .accuracy(
                labels, predictions, o -> o.metricsCollections(values).updatesCollections(updates));
    assertEquals("accuracy/value:0", metric.value().name());
    assertEquals("accuracy/update_op:0", metric.updateOp().name());
    assertEquals(List.of(metric.value()), graph.collection(values));
    assertEquals(List.of(metric.updateOp()), graph.collection(updates));
    List<Variable> local = tf.localVariables();
    assertEquals(
        List.of("accuracy/total", "accuracy/count"), local.stream().map(Variable::opName).toList());
    assertEquals(local, tf.variablesIn(GraphKeys.METRIC_VARIABLES, ""));
    assertEquals(List.of(), tf.globalVariables());
    assertEquals(List.of(), tf.trainableVariables());
    tf.metrics().accuracy(labels, predictions);
    assertEquals("accuracy_1/total", tf.localVariables().get(2).opName());
  }

  @Test
  void mean_overBatches() {
    assertMetric(4.0 / 7, tf.metrics().mean(labels));
    assertMetric(
        (1 + 3 + 4 + 7) / 28.0, tf.metrics().mean(labels, o -> o.weights(weights).name("m")));
    assertTrue(graph.findOperation("mean/value").isPresent());
    assertTrue(graph.findOperation("m/value").isPresent());
    assertMetric(0, tf.metrics().mean(labels, o -> o.weights(0)));
  }

  @Test
  void meanTensor_isElementByElement() {
    Output row = tf.reshape(tf.slice(labels, new int[] {0}, new int[] {2}), Shape.of(2));
    float[][] got = run(tf.metrics().meanTensor(row, o -> {}));
    assertArrayEquals(new float[] {.5f, 0}, got[1]);
    assertRefused("the shape must be known", () -> tf.metrics().meanTensor(labels, o -> {}));
  }

  @Test
  void errors_overBatches() {
    assertMetric(3.0 / 7, tf.metrics().meanAbsoluteError(labels, predictions));
    assertMetric(3.0 / 7, tf.metrics().meanSquaredError(labels, predictions));
    Metric root = tf.metrics().rootMeanSquaredError(labels, predictions);
    assertMetric(Math.sqrt(3.0 / 7), root);
    assertTrue(graph.findOperation("root_mean_squared_error/value").isPresent());
    assertMetric(
        2.0 / 7, tf.metrics().meanRelativeError(labels, predictions, predictions, o -> {}));
  }

  @Test
  void meanCosineDistance_ofUnitVectors() {
    Output y = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 0, 0, 1}));
    Output p = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 0, .6f, .8f}));
    assertMetric(1 - 1.8 / 2, tf.metrics().meanCosineDistance(y, p, 1, o -> {}));
  }

  @Test
  void percentageBelow_overBatches() {
    assertMetric(3.0 / 7, tf.metrics().percentageBelow(labels, .5, o -> {}));
  }

  @Test
  void counts_overBatches() {
    assertMetric(3, tf.metrics().truePositives(labels, predictions, o -> {}));
    assertMetric(1, tf.metrics().trueNegatives(labels, predictions, o -> {}));
    assertMetric(2, tf.metrics().falsePositives(labels, predictions, o -> {}));
    assertMetric(1, tf.metrics().falseNegatives(labels, predictions, o -> {}));
    assertMetric(8, tf.metrics().falsePositives(labels, predictions, o -> o.weights(weights)));
    assertEquals("true_positives/count", tf.localVariables().get(0).opName());
  }

  @Test
  void precisionAndRecall_overBatches() {
    assertMetric(3.0 / 5, tf.metrics().precision(labels, predictions));
    assertMetric(3.0 / 4, tf.metrics().recall(labels, predictions));
    assertMetric(12.0 / 20, tf.metrics().precision(labels, predictions, o -> o.weights(weights)));
    assertEquals(
        "precision/true_positives/count precision/false_positives/count"
            + " recall/true_positives/count recall/false_negatives/count",
        tf.localVariables().stream()
            .limit(4)
            .map(Variable::opName)
            .collect(Collectors.joining(" ")));
    assertEquals(0f, run(tf.metrics().precision(labels, predictions), LABELS, zeros())[1][0]);
  }

  private static float[][] zeros() {
    return new float[][] {new float[4], new float[3]};
  }

  /** The numbers of TF's metrics_test. */
  @Test
  void auc_asTensorFlow() {
    float[][] y = {{0, 0, 1, 1}};
    float[][] p = {{.1f, .4f, .35f, .8f}};
    assertEquals(.75f, run(tf.metrics().auc(labels, predictions), y, p)[1][0], 1e-3f);
    AucOptions pr = AucOptions.defaults().curve(Curve.PR);
    assertEquals(
        .79166f, run(tf.metrics().auc(labels, predictions, pr, o -> {}), y, p)[1][0], 1e-3f);
    AucOptions careful = pr.summation(Summation.CAREFUL_INTERPOLATION);
    Metric area = tf.metrics().auc(labels, predictions, careful, o -> o.name("careful"));
    float[][] more = {{1, 0, 1, 0, 1, 0, 1}};
    float[][] scores = {{.9f, .8f, .7f, .6f, .5f, .4f, .3f}};
    assertTrue(run(area, more, scores)[1][0] < 1);
    assertEquals(1f, run(tf.metrics().auc(labels, predictions), y, y)[1][0], 1e-5f);
    assertEquals(
        "auc/true_positives auc/false_negatives auc/true_negatives auc/false_positives",
        tf.localVariables().stream()
            .limit(4)
            .map(Variable::opName)
            .collect(Collectors.joining(" ")));
  }

  @Test
  void auc_refusesPredictionsOutsideOfTheUnitInterval() {
    Metric auc = tf.metrics().auc(labels, predictions);
    assertRefused(
        "predictions must be in [0, 1]",
        () -> run(auc, LABELS, new float[][] {{2, 0, 0, 0}, {0, 0, 0}}));
    assertRefused("numThresholds is 1", () -> AucOptions.defaults().numThresholds(1));
  }

  @Test
  void precisionAndRecallAtThresholds() {
    float[][] y = {{1, 0, 1, 1}};
    float[][] p = {{.9f, .6f, .4f, .2f}};
    double[] at = {.1, .5};
    assertArrayEquals(
        new float[] {.75f, .5f},
        run(tf.metrics().precisionAtThresholds(labels, predictions, at, o -> {}), y, p)[1],
        1e-6f);
    assertArrayEquals(
        new float[] {1, 1 / 3f},
        run(tf.metrics().recallAtThresholds(labels, predictions, at, o -> {}), y, p)[1],
        1e-6f);
    assertTrue(graph.findOperation("recall_at_thresholds/recall_update_op").isPresent());
  }

  @Test
  void meanIou_andMeanPerClassAccuracy() {
    // class 0: 1 right, 2 taken for 1; class 1: 3 right, 1 taken for 0
    Metric iou = tf.metrics().meanIou(labels, predictions, 2, o -> {});
    assertEquals((1.0 / 4 + 3.0 / 6) / 2, run(iou)[1][0], 1e-6);
    assertEquals("mean_iou/total_confusion_matrix", tf.localVariables().get(0).opName());
    Metric accuracy = tf.metrics().meanPerClassAccuracy(labels, predictions, 2, o -> {});
    float[][] got = run(accuracy);
    assertArrayEquals(new float[] {1 / 3f, 3 / 4f}, got[0], 1e-6f);
    assertEquals((1 / 3.0 + 3 / 4.0) / 2, got[1][0], 1e-6);
    Metric weighted = tf.metrics().meanIou(labels, predictions, 2, o -> o.weights(weights));
    assertEquals((5 / 16.0 + 12 / 23.0) / 2, run(weighted)[1][0], 1e-6);
  }

  @Test
  void meanIou_labelOutOfRange_failsTheRun() {
    Metric iou = tf.metrics().meanIou(labels, predictions, 1, o -> {});
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(iou));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertRefused("numClasses is 0", () -> tf.metrics().meanIou(labels, predictions, 0, o -> {}));
  }

  @Test
  void shapes_areFittedOrRefused() {
    Output column = tf.expandDims(labels, -1);
    assertMetric(4.0 / 7, tf.metrics().accuracy(column, predictions));
    Output three = tf.placeholder(DataType.FLOAT, Shape.of(3), "three");
    Output four = tf.placeholder(DataType.FLOAT, Shape.of(4), "four");
    assertRefused("(3,) and (4,)", () -> tf.metrics().accuracy(four, three));
    assertRefused("(3,) and (4,)", () -> tf.metrics().meanIou(four, three, 2, o -> {}));
  }

  private static void assertRefused(String words, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}

package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.AucOptions;
import org.slimgraph.train.Metric;

/** Slim's metrics: the predictions come first. */
class StreamingMetricsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final StreamingMetrics metrics = Slim.on(tf).metrics();
  private final Output labels = tf.constant(new float[] {1, 0, 0, 0});
  private final Output predictions = tf.constant(new float[] {1, 1, 1, 0});

  private float count(Metric metric) {
    Operation init = tf.localVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.run(init);
      session.run(metric.updateOp());
      return session.run(metric.value()).floats()[0];
    }
  }

  @Test
  void arguments_startWithThePredictions() {
    assertEquals(1f / 3, count(metrics.streamingPrecision(predictions, labels, o -> {})), 1e-6f);
    assertEquals(1f, count(metrics.streamingRecall(predictions, labels, o -> {})));
    assertEquals(2f, count(metrics.streamingFalsePositives(predictions, labels, o -> {})));
    assertEquals(0f, count(metrics.streamingFalseNegatives(predictions, labels, o -> {})));
    assertEquals(1f, count(metrics.streamingTruePositives(predictions, labels, o -> {})));
    assertEquals(1f, count(metrics.streamingTrueNegatives(predictions, labels, o -> {})));
    assertEquals(.5f, count(metrics.streamingAccuracy(predictions, labels)));
    AucOptions roc = AucOptions.defaults();
    assertEquals(2f / 3, count(metrics.streamingAuc(predictions, labels, roc, o -> {})), 1e-3f);
    Output ones = tf.constant(new float[] {1, 1, 1, 2});
    assertEquals(
        .5f, count(metrics.streamingMeanRelativeError(predictions, labels, ones, o -> {})));
  }

  @Test
  void symmetricMetrics_haveTheirValues() {
    assertEquals(.5f, count(metrics.streamingMeanAbsoluteError(predictions, labels, o -> {})));
    assertEquals(.5f, count(metrics.streamingMeanSquaredError(predictions, labels, o -> {})));
    assertEquals(
        (float) Math.sqrt(.5),
        count(metrics.streamingRootMeanSquaredError(predictions, labels, o -> {})));
    assertEquals(.25f, count(metrics.streamingPercentageLess(predictions, .5, o -> {})));
    assertEquals(.75f, count(metrics.streamingMean(predictions, o -> {})));
    assertEquals(1f, count(metrics.streamingMeanTensor(predictions, o -> {})));
    assertEquals(1 / 3f, count(metrics.streamingMeanIou(predictions, labels, 2, o -> {})), 1e-6f);
    assertEquals(
        0f, count(metrics.streamingMeanCosineDistance(predictions, labels, 0, o -> {})), 0f);
  }

  @Test
  void recallAtK_countsLabelsAmongTheHighest() {
    Output scores =
        tf.constant(Tensor.of(Shape.of(2, 3), new float[] {.1f, .5f, .4f, .6f, .3f, .1f}));
    Output classes = tf.constant(new int[] {2, 2});
    Metric metric = metrics.streamingRecallAtK(scores, classes, 2, o -> {});
    assertEquals("recall_at_2/value:0", metric.value().name());
    assertEquals(.5f, count(metric));
  }

  @Test
  void aggregates_keepTheirOrder() {
    Metric first = metrics.streamingMean(labels, o -> {});
    Metric second = metrics.streamingMean(predictions, o -> {});
    var lists = StreamingMetrics.aggregateMetrics(List.of(first, second));
    assertEquals(List.of(first.value(), second.value()), lists.values());
    assertEquals(List.of(first.updateOp(), second.updateOp()), lists.updateOps());
    Map<String, Metric> named = ImmutableMap.of("b", first, "a", second);
    var maps = StreamingMetrics.aggregateMetricMap(named);
    assertEquals(ImmutableMap.of("b", first.value(), "a", second.value()), maps.values());
    assertEquals(List.of("b", "a"), maps.updateOps().keySet().asList());
  }
}

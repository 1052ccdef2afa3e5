package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.train.AucOptions;
import org.slimgraph.train.Metric;
import org.slimgraph.train.MetricOptions;
import org.slimgraph.train.Metrics;

/**
 * The builders of {@code slim.metrics}: those of {@code tf.metrics} under their older names and
 * with the <em>predictions first</em>.
 *
 * <p>TF 1.x: labels and predictions often have the same shape and type, so that nothing complains
 * when they are swapped.
 */
public final class StreamingMetrics {
  private final Ops tf;
  private final Metrics metrics;

  StreamingMetrics(Ops tf) {
    this.tf = tf;
    this.metrics = tf.metrics();
  }

  /** Metrics in order. */
  public record Aggregated(ImmutableList<Output> values, ImmutableList<Output> updateOps) {}

  /** Metrics by name, in order. */
  public record AggregatedMap(
      ImmutableMap<String, Output> values, ImmutableMap<String, Output> updateOps) {}

  /** Adds the mean of all values. */
  public Metric streamingMean(Output values, Consumer<? super MetricOptions> set) {
    return metrics.mean(values, set);
  }

  /** Adds the mean of each element over all batches. */
  public Metric streamingMeanTensor(Output values, Consumer<? super MetricOptions> set) {
    return metrics.meanTensor(values, set);
  }

  /** Adds the share of predictions that equal their labels. */
  public Metric streamingAccuracy(Output predictions, Output labels) {
    return streamingAccuracy(predictions, labels, o -> {});
  }

  /** Adds the share of predictions that equal their labels. */
  public Metric streamingAccuracy(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.accuracy(labels, predictions, set);
  }

  /** Adds the mean of {@code |predictions - labels|}. */
  public Metric streamingMeanAbsoluteError(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.meanAbsoluteError(labels, predictions, set);
  }

  /** Adds the mean of {@code (predictions - labels)²}. */
  public Metric streamingMeanSquaredError(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.meanSquaredError(labels, predictions, set);
  }

  /** Adds the root of the mean of {@code (predictions - labels)²}. */
  public Metric streamingRootMeanSquaredError(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.rootMeanSquaredError(labels, predictions, set);
  }

  /** Adds the mean of {@code |labels - predictions| / normalizer}. */
  public Metric streamingMeanRelativeError(
      Output predictions, Output labels, Output normalizer, Consumer<? super MetricOptions> set) {
    return metrics.meanRelativeError(labels, predictions, normalizer, set);
  }

  /** Adds one minus the mean of the products along an axis. */
  public Metric streamingMeanCosineDistance(
      Output predictions, Output labels, int axis, Consumer<? super MetricOptions> set) {
    return metrics.meanCosineDistance(labels, predictions, axis, set);
  }

  /** Adds the share of values below {@code threshold}. */
  public Metric streamingPercentageLess(
      Output values, double threshold, Consumer<? super MetricOptions> set) {
    return metrics.percentageBelow(values, threshold, set);
  }

  /** Adds the number of examples that are true and predicted so. */
  public Metric streamingTruePositives(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.truePositives(labels, predictions, set);
  }

  /** Adds the number of examples that are false and predicted so. */
  public Metric streamingTrueNegatives(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.trueNegatives(labels, predictions, set);
  }

  /** Adds the number of examples that are false but predicted true. */
  public Metric streamingFalsePositives(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.falsePositives(labels, predictions, set);
  }

  /** Adds the number of examples that are true but predicted false. */
  public Metric streamingFalseNegatives(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.falseNegatives(labels, predictions, set);
  }

  /** Adds the share of true examples among those predicted true. */
  public Metric streamingPrecision(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.precision(labels, predictions, set);
  }

  /** Adds the share of examples predicted true among those that are. */
  public Metric streamingRecall(
      Output predictions, Output labels, Consumer<? super MetricOptions> set) {
    return metrics.recall(labels, predictions, set);
  }

  /** Adds the area under a curve. */
  public Metric streamingAuc(
      Output predictions, Output labels, AucOptions curve, Consumer<? super MetricOptions> set) {
    return metrics.auc(labels, predictions, curve, set);
  }

  /** Adds the mean over classes of intersection over union. */
  public Metric streamingMeanIou(
      Output predictions, Output labels, int numClasses, Consumer<? super MetricOptions> set) {
    return metrics.meanIou(labels, predictions, numClasses, set);
  }

  /**
   * Adds the share of examples whose label is among the k highest predictions.
   *
   * @param predictions [batch, classes], float
   * @param labels [batch], int32 or int64
   */
  public Metric streamingRecallAtK(
      Output predictions, Output labels, int k, Consumer<? super MetricOptions> set) {
    Output hits = tf.cast(tf.nn().inTopK(predictions, labels, k), DataType.FLOAT);
    return metrics.mean(
        hits,
        o -> {
          o.name("recall_at_" + k);
          set.accept(o);
        });
  }

  /** Returns the values and the updates of {@code metrics}, each in order. */
  public static Aggregated aggregateMetrics(List<Metric> metrics) {
    return new Aggregated(
        metrics.stream().map(Metric::value).collect(ImmutableList.toImmutableList()),
        metrics.stream().map(Metric::updateOp).collect(ImmutableList.toImmutableList()));
  }

  /** Returns the values and the updates of {@code metrics} by name. */
  public static AggregatedMap aggregateMetricMap(Map<String, Metric> metrics) {
    ImmutableMap.Builder<String, Output> values = ImmutableMap.builder();
    ImmutableMap.Builder<String, Output> updates = ImmutableMap.builder();
    metrics.forEach(
        (name, metric) -> {
          values.put(name, metric.value());
          updates.put(name, metric.updateOp());
        });
    return new AggregatedMap(values.buildOrThrow(), updates.buildOrThrow());
  }
}

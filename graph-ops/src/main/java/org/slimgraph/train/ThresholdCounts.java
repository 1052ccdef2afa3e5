package org.slimgraph.train;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** How often each outcome occurs when predictions above a threshold count as true. */
final class ThresholdCounts {
  private final Counts values = new Counts(new EnumMap<>(Outcome.class));
  private final Counts updates = new Counts(new EnumMap<>(Outcome.class));

  private ThresholdCounts() {}

  /**
   * The counts of all outcomes.
   *
   * @param byOutcome each [thresholds]
   */
  record Counts(Map<Outcome, Output> byOutcome) {
    Output of(Outcome outcome) {
      return Objects.requireNonNull(byOutcome.get(outcome));
    }
  }

  static ThresholdCounts build(
      Ops tf, Output labels, Output predictions, double[] thresholds, MetricOptions options) {
    Output p = tf.cast(predictions, DataType.FLOAT);
    MetricBatch batch;
    try (Scope checked =
        tf.controlDependencies(
            check(tf, tf.greaterEqual(p, 0.0), p), check(tf, tf.lessEqual(p, 1.0), p))) {
      batch = MetricBatch.of(tf, tf.cast(labels, DataType.BOOL), tf.identity(p), options);
    }
    float[] bounds = new float[thresholds.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = (float) thresholds[i];
    }
    Output bound = tf.constant(Tensor.of(Shape.of(bounds.length, 1), bounds));
    Output positive = tf.greater(tf.reshape(batch.predictions(), Shape.of(1, -1)), bound);
    Output truth = tf.reshape(batch.labels(), Shape.of(1, -1));
    ThresholdCounts counts = new ThresholdCounts();
    for (Outcome outcome : Outcome.values()) {
      Variable count =
          MetricBatch.counter(tf, outcome.tfName(), DataType.FLOAT, Shape.of(bounds.length));
      Output hits = tf.cast(outcome.among(tf, truth, positive), DataType.FLOAT);
      if (batch.weights().isPresent()) {
        Output weights =
            WeightedLoss.broadcast(
                tf, tf.cast(batch.weights().get(), DataType.FLOAT), batch.predictions());
        hits = tf.multiply(hits, tf.reshape(weights, Shape.of(1, -1)));
      }
      counts.values.byOutcome().put(outcome, count.value());
      counts.updates.byOutcome().put(outcome, count.assignAdd(tf.reduceSum(hits, 1)));
    }
    return counts;
  }

  private static Operation check(Ops tf, Output holds, Output predictions) {
    return tf.assertTrue(
        tf.reduceAll(holds), List.of(tf.constant("predictions must be in [0, 1]"), predictions));
  }

  Metric metric(BiFunction<Counts, String, Output> function, String valueName, String updateName) {
    return new Metric(function.apply(values, valueName), function.apply(updates, updateName));
  }
}

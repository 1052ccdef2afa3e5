package org.slimgraph.train;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * The builders of {@code tf.metrics}: numbers over all batches of an evaluation. Each keeps counts
 * in variables of LOCAL_VARIABLES and METRIC_VARIABLES; run the updates batch by batch, then fetch
 * the value.
 *
 * <p>Labels come first. A last dimension of size 1 that only labels or only predictions have is
 * dropped. Weights are a scalar or of the rank of the values with each size 1 or equal. Shapes that
 * do not fit are INVALID_ARGUMENT. TF 1.15: {@code ops/metrics_impl.py}.
 */
public final class Metrics {
  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}; users call {@code tf.metrics()}. */
  public Metrics(Ops tf) {
    this.tf = tf;
  }

  // Means

  /** Adds the mean of all values. */
  public Metric mean(Output values) {
    return mean(values, o -> {});
  }

  /** Adds the mean of all values, weighted; 0 if there are none. */
  public Metric mean(Output values, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return mean(values, options.weights(tf), options, "mean");
  }

  private Metric mean(
      Output values, Optional<Output> weights, MetricOptions options, String defaultName) {
    return options.collect(
        tf, in(options, defaultName, () -> mean(tf.cast(values, DataType.FLOAT), weights)));
  }

  /** A mean whose scope has the metric's name, as where TF passes a name on to its mean. */
  private Metric namedMean(
      Output values, Optional<Output> weights, MetricOptions options, String name) {
    return options.collect(tf, unboundMean(values, weights, options, name));
  }

  private Metric unboundMean(
      Output values, Optional<Output> weights, MetricOptions options, String name) {
    try (var scope = tf.variableScope(options.name().isEmpty() ? name : options.name())) {
      return mean(tf.cast(values, DataType.FLOAT), weights);
    }
  }

  private Metric mean(Output values, Optional<Output> weights) {
    Variable total = MetricBatch.counter(tf, "total", DataType.FLOAT, Shape.scalar());
    Variable count = MetricBatch.counter(tf, "count", DataType.FLOAT, Shape.scalar());
    Output counted = values;
    Output number;
    if (weights.isEmpty()) {
      number = tf.cast(tf.size(values), DataType.FLOAT);
    } else {
      Output broadcast = broadcast(weights.get(), values);
      counted = tf.multiply(values, broadcast);
      number = tf.reduceSum(broadcast);
    }
    Output newTotal = total.assignAdd(tf.reduceSum(counted));
    Output newCount;
    try (Scope after = tf.controlDependencies(counted)) {
      newCount = count.assignAdd(number);
    }
    return quotient(total.value(), count.value(), newTotal, newCount);
  }

  private Metric quotient(Output total, Output count, Output newTotal, Output newCount) {
    return new Metric(
        tf.divNoNan(total, tf.maximum(count, 0), "value"),
        tf.divNoNan(newTotal, tf.maximum(newCount, 0), "update_op"));
  }

  private Output broadcast(Output weights, Output values) {
    Output fitted = MetricBatch.fitWeights(tf, weights, values);
    return WeightedLoss.broadcast(tf, tf.cast(fitted, DataType.FLOAT), values);
  }

  /** Adds the mean of each element over all batches, weighted. */
  public Metric meanTensor(Output values, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return options.collect(tf, in(options, "mean", () -> meanTensor(values, options)));
  }

  private Metric meanTensor(Output given, MetricOptions options) {
    Output values = tf.cast(given, DataType.FLOAT);
    if (!values.shape().isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "mean_tensor of values of shape %s: the shape must be known, since a variable has it",
          values.shape());
    }
    Variable total = MetricBatch.counter(tf, "total_tensor", DataType.FLOAT, values.shape());
    Variable count = MetricBatch.counter(tf, "count_tensor", DataType.FLOAT, values.shape());
    Output number = tf.onesLike(values);
    Optional<Output> weights = options.weights(tf);
    if (weights.isPresent()) {
      Output broadcast = broadcast(weights.get(), values);
      values = tf.multiply(values, broadcast);
      number = tf.multiply(number, broadcast);
    }
    Output newTotal = total.assignAdd(values);
    Output newCount;
    try (Scope after = tf.controlDependencies(values)) {
      newCount = count.assignAdd(number);
    }
    return quotient(total.value(), count.value(), newTotal, newCount);
  }

  /** Adds the share of predictions that equal their labels. */
  public Metric accuracy(Output labels, Output predictions) {
    return accuracy(labels, predictions, o -> {});
  }

  /** Adds the share of predictions that equal their labels, weighted. */
  public Metric accuracy(Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    MetricBatch batch = MetricBatch.of(tf, labels, predictions, options);
    Output predicted = tf.cast(batch.predictions(), batch.labels().dataType().base());
    Output correct = tf.cast(tf.equal(predicted, batch.labels()), DataType.FLOAT);
    return namedMean(correct, batch.weights(), options, "accuracy");
  }

  /** Adds the mean of {@code |predictions - labels|}. */
  public Metric meanAbsoluteError(Output labels, Output predictions) {
    return meanAbsoluteError(labels, predictions, o -> {});
  }

  /** Adds the mean of {@code |predictions - labels|}, weighted. */
  public Metric meanAbsoluteError(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    MetricBatch batch = MetricBatch.of(tf, labels, predictions, options);
    Output errors = tf.abs(tf.minus(batch.predictions(), batch.labels()));
    return namedMean(errors, batch.weights(), options, "mean_absolute_error");
  }

  /** Adds the mean of {@code (predictions - labels)²}. */
  public Metric meanSquaredError(Output labels, Output predictions) {
    return meanSquaredError(labels, predictions, o -> {});
  }

  /** Adds the mean of {@code (predictions - labels)²}, weighted. */
  public Metric meanSquaredError(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return options.collect(tf, squaredError(labels, predictions, options, "mean_squared_error"));
  }

  private Metric squaredError(
      Output labels, Output predictions, MetricOptions options, String name) {
    MetricBatch batch = MetricBatch.of(tf, labels, predictions, options);
    Output errors = tf.squaredDifference(batch.labels(), batch.predictions());
    return unboundMean(errors, batch.weights(), options, name);
  }

  /** Adds the root of the mean of {@code (predictions - labels)²}. */
  public Metric rootMeanSquaredError(Output labels, Output predictions) {
    return rootMeanSquaredError(labels, predictions, o -> {});
  }

  /** Adds the root of the mean of {@code (predictions - labels)²}, weighted. */
  public Metric rootMeanSquaredError(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    Metric mean = squaredError(labels, predictions, options, "root_mean_squared_error");
    return options.collect(tf, new Metric(tf.sqrt(mean.value()), tf.sqrt(mean.updateOp())));
  }

  /**
   * Adds the mean of {@code |labels - predictions| / normalizer}; where the normalizer is 0, the
   * error is 0.
   */
  public Metric meanRelativeError(
      Output labels, Output predictions, Output normalizer, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    MetricBatch batch = MetricBatch.of(tf, labels, predictions, options);
    Output y = batch.labels();
    Output errors = tf.divide(tf.abs(tf.minus(y, batch.predictions())), normalizer);
    Output relative = tf.where(tf.equal(normalizer, 0.0), tf.zerosLike(y), errors);
    return namedMean(relative, batch.weights(), options, "mean_relative_error");
  }

  /**
   * Adds one minus the mean of the products of labels and predictions of length 1 along an axis.
   */
  public Metric meanCosineDistance(
      Output labels, Output predictions, int axis, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    MetricBatch batch = MetricBatch.of(tf, labels, predictions, options);
    Output products =
        tf.reduceSum(
            tf.multiply(batch.predictions(), batch.labels()), o -> o.axes(axis).keepDims(true));
    Metric mean = unboundMean(products, batch.weights(), options, "mean_cosine_distance");
    return options.collect(
        tf, new Metric(tf.minus(1.0, mean.value()), tf.minus(1.0, mean.updateOp())));
  }

  /** Adds the share of values below {@code threshold}, weighted. */
  public Metric percentageBelow(
      Output values, double threshold, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    Output below = tf.cast(tf.less(values, threshold), DataType.FLOAT);
    return namedMean(below, options.weights(tf), options, "percentage_below_threshold");
  }

  // Counts

  /** Adds the number of examples that are true and predicted so, weighted. */
  public Metric truePositives(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return counted(Outcome.TRUE_POSITIVES, labels, predictions, options(set));
  }

  /** Adds the number of examples that are false and predicted so, weighted. */
  public Metric trueNegatives(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return counted(Outcome.TRUE_NEGATIVES, labels, predictions, options(set));
  }

  /** Adds the number of examples that are false but predicted true, weighted. */
  public Metric falsePositives(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return counted(Outcome.FALSE_POSITIVES, labels, predictions, options(set));
  }

  /** Adds the number of examples that are true but predicted false, weighted. */
  public Metric falseNegatives(
      Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return counted(Outcome.FALSE_NEGATIVES, labels, predictions, options(set));
  }

  private Metric counted(
      Outcome outcome, Output labels, Output predictions, MetricOptions options) {
    return options.collect(
        tf,
        in(
            options,
            outcome.tfName(),
            () -> count(outcome, booleans(labels, predictions, options))));
  }

  private MetricBatch booleans(Output labels, Output predictions, MetricOptions options) {
    return MetricBatch.of(
        tf, tf.cast(labels, DataType.BOOL), tf.cast(predictions, DataType.BOOL), options);
  }

  /** Adds a counter {@code count} in the current scope. */
  private Metric count(Outcome outcome, MetricBatch batch) {
    Output hits = outcome.among(tf, batch.labels(), batch.predictions());
    Variable count = MetricBatch.counter(tf, "count", DataType.FLOAT, Shape.scalar());
    Output values = tf.cast(hits, DataType.FLOAT);
    if (batch.weights().isPresent()) {
      values = tf.multiply(values, tf.cast(batch.weights().get(), DataType.FLOAT));
    }
    return new Metric(tf.identity(count.value()), count.assignAdd(tf.reduceSum(values)));
  }

  /** Adds the share of true examples among those predicted true. */
  public Metric precision(Output labels, Output predictions) {
    return precision(labels, predictions, o -> {});
  }

  /** Adds the share of true examples among those predicted true, weighted; 0 if there are none. */
  public Metric precision(Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return share("precision", Outcome.FALSE_POSITIVES, labels, predictions, options(set));
  }

  /** Adds the share of examples predicted true among those that are. */
  public Metric recall(Output labels, Output predictions) {
    return recall(labels, predictions, o -> {});
  }

  /** Adds the share of examples predicted true among those that are, weighted; 0 if none are. */
  public Metric recall(Output labels, Output predictions, Consumer<? super MetricOptions> set) {
    return share("recall", Outcome.FALSE_NEGATIVES, labels, predictions, options(set));
  }

  /** Adds true positives over the sum of true positives and {@code others}. */
  private Metric share(
      String name, Outcome others, Output labels, Output predictions, MetricOptions options) {
    return options.collect(
        tf,
        in(
            options,
            name,
            () -> {
              MetricBatch batch = booleans(labels, predictions, options);
              Metric hits = nested(Outcome.TRUE_POSITIVES, batch);
              Metric rest = nested(others, batch);
              return new Metric(
                  share(hits.value(), rest.value(), "value"),
                  share(hits.updateOp(), rest.updateOp(), "update_op"));
            }));
  }

  private Metric nested(Outcome outcome, MetricBatch batch) {
    try (var scope = tf.variableScope(o -> o.defaultName(outcome.tfName()))) {
      return count(outcome, batch);
    }
  }

  private Output share(Output hits, Output rest, String name) {
    Output sum = tf.plus(hits, rest);
    Output share = tf.divide(hits, sum);
    return tf.where(tf.greater(sum, 0), share, tf.constant(0f), name);
  }

  // Thresholds

  /** Adds the area under the ROC curve, from 200 thresholds by trapezoids. */
  public Metric auc(Output labels, Output predictions) {
    return auc(labels, predictions, AucOptions.defaults(), o -> {});
  }

  /**
   * Adds the area under a curve.
   *
   * @param labels cast to bool
   * @param predictions from 0 to 1; others fail the run
   */
  public Metric auc(
      Output labels, Output predictions, AucOptions curve, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return options.collect(
        tf,
        in(
            options,
            "auc",
            () -> {
              BiFunction<ThresholdCounts.Counts, String, Output> area =
                  (counts, name) -> new AreaUnderCurve(tf, curve).of(counts, name);
              return thresholds(labels, predictions, curve.thresholds(), options)
                  .metric(area, "value", "update_op");
            }));
  }

  /** Adds, threshold by threshold, the share of true examples among those predicted above it. */
  public Metric precisionAtThresholds(
      Output labels, Output predictions, double[] thresholds, Consumer<? super MetricOptions> set) {
    return shareAt("precision", thresholds, labels, predictions, options(set));
  }

  /** Adds, threshold by threshold, the share of examples predicted above it among the true ones. */
  public Metric recallAtThresholds(
      Output labels, Output predictions, double[] thresholds, Consumer<? super MetricOptions> set) {
    return shareAt("recall", thresholds, labels, predictions, options(set));
  }

  private Metric shareAt(
      String what, double[] thresholds, Output labels, Output predictions, MetricOptions options) {
    BiFunction<ThresholdCounts.Counts, String, Output> share =
        (counts, name) -> {
          Output hits = counts.of(Outcome.TRUE_POSITIVES);
          Outcome others =
              what.equals("precision") ? Outcome.FALSE_POSITIVES : Outcome.FALSE_NEGATIVES;
          Output all = tf.plus(tf.plus(1e-7, hits), counts.of(others));
          return tf.divide(hits, all, what + "_" + name);
        };
    return options.collect(
        tf,
        in(
            options,
            what + "_at_thresholds",
            () ->
                thresholds(labels, predictions, thresholds, options)
                    .metric(share, "value", "update_op")));
  }

  private ThresholdCounts thresholds(
      Output labels, Output predictions, double[] thresholds, MetricOptions options) {
    return ThresholdCounts.build(tf, labels, predictions, thresholds, options);
  }

  // Classes

  /**
   * Adds the mean over classes of intersection over union of labels and predictions. The update
   * returns the matrix of counts.
   *
   * @param labels classes from 0 to below {@code numClasses}; others fail the run
   */
  public Metric meanIou(
      Output labels, Output predictions, int numClasses, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return options.collect(
        tf,
        in(
            options,
            "mean_iou",
            () -> new ClassCounts(tf, numClasses).meanIou(labels, predictions, options)));
  }

  /**
   * Adds the mean over classes of the share of a class's examples that are predicted right. The
   * update returns the share of each class.
   *
   * @param labels classes from 0 to below {@code numClasses}; others fail the run
   */
  public Metric meanPerClassAccuracy(
      Output labels, Output predictions, int numClasses, Consumer<? super MetricOptions> set) {
    MetricOptions options = options(set);
    return options.collect(
        tf,
        in(
            options,
            "mean_accuracy",
            () -> new ClassCounts(tf, numClasses).meanAccuracy(labels, predictions, options)));
  }

  // What metrics share

  private Metric in(MetricOptions options, String defaultName, Supplier<Metric> body) {
    try (var scope =
        tf.variableScope(
            o -> {
              if (options.name().isEmpty()) {
                o.defaultName(defaultName);
              } else {
                o.name(options.name());
              }
            })) {
      return body.get();
    }
  }

  private static MetricOptions options(Consumer<? super MetricOptions> set) {
    MetricOptions options = new MetricOptions();
    set.accept(options);
    return options;
  }
}

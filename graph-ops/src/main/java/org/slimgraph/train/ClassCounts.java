package org.slimgraph.train;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** Metrics that count class by class. */
final class ClassCounts {
  private final Ops tf;
  private final int numClasses;

  ClassCounts(Ops tf, int numClasses) {
    if (numClasses < 1) {
      throw SlimgraphException.invalidArgument(
          "numClasses is %d, but must be positive", numClasses);
    }
    this.tf = tf;
    this.numClasses = numClasses;
  }

  Metric meanIou(Output labels, Output predictions, MetricOptions options) {
    checkShapes(labels, predictions);
    Variable total =
        MetricBatch.counter(
            tf, "total_confusion_matrix", DataType.DOUBLE, Shape.of(numClasses, numClasses));
    Output update = total.assignAdd(confusions(labels, predictions, options.weights(tf)));
    return new Metric(meanIou(total.value()), update);
  }

  /** Returns how often each label, the row, was predicted as each class, the column. */
  private Output confusions(Output labels, Output predictions, Optional<Output> weights) {
    Output y = flat(tf.cast(labels, DataType.INT64));
    Output p = flat(tf.cast(predictions, DataType.INT64));
    Output ones = tf.onesLike(tf.cast(p, DataType.DOUBLE));
    Output values =
        weights.isPresent()
            ? tf.multiply(ones, flat(tf.cast(weights.get(), DataType.DOUBLE)))
            : ones;
    long n = numClasses;
    Output shape = tf.constant(Tensor.of(Shape.of(2), new long[] {n, n}));
    return tf.scatterNd(tf.stack(List.of(y, p), 1), values, shape);
  }

  private Output meanIou(Output confusions) {
    Output rows = tf.cast(tf.reduceSum(confusions, 0), DataType.FLOAT);
    Output columns = tf.cast(tf.reduceSum(confusions, 1), DataType.FLOAT);
    Output diagonal = tf.cast(tf.diagPart(confusions), DataType.FLOAT);
    Output union = tf.minus(tf.plus(rows, columns), diagonal);
    Output valid = tf.reduceSum(tf.cast(tf.notEqual(union, 0), DataType.FLOAT));
    Output safe = tf.where(tf.greater(union, 0), union, tf.onesLike(union));
    Output sum = tf.reduceSum(tf.divide(diagonal, safe), o -> o.name("mean_iou"));
    return tf.where(tf.greater(valid, 0), tf.over(sum, valid), tf.constant(0f));
  }

  Metric meanAccuracy(Output labels, Output predictions, MetricOptions options) {
    checkShapes(labels, predictions);
    Output y = flat(tf.cast(labels, DataType.INT64));
    Output p = flat(tf.cast(predictions, DataType.INT64));
    Variable total = MetricBatch.counter(tf, "total", DataType.FLOAT, Shape.of(numClasses));
    Variable count = MetricBatch.counter(tf, "count", DataType.FLOAT, Shape.of(numClasses));
    Output correct = tf.cast(tf.equal(p, y), DataType.FLOAT);
    Output ones = tf.onesLike(correct);
    Optional<Output> weights = options.weights(tf);
    if (weights.isPresent()) {
      Output w = flat(tf.cast(weights.get(), DataType.FLOAT));
      correct = tf.multiply(correct, w);
      ones = tf.multiply(ones, w);
    }
    Output newTotal = tf.scatterAdd(total.ref(), y, ones);
    Output newCount = tf.scatterAdd(count.ref(), y, correct);
    Output shares = tf.divNoNan(count.value(), tf.maximum(total.value(), 0));
    return new Metric(
        tf.reduceMean(shares, o -> o.name("mean_accuracy")),
        tf.divNoNan(newCount, tf.maximum(newTotal, 0), "update_op"));
  }

  private Output flat(Output values) {
    return values.shape().rank() == 0 || values.shape().rank() == 1
        ? values
        : tf.reshape(values, Shape.of(-1));
  }

  private static void checkShapes(Output labels, Output predictions) {
    if (!predictions.shape().isCompatibleWith(labels.shape())) {
      throw SlimgraphException.invalidArgument(
          "Shapes %s and %s are incompatible: predictions and labels of a metric must have the same"
              + " shape",
          predictions.shape(), labels.shape());
    }
  }
}

package org.slimgraph.ops.nn;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;

/** Normalisation that Python composes of arithmetic. */
final class Normalizations {
  private Normalizations() {}

  /** TF: tf.nn.moments. */
  static Moments moments(Ops tf, Output x, int[] axes, boolean keepDims, String name) {
    try (var scope = tf.nameScope(name)) {
      boolean isHalf = x.dataType() == DataType.HALF;
      Output y = isHalf ? tf.cast(x, DataType.FLOAT) : x;
      Output mean = tf.reduceMean(y, o -> o.axes(axes).keepDims(true).name("mean"));
      Output deviations = tf.squaredDifference(y, tf.stopGradient(mean));
      Output variance =
          tf.reduceMean(deviations, o -> o.axes(axes).keepDims(true).name("variance"));
      if (!keepDims) {
        mean = tf.squeeze(mean, axes);
        variance = tf.squeeze(variance, axes);
      }
      return isHalf
          ? new Moments(tf.cast(mean, DataType.HALF), tf.cast(variance, DataType.HALF))
          : new Moments(mean, variance);
    }
  }

  /** TF: tf.nn.weighted_moments. */
  static Moments weightedMoments(
      Ops tf, Output x, int[] axes, Output weights, boolean keepDims, String name) {
    try (var scope = tf.nameScope(name)) {
      DataType type = x.dataType().base();
      Output y = type == DataType.HALF ? tf.cast(x, DataType.FLOAT) : x;
      Output w = tf.cast(weights, y.dataType().base());
      Output sum = kept(tf, tf.times(w, y), axes, "weighted_input_sum");
      // A weight counts once for each element that it is broadcast to.
      Output spread = tf.plus(w, tf.zerosLike(y));
      Output sumOfWeights = kept(tf, spread, axes, "sum_of_weights");
      Output divisor = tf.reciprocal(sumOfWeights, "inv_weight_sum");
      Output mean = tf.multiply(sum, divisor);
      Output deviations = tf.times(w, tf.squaredDifference(y, mean));
      Output variance = tf.multiply(kept(tf, deviations, axes, "weighted_distsq"), divisor);
      if (!keepDims) {
        mean = tf.squeeze(mean, axes);
        variance = tf.squeeze(variance, axes);
      }
      return new Moments(tf.cast(mean, type), tf.cast(variance, type));
    }
  }

  private static Output kept(Ops tf, Output value, int[] axes, String name) {
    return tf.reduceSum(value, o -> o.axes(axes).keepDims(true).name(name));
  }

  /** TF: tf.nn.batch_normalization. */
  static Output batchNormalization(
      Ops tf,
      Output x,
      Output mean,
      Output variance,
      double epsilon,
      BatchNormalizationOptions options,
      String name) {
    try (var scope = tf.nameScope(name)) {
      Output root = tf.rsqrt(tf.plus(variance, epsilon));
      Output inverse = options.scale().map(scale -> tf.times(root, scale)).orElse(root);
      Output scaled = tf.times(x, cast(tf, inverse, x));
      Output shift =
          options
              .offset()
              .map(offset -> tf.minus(offset, tf.times(mean, inverse)))
              .orElseGet(() -> tf.times(tf.negative(mean), inverse));
      return tf.plus(scaled, cast(tf, shift, x));
    }
  }

  private static Output cast(Ops tf, Output value, Output like) {
    return value.dataType().base() == like.dataType().base()
        ? value
        : tf.cast(value, like.dataType().base());
  }
}

package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Mean and (biased) variance over all dimensions but the channels.
 *
 * @param mean [channels], or with the dimensions of what it was taken of
 * @param variance like the mean
 */
record Moments(Output mean, Output variance) {

  /** Adds the moments of {@code x} over {@code axes}: TF's nn.moments. */
  static Moments of(Ops tf, Output x, int[] axes, boolean keepDims) {
    try (NameScope scope = tf.nameScope("moments")) {
      DataType outer = x.dataType().base();
      Output values = outer == DataType.HALF ? tf.cast(x, DataType.FLOAT) : x;
      Output mean = average(tf, values, axes, "mean");
      Output distance = tf.squaredDifference(values, tf.stopGradient(mean));
      Output variance = average(tf, distance, axes, "variance");
      if (!keepDims) {
        mean = tf.squeeze(mean, axes);
        variance = tf.squeeze(variance, axes);
      }
      return new Moments(tf.cast(mean, outer), tf.cast(variance, outer));
    }
  }

  /**
   * Adds moments in which each example counts as its weight says: TF's nn.weighted_moments.
   *
   * @param weights broadcasts with {@code x}
   */
  static Moments weighted(Ops tf, Output x, int[] axes, Output weights, boolean keepDims) {
    try (NameScope scope = tf.nameScope("weighted_moments")) {
      DataType outer = x.dataType().base();
      boolean narrow = outer == DataType.HALF;
      Output values = narrow ? tf.cast(x, DataType.FLOAT) : x;
      Output factors = tf.cast(weights, values.dataType().base());
      Output sum = total(tf, tf.times(factors, values), axes, "weighted_input_sum");
      // A weight counts once for each element of its example, whatever x is.
      Output spread = tf.plus(factors, tf.zerosLike(values));
      Output count = total(tf, spread, axes, "sum_of_weights");
      Output divisor = tf.reciprocal(count, "inv_weight_sum");
      Output mean = tf.multiply(sum, divisor);
      Output squares = tf.times(factors, tf.squaredDifference(values, mean));
      Output squaredDistance = total(tf, squares, axes, "weighted_distsq");
      Output variance = tf.multiply(squaredDistance, divisor);
      if (!keepDims) {
        mean = tf.squeeze(mean, axes);
        variance = tf.squeeze(variance, axes);
      }
      return new Moments(tf.cast(mean, outer), tf.cast(variance, outer));
    }
  }

  private static Output average(Ops tf, Output values, int[] axes, String name) {
    return tf.reduceMean(values, o -> o.axes(axes).keepDims(true).name(name));
  }

  private static Output total(Ops tf, Output values, int[] axes, String name) {
    return tf.reduceSum(values, o -> o.axes(axes).keepDims(true).name(name));
  }

  /** Gives both another shape. */
  Moments reshaped(Ops tf, Shape shape) {
    Output reshapedMean = tf.reshape(mean, shape);
    return new Moments(reshapedMean, tf.reshape(variance, shape));
  }

  /**
   * Adds {@code (inputs − mean)·scale / √(variance + epsilon) + offset}: nn.batch_normalization.
   */
  Output normalize(
      Ops tf, Output inputs, @Nullable Output offset, @Nullable Output scale, double epsilon) {
    try (NameScope scope = tf.nameScope("batchnorm")) {
      Output inverse = tf.rsqrt(tf.plus(variance, epsilon));
      Output factor = scale == null ? inverse : tf.times(inverse, scale);
      Output scaled = tf.times(inputs, factor);
      Output shift = tf.times(mean, factor);
      return tf.plus(scaled, offset == null ? tf.negate(shift) : tf.minus(offset, shift));
    }
  }
}

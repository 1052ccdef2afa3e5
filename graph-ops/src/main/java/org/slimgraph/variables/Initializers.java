package org.slimgraph.variables;

import java.util.List;
import java.util.OptionalLong;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * TF's initializers. Random ones without a seed take theirs from the graph's seed and the operation
 * count, as {@link org.slimgraph.ops.random.RandomOps} says; one initializer used twice gives two
 * different tensors unless it has a seed of its own.
 */
public final class Initializers {
  /** The standard deviation of a standard normal that is redrawn outside of ±2. */
  private static final double TRUNCATED_STDDEV = .87962566103423978;

  private Initializers() {}

  /** Returns the initializer of zeros; false for BOOL, empty for STRING. */
  public static Initializer zeros() {
    return (tf, shape, dtype) -> ConstantFill.filled(tf, shape, dtype, 0, "zeros");
  }

  /** Returns the initializer of ones. */
  public static Initializer ones() {
    return (tf, shape, dtype) -> ConstantFill.filled(tf, shape, dtype, 1, "ones");
  }

  /**
   * Returns an initializer that fills a tensor in row-major order with {@code values}; the last one
   * is repeated.
   *
   * @throws SlimgraphException INVALID_ARGUMENT, when used, if there are more values than elements
   */
  public static Initializer constant(double... values) {
    double[] copy = values.clone();
    return (tf, shape, dtype) -> ConstantFill.constant(tf, shape, dtype, copy);
  }

  /** Returns the initializer that is {@code value} itself; it takes neither shape nor type. */
  public static Initializer value(Output value) {
    return new ValueInitializer(value.dataType().base(), graph -> InitialValue.of(value));
  }

  /** Returns the initializer that is {@code value} itself; it takes neither shape nor type. */
  public static Initializer value(Tensor value) {
    return new ValueInitializer(value.dataType(), graph -> InitialValue.of(graph, value));
  }

  /** Returns the initializer of uniform numbers in [minval, maxval). */
  public static Initializer randomUniform(double minval, double maxval) {
    return uniform(minval, maxval, OptionalLong.empty());
  }

  /** Returns the initializer of uniform numbers in [minval, maxval). */
  public static Initializer randomUniform(double minval, double maxval, long seed) {
    return uniform(minval, maxval, OptionalLong.of(seed));
  }

  /** Returns the initializer of normal numbers. */
  public static Initializer randomNormal(double mean, double stddev) {
    return normal(mean, stddev, OptionalLong.empty());
  }

  /** Returns the initializer of normal numbers. */
  public static Initializer randomNormal(double mean, double stddev, long seed) {
    return normal(mean, stddev, OptionalLong.of(seed));
  }

  /** Returns the initializer of normal numbers, redrawn outside of two standard deviations. */
  public static Initializer truncatedNormal(double mean, double stddev) {
    return truncated(mean, stddev, OptionalLong.empty());
  }

  /** Returns the initializer of normal numbers, redrawn outside of two standard deviations. */
  public static Initializer truncatedNormal(double mean, double stddev, long seed) {
    return truncated(mean, stddev, OptionalLong.of(seed));
  }

  /**
   * Returns the initializer of uniform numbers in ±factor·√(3/n), n being the product of all
   * dimensions but the last.
   */
  public static Initializer uniformUnitScaling(double factor) {
    return (tf, shape, dtype) -> {
      double inputs = 1;
      for (int i = 0; i < shape.rank() - 1; i++) {
        inputs *= shape.dim(i);
      }
      double max = Math.sqrt(3 / Math.max(1, inputs)) * factor;
      return randomUniform(-max, max).initialize(tf, shape, dtype);
    };
  }

  /**
   * Returns tf.variance_scaling_initializer: the variance is {@code scale} divided by the fan that
   * {@code mode} names.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the scale is not positive
   */
  public static Initializer varianceScaling(double scale, FanMode mode, Distribution distribution) {
    return scaling(scale, mode, distribution, OptionalLong.empty());
  }

  /** Returns the initializer of {@link #varianceScaling(double, FanMode, Distribution)}. */
  public static Initializer varianceScaling(
      double scale, FanMode mode, Distribution distribution, long seed) {
    return scaling(scale, mode, distribution, OptionalLong.of(seed));
  }

  /** Returns Glorot's uniform initializer, the default of floating variables. */
  public static Initializer glorotUniform() {
    return varianceScaling(1, FanMode.FAN_AVG, Distribution.UNIFORM);
  }

  /** Returns Glorot's normal initializer. */
  public static Initializer glorotNormal() {
    return varianceScaling(1, FanMode.FAN_AVG, Distribution.TRUNCATED_NORMAL);
  }

  /** Returns He's uniform initializer. */
  public static Initializer heUniform() {
    return varianceScaling(2, FanMode.FAN_IN, Distribution.UNIFORM);
  }

  /** Returns He's normal initializer. */
  public static Initializer heNormal() {
    return varianceScaling(2, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /** Returns LeCun's uniform initializer. */
  public static Initializer lecunUniform() {
    return varianceScaling(1, FanMode.FAN_IN, Distribution.UNIFORM);
  }

  /** Returns LeCun's normal initializer. */
  public static Initializer lecunNormal() {
    return varianceScaling(1, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /**
   * Returns the initializer of matrices with orthonormal columns, or rows if there are fewer, times
   * {@code gain}; all dimensions but the last count as rows. Taken uniformly from all such
   * matrices.
   *
   * @throws SlimgraphException INVALID_ARGUMENT, when used, if there are less than two dimensions
   */
  public static Initializer orthogonal(double gain) {
    return orthogonal(gain, OptionalLong.empty());
  }

  /** Returns the initializer of {@link #orthogonal(double)}. */
  public static Initializer orthogonal(double gain, long seed) {
    return orthogonal(gain, OptionalLong.of(seed));
  }

  private static Initializer orthogonal(double gain, OptionalLong seed) {
    return (tf, shape, dtype) -> {
      if (shape.rank() < 2) {
        throw SlimgraphException.invalidArgument(
            "The tensor to initialize must be at least two-dimensional, not of shape %s",
            shape.toBrackets());
      }
      long columns = shape.dim(-1);
      long rows = shape.slice(0, shape.rank() - 1).elementCount();
      Shape flat = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
      Output normal = normal(0, 1, seed).initialize(tf, flat, dtype);
      List<Output> qr = tf.linalg().qr(normal);
      Output q = tf.times(qr.get(0), tf.sign(tf.diagPart(qr.get(1))));
      q = rows < columns ? tf.linalg().matrixTranspose(q) : q;
      return tf.times(gain, tf.reshape(q, shape));
    };
  }

  static Initializer uniform(double minval, double maxval, OptionalLong seed) {
    return (tf, shape, dtype) ->
        tf.random().uniform(shape, minval, maxval, o -> o.dtype(dtype).seed(seed));
  }

  private static Initializer normal(double mean, double stddev, OptionalLong seed) {
    return (tf, shape, dtype) ->
        tf.random().normal(shape, mean, stddev, o -> o.dtype(floating(dtype)).seed(seed));
  }

  static Initializer truncated(double mean, double stddev, OptionalLong seed) {
    return (tf, shape, dtype) ->
        tf.random().truncatedNormal(shape, mean, stddev, o -> o.dtype(floating(dtype)).seed(seed));
  }

  private static Initializer scaling(
      double scale, FanMode mode, Distribution distribution, OptionalLong seed) {
    if (!(scale > 0)) {
      throw SlimgraphException.invalidArgument("`scale` must be positive float, not %s", scale);
    }
    return (tf, shape, dtype) -> {
      floating(dtype);
      double variance = scale / Math.max(1, mode.of(shape));
      return scaled(tf, variance, distribution, seed).initialize(tf, shape, dtype);
    };
  }

  private static Initializer scaled(
      Ops tf, double variance, Distribution distribution, OptionalLong seed) {
    double stddev = Math.sqrt(variance);
    switch (distribution) {
      case TRUNCATED_NORMAL:
        boolean corrected = tf.graph().compat() != Compat.TF_1_0;
        return truncated(0, corrected ? stddev / TRUNCATED_STDDEV : stddev, seed);
      case UNTRUNCATED_NORMAL:
        return normal(0, stddev, seed);
      case UNIFORM:
        double limit = Math.sqrt(3 * variance);
        return uniform(-limit, limit, seed);
    }
    throw new AssertionError(distribution);
  }

  /** Returns {@code dtype} if random numbers can be of it. */
  static DataType floating(DataType dtype) {
    if (!dtype.isFloating()) {
      throw SlimgraphException.invalidArgument(
          "Cannot create initializer for non-floating point type. It is %s.", dtype.tfName());
    }
    return dtype;
  }
}

package org.slimgraph.cpu;

/**
 * Loops over [rows, channels] matrices of floats without gaps, with one parameter a channel.
 * Outputs may be the input itself.
 *
 * <p>Sums are added to arrays of doubles; callers clear them.
 */
public interface ChannelLoops {

  /** Adds the sum of each channel to {@code sums}. */
  void sums(float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset);

  /**
   * Adds the sum of each channel to {@code sums} and the sum of squares to the {@code channels}
   * elements after.
   */
  void moments(float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset);

  /**
   * Adds the sum of {@code gradient} of each channel to {@code sums} and the sum of {@code gradient
   * * (x - mean)} to the {@code channels} elements after.
   */
  void gradientSums(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      int rows,
      int channels,
      float[] mean,
      int meanOffset,
      double[] sums,
      int sumsOffset);

  /** Computes {@code out = x + bias}. */
  void addBias(
      float[] x,
      int xOffset,
      float[] bias,
      int biasOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels);

  /** Computes {@code out = x * scale + shift}, fused where the processor can. */
  void scaleShift(
      float[] x,
      int xOffset,
      float[] scale,
      int scaleOffset,
      float[] shift,
      int shiftOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels);

  /** Computes {@code out = (x - mean) * factor + shift} in this order. */
  void normalize(
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] factor,
      int factorOffset,
      float[] shift,
      int shiftOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels);

  /**
   * Computes {@code out = (gradient - coefficients[1] - (x - coefficients[2]) * coefficients[3]) *
   * coefficients[0]}, where {@code coefficients} is [4, channels]: factor, mean of the gradient,
   * mean of x, slope.
   */
  void normalizeGradient(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      float[] coefficients,
      int coefficientsOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels);
}

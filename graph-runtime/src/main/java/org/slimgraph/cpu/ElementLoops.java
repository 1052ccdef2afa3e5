package org.slimgraph.cpu;

/**
 * Elementwise loops over contiguous ranges of floats. The output may be an operand itself, at the
 * same offset.
 */
public interface ElementLoops {

  /** The most elements that {@link #copyLoosely} writes after the run. */
  int OVERRUN = 15;

  /** Computes {@code out[i] = op(x[i])}. */
  void unary(UnaryOp op, float[] x, int xOffset, float[] out, int outOffset, int count);

  /** Computes {@code out[i] = op(a[i], b[i])}. */
  void binary(
      BinaryOp op,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count);

  /** Computes {@code out[i] = op(a, b[i])}. */
  void scalarLeft(
      BinaryOp op, float a, float[] b, int bOffset, float[] out, int outOffset, int count);

  /** Computes {@code out[i] = op(a[i], b)}. */
  void scalarRight(
      BinaryOp op, float[] a, int aOffset, float b, float[] out, int outOffset, int count);

  /** Adds {@code a[i] * b[i]} to {@code out[i]}. */
  void multiplyAdd(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count);

  /** Adds {@code factor * x[i]} to {@code out[i]}. */
  void addScaled(float factor, float[] x, int xOffset, float[] out, int outOffset, int count);

  /**
   * Adds {@code factors[factorOffset + r] * x[xOffset + r * pitch + i]} for the four r below 4 to
   * {@code out[i]}.
   */
  void addFourScaled(
      float[] factors,
      int factorOffset,
      float[] x,
      int xOffset,
      int pitch,
      float[] out,
      int outOffset,
      int count);

  /** Returns the sum of {@code a[i] * b[i]}. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int count);

  /**
   * Copies a run that may be short, and possibly up to {@link #OVERRUN} elements after it.
   *
   * <p>Whole vectors beat exact copies of a few elements by far; the caller fills what comes after
   * the run later, and leaves room for it at the end of {@code to}.
   */
  void copyLoosely(float[] from, int fromOffset, float[] to, int toOffset, int count);

  /**
   * Returns the sum of the range, with an error of a few units in the last place of the float
   * result.
   */
  double sum(float[] x, int offset, int count);

  /** Returns the largest element, NaNs skipped; minus infinity where there is none. */
  float max(float[] x, int offset, int count);

  /** Returns the smallest element, NaNs skipped; plus infinity where there is none. */
  float min(float[] x, int offset, int count);
}

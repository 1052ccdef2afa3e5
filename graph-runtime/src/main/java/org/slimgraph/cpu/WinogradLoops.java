package org.slimgraph.cpu;

/**
 * The transforms of Winograd's F(4×4, 3×3): 6×6 input pixels to 36 values and 36 values to 4×4
 * output pixels, for each channel. Matrices: A. Lavin, S. Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2016, section 4.3.
 */
public interface WinogradLoops {
  /** Pixels along one side of an input tile. */
  int INPUT_SIDE = 6;

  /** Pixels along one side of an output tile. */
  int OUTPUT_SIDE = 4;

  /** Values of a transformed tile. */
  int VALUES = INPUT_SIDE * INPUT_SIDE;

  /** Elements of the working array that transforms need. */
  int WORK = VALUES * 16;

  /**
   * Transforms the tile whose element (row, column, channel) lies at {@code at + row * rowPitch +
   * column * columnPitch + channel}; value xi of a channel goes to {@code v[vAt + xi * vPitch +
   * channel]}.
   */
  void input(
      float[] x,
      int at,
      int rowPitch,
      int columnPitch,
      int channels,
      float[] v,
      int vAt,
      int vPitch,
      float[] work);

  /**
   * Transforms the values {@code m[mAt + xi * mPitch + channel]} to the tile whose element (row,
   * column, channel) lies at {@code at + row * rowPitch + column * columnPitch + channel}.
   */
  void output(
      float[] m,
      int mAt,
      int mPitch,
      int channels,
      float[] y,
      int at,
      int rowPitch,
      int columnPitch,
      float[] work);
}

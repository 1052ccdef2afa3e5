package org.slimgraph.cpu;

/**
 * Multiplies a few rows with one packed panel: {@code C[rows][columns] (+)= A[rows][depth] *
 * B[depth][columns]}.
 *
 * <p>The strides of {@code A} belong to the kernel, see {@link TileKernels#at}.
 */
public interface TileKernel {

  /**
   * Computes one tile.
   *
   * @param rows from 1 to {@link TileKernels#rows()}
   * @param depth the length of the products' sums, at least 1
   * @param b a panel: {@code depth} rows of {@link TileKernels#columns()} elements without gaps
   * @param cPitch the distance of rows of {@code c}; each row takes {@link TileKernels#columns()}
   *     elements
   * @param accumulate whether to add to {@code c} or to overwrite it
   */
  void run(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cPitch,
      boolean accumulate);
}

package org.slimgraph.cpu;

/**
 * The family of tile kernels of one provider; all matrix products and convolutions are built on it.
 */
public interface TileKernels {

  /** Returns the rows of the tallest tile. */
  int rows();

  /** Returns the columns of a tile, which are the columns of a packed panel. */
  int columns();

  /**
   * Returns the kernel whose element (row, k) of {@code A} lies at {@code aOffset + row * rowStride
   * + k * depthStride}.
   *
   * <p>Kernels are made once for a pair and cached: fast code wants constant strides. Keep the
   * pairs few.
   */
  TileKernel at(int rowStride, int depthStride);
}

package org.slimgraph.cpu;

/**
 * The loops that exist twice, plain and with SIMD instructions. Implementations are stateless but
 * for caches.
 */
public interface LoopsProvider {

  /** Returns a short name for logs and reports. */
  String name();

  /** Returns the tile kernels of matrix products. */
  TileKernels tiles();

  /** Returns the elementwise loops. */
  ElementLoops elements();

  /** Returns the loops over channels. */
  ChannelLoops channels();

  /** Returns the transforms of fast convolutions. */
  WinogradLoops winograd();
}

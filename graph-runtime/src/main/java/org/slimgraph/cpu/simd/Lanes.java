package org.slimgraph.cpu.simd;

/** A few floats of each thread, into which sums leave their registers. */
final class Lanes {

  /** The most floats that a loop asks for: twelve vectors of the widest species. */
  private static final int SIZE = 12 * 16;

  private static final ThreadLocal<float[]> OF_THREAD =
      ThreadLocal.withInitial(() -> new float[SIZE]);

  private Lanes() {}

  static float[] ofThread() {
    return OF_THREAD.get();
  }
}

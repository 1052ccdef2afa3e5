package org.slimgraph.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.cpu.TileKernel;

/**
 * Guards tile kernels against boxing: a compiler that fails to keep vectors in registers gives
 * right results at a hundredth of the speed, and only a clock tells.
 *
 * <p>The floor is far below what a busy machine reaches (200 GFLOP/s where it is idle, 16 lanes)
 * and far above a boxed kernel (1 to 2 GFLOP/s), so that load does not fail the test.
 */
@Tag("slow")
final class TileSpeedTest {

  private static final double FLOOR = 10;
  private static final int DEPTH = 256;
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  @Test
  void rowMajorKernel_warm_keepsVectorsInRegisters() {
    assertFast(272, 1);
  }

  @Test
  void depthMajorKernel_warm_keepsVectorsInRegisters() {
    assertFast(1, 56);
  }

  private static void assertFast(int rowStride, int depthStride) {
    SimdTileKernels kernels = new SimdTileKernels();
    TileKernel kernel = kernels.at(rowStride, depthStride);
    int rows = kernels.rows();
    float[] a = new float[(rows + 1) * rowStride + DEPTH * depthStride];
    float[] b = new float[DEPTH * kernels.columns()];
    float[] c = new float[rows * kernels.columns()];
    double operations = 2.0 * rows * kernels.columns() * DEPTH;
    double best = 0;
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (best < FLOOR && System.nanoTime() < end) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        kernel.run(rows, DEPTH, a, 0, b, 0, c, 0, kernels.columns(), i % 4 != 0);
      }
      best = Math.max(best, 100 * operations / (System.nanoTime() - start));
    }
    double reached = best;
    assertTrue(best >= FLOOR, () -> "only " + reached + " GFLOP/s: vectors are boxed");
  }
}

package org.slimgraph.cpu;

/**
 * Tiles of 4 rows and 4 columns in 16 scalar accumulators.
 *
 * <p>Sixteen independent chains hide the latency of multiply-add, and eight loads feed sixteen of
 * them. Loops over arrays of columns would be vectorised only where all arrays are indexed alike
 * and rows are long, which panels are not.
 */
final class PlainTileKernels implements TileKernels {

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return 4;
  }

  @Override
  public TileKernel at(int rowStride, int depthStride) {
    return new Kernel(rowStride, depthStride);
  }

  private record Kernel(int rowStride, int depthStride) implements TileKernel {

    @Override
    public void run(
        int rows,
        int depth,
        float[] a,
        int aOffset,
        float[] b,
        int bOffset,
        float[] c,
        int cOffset,
        int cPitch,
        boolean accumulate) {
      if (rows == 4) {
        four(depth, a, aOffset, b, bOffset, c, cOffset, cPitch, accumulate);
        return;
      }
      for (int row = 0; row < rows; row++) {
        one(depth, a, aOffset + row * rowStride, b, bOffset, c, cOffset + row * cPitch, accumulate);
      }
    }

    private void four(
        int depth,
        float[] a,
        int a0,
        float[] b,
        int bOffset,
        float[] c,
        int c0,
        int cPitch,
        boolean accumulate) {
      int a1 = a0 + rowStride;
      int a2 = a1 + rowStride;
      int a3 = a2 + rowStride;
      float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
      float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
      float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
      float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
      if (accumulate) {
        int at = c0;
        c00 = c[at];
        c01 = c[at + 1];
        c02 = c[at + 2];
        c03 = c[at + 3];
        at += cPitch;
        c10 = c[at];
        c11 = c[at + 1];
        c12 = c[at + 2];
        c13 = c[at + 3];
        at += cPitch;
        c20 = c[at];
        c21 = c[at + 1];
        c22 = c[at + 2];
        c23 = c[at + 3];
        at += cPitch;
        c30 = c[at];
        c31 = c[at + 1];
        c32 = c[at + 2];
        c33 = c[at + 3];
      }
      int bAt = bOffset;
      int k = 0;
      for (int step = 0; step < depth; step++) {
        float b0 = b[bAt];
        float b1 = b[bAt + 1];
        float b2 = b[bAt + 2];
        float b3 = b[bAt + 3];
        float x = a[a0 + k];
        c00 = Fma.fma(x, b0, c00);
        c01 = Fma.fma(x, b1, c01);
        c02 = Fma.fma(x, b2, c02);
        c03 = Fma.fma(x, b3, c03);
        x = a[a1 + k];
        c10 = Fma.fma(x, b0, c10);
        c11 = Fma.fma(x, b1, c11);
        c12 = Fma.fma(x, b2, c12);
        c13 = Fma.fma(x, b3, c13);
        x = a[a2 + k];
        c20 = Fma.fma(x, b0, c20);
        c21 = Fma.fma(x, b1, c21);
        c22 = Fma.fma(x, b2, c22);
        c23 = Fma.fma(x, b3, c23);
        x = a[a3 + k];
        c30 = Fma.fma(x, b0, c30);
        c31 = Fma.fma(x, b1, c31);
        c32 = Fma.fma(x, b2, c32);
        c33 = Fma.fma(x, b3, c33);
        bAt += 4;
        k += depthStride;
      }
      int at = c0;
      c[at] = c00;
      c[at + 1] = c01;
      c[at + 2] = c02;
      c[at + 3] = c03;
      at += cPitch;
      c[at] = c10;
      c[at + 1] = c11;
      c[at + 2] = c12;
      c[at + 3] = c13;
      at += cPitch;
      c[at] = c20;
      c[at + 1] = c21;
      c[at + 2] = c22;
      c[at + 3] = c23;
      at += cPitch;
      c[at] = c30;
      c[at + 1] = c31;
      c[at + 2] = c32;
      c[at + 3] = c33;
    }

    private void one(
        int depth,
        float[] a,
        int aOffset,
        float[] b,
        int bOffset,
        float[] c,
        int at,
        boolean accumulate) {
      float c0 = accumulate ? c[at] : 0;
      float c1 = accumulate ? c[at + 1] : 0;
      float c2 = accumulate ? c[at + 2] : 0;
      float c3 = accumulate ? c[at + 3] : 0;
      int bAt = bOffset;
      int aAt = aOffset;
      for (int step = 0; step < depth; step++) {
        float x = a[aAt];
        c0 = Fma.fma(x, b[bAt], c0);
        c1 = Fma.fma(x, b[bAt + 1], c1);
        c2 = Fma.fma(x, b[bAt + 2], c2);
        c3 = Fma.fma(x, b[bAt + 3], c3);
        bAt += 4;
        aAt += depthStride;
      }
      c[at] = c0;
      c[at + 1] = c1;
      c[at + 2] = c2;
      c[at + 3] = c3;
    }
  }
}

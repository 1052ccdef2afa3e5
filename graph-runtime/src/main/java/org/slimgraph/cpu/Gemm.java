package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Matrix products {@code C = op(A) * op(B)} or {@code C += op(A) * op(B)} of row-major matrices
 * without gaps.
 *
 * <p>{@code A} is [rows, depth], or [depth, rows] when transposed; {@code B} is [depth, columns],
 * or [columns, depth] when transposed; {@code C} is [rows, columns]. Any size may be zero; a depth
 * of zero gives zeros.
 */
public final class Gemm {

  private static final long PART_OPERATIONS = 200_000;

  private final TiledProduct product;

  Gemm(TiledProduct product) {
    this.product = product;
  }

  /** Returns the elements of a packed {@code B}. */
  public int packedSize(int depth, int columns) {
    return product.panels().size(depth, columns);
  }

  /** Packs {@code B} for {@link #multiplyPacked}; worth keeping while {@code B} does not change. */
  public void pack(
      boolean transposeB,
      int depth,
      int columns,
      float[] b,
      int bOffset,
      float[] packed,
      int packedOffset,
      Parallel parallel) {
    Panels panels = product.panels();
    if (transposeB) {
      panels.packTransposed(
          b, bOffset, depth, depth, columns, packed, packedOffset, depth, 0, parallel);
    } else {
      panels.pack(b, bOffset, columns, depth, columns, packed, packedOffset, parallel);
    }
  }

  /** Returns the elements of scratch that {@link #multiplyPacked} needs; often zero. */
  public int packedScratchSize(int rows, int columns, int depth) {
    return product.scratchSize(rows, columns, depth);
  }

  /** Computes {@code C (+)= op(A) * B} with a packed {@code B}. */
  public void multiplyPacked(
      boolean transposeA,
      int rows,
      int columns,
      int depth,
      float[] a,
      int aOffset,
      float[] packed,
      int packedOffset,
      float[] c,
      int cOffset,
      boolean accumulate,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    StoredMatrix stored = new StoredMatrix(a, aOffset, transposeA ? rows : depth);
    product.multiply(
        stored,
        transposeA,
        rows,
        columns,
        depth,
        packed,
        packedOffset,
        c,
        cOffset,
        columns,
        accumulate,
        scratch,
        scratchOffset,
        parallel);
  }

  /** Returns the elements of scratch that {@link #multiply} needs. */
  public int scratchSize(int rows, int columns, int depth) {
    return Math.addExact(packedSize(depth, columns), packedScratchSize(rows, columns, depth));
  }

  /** Computes {@code C (+)= op(A) * op(B)}. */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int rows,
      int columns,
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    if (rows == 0 || columns == 0) {
      return;
    }
    pack(transposeB, depth, columns, b, bOffset, scratch, scratchOffset, parallel);
    int rest = scratchOffset + packedSize(depth, columns);
    multiplyPacked(
        transposeA,
        rows,
        columns,
        depth,
        a,
        aOffset,
        scratch,
        scratchOffset,
        c,
        cOffset,
        accumulate,
        scratch,
        rest,
        parallel);
  }

  /** Computes {@code C (+)= op(A) * op(B)} in double, without scratch. */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int rows,
      int columns,
      int depth,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      boolean accumulate,
      Parallel parallel) {
    int rowStride = transposeA ? 1 : depth;
    int depthStride = transposeA ? rows : 1;
    int parts = Parts.count(rows, 2L * rows * columns * depth, PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, rows);
          for (int row = Parts.begin(part, parts, rows); row < end; row++) {
            int cAt = cOffset + row * columns;
            int aAt = aOffset + row * rowStride;
            if (!accumulate) {
              Arrays.fill(c, cAt, cAt + columns, 0.0);
            }
            if (transposeB) {
              addDots(depth, columns, a, aAt, depthStride, b, bOffset, c, cAt);
            } else {
              addRows(depth, columns, a, aAt, depthStride, b, bOffset, c, cAt);
            }
          }
        });
  }

  private static void addRows(
      int depth,
      int columns,
      double[] a,
      int aAt,
      int depthStride,
      double[] b,
      int bOffset,
      double[] c,
      int cAt) {
    for (int k = 0; k < depth; k++) {
      double x = a[aAt + k * depthStride];
      int bAt = bOffset + k * columns;
      for (int column = 0; column < columns; column++) {
        c[cAt + column] = Fma.fma(x, b[bAt + column], c[cAt + column]);
      }
    }
  }

  private static void addDots(
      int depth,
      int columns,
      double[] a,
      int aAt,
      int depthStride,
      double[] b,
      int bOffset,
      double[] c,
      int cAt) {
    for (int column = 0; column < columns; column++) {
      int bAt = bOffset + column * depth;
      double sum = c[cAt + column];
      for (int k = 0; k < depth; k++) {
        sum = Fma.fma(a[aAt + k * depthStride], b[bAt + k], sum);
      }
      c[cAt + column] = sum;
    }
  }
}

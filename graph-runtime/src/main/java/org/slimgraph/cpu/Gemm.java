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

  /** Up to this many rows, packing a matrix costs more than multiplying with it (assumed). */
  private static final int FEW_ROWS = 3;

  private final TiledProduct product;
  private final ElementLoops loops;

  Gemm(TiledProduct product, ElementLoops loops) {
    this.product = product;
    this.loops = loops;
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
      Epilogue epilogue,
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
        epilogue,
        scratch,
        scratchOffset,
        parallel);
  }

  /**
   * Returns whether a product of so many rows is faster with a packed {@code B}, packing not
   * counted.
   */
  public boolean gainsFromPacking(int rows) {
    return rows > FEW_ROWS;
  }

  /** Returns the elements of scratch that {@link #multiply} needs. */
  public int scratchSize(int rows, int columns, int depth) {
    if (rows <= FEW_ROWS) {
      return 0;
    }
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
    multiply(
        transposeA,
        transposeB,
        rows,
        columns,
        depth,
        a,
        aOffset,
        b,
        bOffset,
        c,
        cOffset,
        accumulate,
        Epilogue.NONE,
        scratch,
        scratchOffset,
        parallel);
  }

  /** As the other, with {@code C} passed through {@code epilogue} block by block. */
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
      Epilogue epilogue,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    if (rows == 0 || columns == 0) {
      return;
    }
    if (rows <= FEW_ROWS) {
      FewRows few = new FewRows(transposeA, transposeB, rows, columns, depth, accumulate);
      few.multiply(loops, a, aOffset, b, bOffset, c, cOffset, parallel);
      epilogue.applyToAll(c, cOffset, rows, columns, parallel);
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
        epilogue,
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

  /** Products of a few rows, which read the right matrix in place. */
  private record FewRows(
      boolean transposeA,
      boolean transposeB,
      int rows,
      int columns,
      int depth,
      boolean accumulate) {

    void multiply(
        ElementLoops loops,
        float[] a,
        int aOffset,
        float[] b,
        int bOffset,
        float[] c,
        int cOffset,
        Parallel parallel) {
      int parts = Parts.count(columns, (long) columns * depth);
      parallel.run(
          parts,
          part -> {
            int begin = Parts.begin(part, parts, columns);
            int count = Parts.begin(part + 1, parts, columns) - begin;
            for (int row = 0; row < rows; row++) {
              boolean gather = transposeA && rows > 1;
              float[] left = gather ? column(a, aOffset + row) : a;
              int leftAt = gather ? 0 : aOffset + row * depth;
              int cAt = cOffset + row * columns + begin;
              if (!accumulate) {
                Arrays.fill(c, cAt, cAt + count, 0f);
              }
              if (transposeB) {
                addDots(loops, left, leftAt, b, bOffset + begin * depth, c, cAt, count);
              } else {
                addRows(loops, left, leftAt, b, bOffset + begin, c, cAt, count);
              }
            }
          });
    }

    private void addRows(
        ElementLoops loops, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
      int k = 0;
      for (; k <= depth - 4; k += 4) {
        loops.addFourScaled(a, aAt + k, b, bAt + k * columns, columns, c, cAt, count);
      }
      for (; k < depth; k++) {
        loops.addScaled(a[aAt + k], b, bAt + k * columns, c, cAt, count);
      }
    }

    private void addDots(
        ElementLoops loops, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
      for (int column = 0; column < count; column++) {
        c[cAt + column] += loops.dot(a, aAt, b, bAt + column * depth, depth);
      }
    }

    /** Returns a row of the transposed left matrix, in scratch of this thread. */
    private float[] column(float[] a, int aAt) {
      float[] row = Scratch.ofThread().block(depth);
      for (int k = 0; k < depth; k++) {
        row[k] = a[aAt + k * rows];
      }
      return row;
    }
  }
}

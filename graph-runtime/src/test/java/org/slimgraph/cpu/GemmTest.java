package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GemmTest {

  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void multiply_oddSizes_matchesReference(CpuLoops loops) {
    for (int size : Providers.ODD_SIZES) {
      check(loops, size, 33, 17);
      check(loops, 31, size, 7);
      check(loops, 8, 15, size);
    }
    for (int rows = 1; rows <= 4; rows++) {
      check(loops, rows, 1, 1);
      check(loops, rows, 207, 333);
    }
    check(loops, 130, 130, 600);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void multiply_longDepthSmallResult_matchesReference(CpuLoops loops) {
    check(loops, 27, 32, 20_000);
    check(loops, 5, 3, 300_001);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void multiply_zeroSizes_givesZerosOrNothing(CpuLoops loops) {
    check(loops, 0, 5, 3);
    check(loops, 5, 0, 3);
    check(loops, 5, 3, 0);
  }

  @Test
  void multiplyDouble_oddSizes_matchesReference() {
    for (int size : Providers.ODD_SIZES) {
      checkDouble(size, 33, 17);
      checkDouble(31, size, 7);
      checkDouble(8, 15, size);
    }
    checkDouble(0, 5, 3);
    checkDouble(5, 3, 0);
  }

  private static void check(CpuLoops loops, int rows, int columns, int depth) {
    float[] a = Providers.floats(1, rows * depth);
    float[] b = Providers.floats(2, depth * columns);
    Gemm gemm = loops.gemm();
    float[] scratch = Providers.unwritten(gemm.scratchSize(rows, columns, depth) + 3);
    for (int flags = 0; flags < 8; flags++) {
      boolean transposeA = (flags & 1) != 0;
      boolean transposeB = (flags & 2) != 0;
      boolean accumulate = (flags & 4) != 0;
      float[] start =
          accumulate ? Providers.floats(3, rows * columns) : Providers.unwritten(rows * columns);
      float[] c = start.clone();
      gemm.multiply(
          transposeA,
          transposeB,
          rows,
          columns,
          depth,
          a,
          0,
          b,
          0,
          c,
          0,
          accumulate,
          scratch,
          3,
          Parallel.SERIAL);
      double[] want =
          reference(
              transposeA,
              transposeB,
              rows,
              columns,
              depth,
              Providers.widen(a),
              Providers.widen(b),
              Providers.widen(start),
              accumulate);
      String what = loops + " " + rows + "x" + columns + "x" + depth + " flags " + flags;
      Close.check(what, want, c, TOLERANCE * Math.sqrt(depth));
      for (Parallel team : Providers.teams()) {
        float[] parallel = start.clone();
        gemm.multiply(
            transposeA,
            transposeB,
            rows,
            columns,
            depth,
            a,
            0,
            b,
            0,
            parallel,
            0,
            accumulate,
            scratch,
            3,
            team);
        assertArrayEquals(c, parallel, what);
      }
    }
  }

  private static void checkDouble(int rows, int columns, int depth) {
    double[] a = Providers.doubles(1, rows * depth);
    double[] b = Providers.doubles(2, depth * columns);
    for (int flags = 0; flags < 8; flags++) {
      boolean transposeA = (flags & 1) != 0;
      boolean transposeB = (flags & 2) != 0;
      boolean accumulate = (flags & 4) != 0;
      double[] start = Providers.doubles(3, rows * columns);
      double[] c = start.clone();
      CpuLoops.plain()
          .gemm()
          .multiply(
              transposeA,
              transposeB,
              rows,
              columns,
              depth,
              a,
              0,
              b,
              0,
              c,
              0,
              accumulate,
              Providers.teams().get(0));
      Close.check(
          "flags " + flags,
          reference(transposeA, transposeB, rows, columns, depth, a, b, start, accumulate),
          c,
          1e-12);
    }
  }

  private static double[] reference(
      boolean transposeA,
      boolean transposeB,
      int rows,
      int columns,
      int depth,
      double[] a,
      double[] b,
      double[] start,
      boolean accumulate) {
    double[] c = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = accumulate ? start[row * columns + column] : 0;
        for (int k = 0; k < depth; k++) {
          double left = transposeA ? a[k * rows + row] : a[row * depth + k];
          double right = transposeB ? b[column * depth + k] : b[k * columns + column];
          sum += left * right;
        }
        c[row * columns + column] = sum;
      }
    }
    return c;
  }
}

package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReductionsTest {

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void reduce_allViews_matchesReference(CpuLoops loops) {
    for (int size : Providers.ODD_SIZES) {
      check(loops, 1, size, 1);
      check(loops, size, 3, 1);
      check(loops, 3, size, 1);
      check(loops, 1, 5, size);
      check(loops, 1, size, 5);
      check(loops, 2, size, 33);
      check(loops, 2, 3, size);
    }
    check(loops, 1, 300_001, 1);
    check(loops, 1, 3001, 67);
    check(loops, 70, 1000, 2);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void reduce_nothing_givesTheIdentity(CpuLoops loops) {
    for (int inner : new int[] {1, 3}) {
      assertEquals(0f, reduced(loops, Reduction.SUM, inner)[0]);
      assertEquals(1f, reduced(loops, Reduction.PROD, inner)[0]);
      assertEquals(Float.NEGATIVE_INFINITY, reduced(loops, Reduction.MAX, inner)[0]);
      assertEquals(Float.POSITIVE_INFINITY, reduced(loops, Reduction.MIN, inner)[0]);
    }
    float[] mean = new float[2];
    loops.reductions().mean(new float[0], 0, 2, 0, 1, mean, 0, Parallel.SERIAL);
    assertArrayEquals(new float[] {Float.NaN, Float.NaN}, mean);
  }

  private static float[] reduced(CpuLoops loops, Reduction op, int inner) {
    float[] out = Providers.unwritten(2 * inner);
    loops.reductions().reduce(op, new float[0], 0, 2, 0, inner, out, 0, Parallel.SERIAL);
    return out;
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void extremes_nan_isSkipped(CpuLoops loops) {
    for (int size : new int[] {4, 40, 100}) {
      float[] x = Providers.floats(1, size);
      x[0] = Float.NaN;
      x[size - 1] = Float.NaN;
      x[1] = 50;
      x[2] = -50;
      float[] out = new float[1];
      loops.reductions().reduce(Reduction.MAX, x, 0, 1, size, 1, out, 0, Parallel.SERIAL);
      assertEquals(50f, out[0]);
      loops.reductions().reduce(Reduction.MIN, x, 0, 1, size, 1, out, 0, Parallel.SERIAL);
      assertEquals(-50f, out[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void sum_manyEqualValues_keepsItsDigits(CpuLoops loops) {
    int count = 10_000_000;
    float[] x = new float[count];
    java.util.Arrays.fill(x, 0.1f);
    float[] out = new float[1];
    loops.reductions().reduce(Reduction.SUM, x, 0, 1, count, 1, out, 0, Parallel.SERIAL);
    // Equal values round alike: a few units in the last place in each single-precision block.
    assertEquals(1_000_000.0, out[0], 0.5);
    float[] columns = new float[10];
    loops.reductions().reduce(Reduction.SUM, x, 0, 1, count / 10, 10, columns, 0, Parallel.SERIAL);
    assertEquals(100_000.0, columns[7], 0.2);
  }

  @Test
  void integerReductions_wrapAndTruncate() {
    int[] x = {2147483647, 2147483647, 3, -1, 7};
    int[] out = new int[1];
    Reductions reductions = CpuLoops.plain().reductions();
    reductions.reduce(Reduction.SUM, x, 0, 1, 5, 1, out, 0, Parallel.SERIAL);
    assertEquals(7, out[0]);
    reductions.mean(x, 0, 1, 5, 1, out, 0, Parallel.SERIAL);
    assertEquals(1, out[0]);
    reductions.reduce(Reduction.PROD, x, 0, 1, 5, 1, out, 0, Parallel.SERIAL);
    assertEquals(-21, out[0]);
    reductions.reduce(Reduction.MIN, x, 0, 1, 5, 1, out, 0, Parallel.SERIAL);
    assertEquals(-1, out[0]);
    long[] longs = new long[2];
    reductions.reduce(
        Reduction.MAX, new long[] {1, 9, 5, -4}, 0, 2, 2, 1, longs, 0, Parallel.SERIAL);
    assertArrayEquals(new long[] {9, 5}, longs);
  }

  @Test
  void booleans_anyAndAll() {
    boolean[] x = {true, false, true, true, false, false};
    boolean[] out = new boolean[3];
    Reductions reductions = CpuLoops.plain().reductions();
    reductions.all(x, 0, 3, 2, 1, out, 0, Parallel.SERIAL);
    assertArrayEquals(new boolean[] {false, true, false}, out);
    reductions.any(x, 0, 3, 2, 1, out, 0, Parallel.SERIAL);
    assertArrayEquals(new boolean[] {true, true, false}, out);
    reductions.all(x, 0, 1, 0, 3, out, 0, Parallel.SERIAL);
    assertArrayEquals(new boolean[] {true, true, true}, out);
  }

  @Test
  void argExtremes_nanAndTies_followTensorFlow() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {nan, 1, 2, 1, nan, 2, 1, 2, nan, nan, nan, nan, inf, inf, -inf};
    long[] out = new long[5];
    ArgExtremes.argMax(x, 0, 5, 3, 1, out, 0);
    assertArrayEquals(new long[] {2, 2, 1, 0, 0}, out);
    ArgExtremes.argMin(x, 0, 5, 3, 1, out, 0);
    assertArrayEquals(new long[] {1, 0, 0, 0, 2}, out);
    int[] columns = {1, 9, 5, 2, 5, 9};
    long[] positions = new long[2];
    ArgExtremes.argMax(columns, 0, 1, 3, 2, positions, 0);
    assertArrayEquals(new long[] {1, 0}, positions);
  }

  private static void check(CpuLoops loops, int outer, int reduce, int inner) {
    float[] x = Providers.floats(4, outer * reduce * inner);
    for (Reduction op : Reduction.values()) {
      double[] want = new double[outer * inner];
      for (int at = 0; at < want.length; at++) {
        double value = op.identity();
        for (int row = 0; row < reduce; row++) {
          value = op.apply(value, (double) x[(at / inner * reduce + row) * inner + at % inner]);
        }
        want[at] = value;
      }
      String what = loops + " " + op + " " + outer + "," + reduce + "," + inner;
      float[] out = Providers.unwritten(want.length);
      loops.reductions().reduce(op, x, 0, outer, reduce, inner, out, 0, Parallel.SERIAL);
      Close.check(what, want, out, 1e-5);
      for (Parallel team : Providers.teams()) {
        float[] many = Providers.unwritten(want.length);
        loops.reductions().reduce(op, x, 0, outer, reduce, inner, many, 0, team);
        assertArrayEquals(out, many, what);
      }
      double[] wide = new double[want.length];
      loops
          .reductions()
          .reduce(op, Providers.widen(x), 0, outer, reduce, inner, wide, 0, Parallel.SERIAL);
      Close.check(what, want, wide, 1e-12);
      if (op == Reduction.SUM) {
        float[] mean = Providers.unwritten(want.length);
        loops.reductions().mean(x, 0, outer, reduce, inner, mean, 0, Parallel.SERIAL);
        for (int i = 0; i < mean.length; i++) {
          assertEquals(want[i] / reduce, mean[i], 1e-6);
        }
      }
    }
  }
}

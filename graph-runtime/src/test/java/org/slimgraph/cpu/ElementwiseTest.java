package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ElementwiseTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    6f,
    7f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Float.MAX_VALUE
  };

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void unary_allOps_matchScalars(CpuLoops loops) {
    for (UnaryOp op : UnaryOp.values()) {
      for (int size : Providers.ODD_SIZES) {
        checkUnary(loops, op, Providers.floats(size, size));
      }
      checkUnary(loops, op, pairs()[0]);
      checkUnary(loops, op, new float[0]);
      checkUnary(loops, op, Providers.floats(3, 100_003));
    }
  }

  private static void checkUnary(CpuLoops loops, UnaryOp op, float[] x) {
    double[] want = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      want[i] = op.apply(x[i]);
    }
    float[] padded = new float[x.length + 5];
    System.arraycopy(x, 0, padded, 3, x.length);
    for (Parallel parallel : List.of(Parallel.SERIAL, Providers.teams().get(0))) {
      float[] out = Providers.unwritten(x.length);
      loops.elementwise().unary(op, padded, 3, out, 0, x.length, parallel);
      Close.check(loops + " " + op, want, out, 1e-6);
    }
    float[] inPlace = x.clone();
    loops.elementwise().unary(op, inPlace, 0, inPlace, 0, x.length, Parallel.SERIAL);
    Close.check(loops + " " + op + " in place", want, inPlace, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void binary_allOps_matchScalars(CpuLoops loops) {
    for (BinaryOp op : BinaryOp.values()) {
      for (int size : Providers.ODD_SIZES) {
        checkBinary(loops, op, new int[] {size}, new int[] {size});
      }
      checkBinary(loops, op, new int[] {100_003}, new int[] {100_003});
      checkBinary(loops, op, new int[] {5, 33}, new int[] {33});
      checkBinary(loops, op, new int[] {5, 1}, new int[] {5, 33});
      checkBinary(loops, op, new int[] {}, new int[] {17});
      checkBinary(loops, op, new int[] {17}, new int[] {1, 1});
      checkBinary(loops, op, new int[] {}, new int[] {});
      checkBinary(loops, op, new int[] {0, 3}, new int[] {3});
      checkBinary(loops, op, new int[] {2, 1, 3, 1, 5}, new int[] {4, 1, 2, 5});
      checkBinary(
          loops, op, new int[] {1, 2, 1, 2, 1, 2, 1, 2, 1}, new int[] {2, 1, 2, 1, 2, 1, 2, 1, 2});
      checkBinary(loops, op, new int[] {3, 40_000}, new int[] {40_000});
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void binary_specialValues_matchScalars(CpuLoops loops) {
    float[] a = pairs()[0];
    float[] b = pairs()[1];
    for (BinaryOp op : BinaryOp.values()) {
      float[] out = new float[a.length];
      loops.elementwise().binary(op, a, 0, b, 0, out, 0, a.length, Parallel.SERIAL);
      for (int i = 0; i < a.length; i++) {
        assertEquals(op.apply(a[i], b[i]), out[i], loops + " " + op + " " + a[i] + " " + b[i]);
      }
      for (float scalar : SPECIAL) {
        float[] right = new float[a.length];
        loops
            .elementwise()
            .binary(
                op,
                BroadcastPlan.of(new int[] {a.length}, new int[0]),
                a,
                0,
                new float[] {scalar},
                0,
                right,
                0,
                Parallel.SERIAL);
        float[] left = new float[a.length];
        loops
            .elementwise()
            .binary(
                op,
                BroadcastPlan.of(new int[0], new int[] {a.length}),
                new float[] {scalar},
                0,
                a,
                0,
                left,
                0,
                Parallel.SERIAL);
        for (int i = 0; i < a.length; i++) {
          assertEquals(
              op.apply(a[i], scalar), right[i], loops + " " + op + " " + a[i] + " " + scalar);
          assertEquals(
              op.apply(scalar, a[i]), left[i], loops + " " + op + " " + scalar + " " + a[i]);
        }
      }
    }
  }

  /** All pairs of special values, as two arrays. */
  private static float[][] pairs() {
    int n = SPECIAL.length;
    float[][] pairs = new float[2][n * n];
    for (int i = 0; i < n * n; i++) {
      pairs[0][i] = SPECIAL[i / n];
      pairs[1][i] = SPECIAL[i % n];
    }
    return pairs;
  }

  private static void checkBinary(CpuLoops loops, BinaryOp op, int[] aShape, int[] bShape) {
    BroadcastPlan plan = BroadcastPlan.of(aShape, bShape);
    float[] a = Providers.floats(1, size(aShape));
    float[] b = Providers.floats(2, size(bShape));
    int[] shape = plan.shape();
    double[] want = new double[plan.size()];
    for (int i = 0; i < want.length; i++) {
      want[i] = op.apply(a[position(i, shape, aShape)], b[position(i, shape, bShape)]);
    }
    for (Parallel parallel : List.of(Parallel.SERIAL, Providers.teams().get(0))) {
      float[] out = Providers.unwritten(want.length);
      loops.elementwise().binary(op, plan, a, 0, b, 0, out, 0, parallel);
      Close.check(loops + " " + op, want, out, 1e-6);
    }
    double[] wide = Providers.unwrittenDoubles(want.length);
    loops
        .elementwise()
        .binary(op, plan, Providers.widen(a), 0, Providers.widen(b), 0, wide, 0, Parallel.SERIAL);
    Close.check("double " + op, want, wide, 1e-5);
    boolean[] less = new boolean[want.length];
    loops.elementwise().compare((x, y) -> x < y, plan, a, 0, b, 0, less, 0, Parallel.SERIAL);
    for (int i = 0; i < less.length; i++) {
      assertEquals(a[position(i, shape, aShape)] < b[position(i, shape, bShape)], less[i]);
    }
  }

  private static int size(int[] shape) {
    int size = 1;
    for (int dim : shape) {
      size *= dim;
    }
    return size;
  }

  private static int position(int index, int[] shape, int[] own) {
    int rest = index;
    int position = 0;
    int stride = 1;
    for (int d = 0; d < own.length; d++) {
      int axis = own.length - 1 - d;
      int coordinate = rest % shape[shape.length - 1 - d];
      rest /= shape[shape.length - 1 - d];
      position += own[axis] == 1 ? 0 : coordinate * stride;
      stride *= own[axis];
    }
    return position;
  }

  @Test
  void map_intsAndLongs_broadcast() {
    BroadcastPlan plan = BroadcastPlan.of(new int[] {2, 1}, new int[] {3});
    int[] ints = new int[6];
    Elementwise maps = CpuLoops.plain().elementwise();
    maps.map(
        (int x, int y) -> x * y,
        plan,
        new int[] {2, 3},
        0,
        new int[] {1, 10, 100},
        0,
        ints,
        0,
        Parallel.SERIAL);
    assertArrayEquals(new int[] {2, 20, 200, 3, 30, 300}, ints);
    long[] longs = new long[6];
    maps.map(
        (long x, long y) -> x - y,
        plan,
        new long[] {2, 3},
        0,
        new long[] {1, 10, 100},
        0,
        longs,
        0,
        Parallel.SERIAL);
    assertArrayEquals(new long[] {1, -8, -98, 2, -7, -97}, longs);
  }

  @Test
  void plan_shapesThatDoNotBroadcast_fails() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> BroadcastPlan.of(new int[] {2, 3}, new int[] {4}));
    assertEquals("Incompatible shapes: [2,3] vs. [4]", thrown.getMessage());
  }

  @Test
  void plan_sameShapes_isOneRun() {
    BroadcastPlan plan = BroadcastPlan.of(new int[] {2, 3, 4}, new int[] {2, 3, 4});
    assertEquals(1, plan.runs());
    assertEquals(24, plan.runLength());
  }
}

package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Array;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StridedCopyTest {

  private static final int[][] PERMUTATIONS = {
    {0, 1, 2, 3}, {0, 3, 1, 2}, {0, 2, 3, 1}, {3, 2, 1, 0}, {1, 0, 2, 3}, {2, 3, 0, 1}, {0, 1, 3, 2}
  };

  @Test
  void transpose_allPermutationsAndTypes_movesEachElement() {
    for (int[] dims :
        new int[][] {{2, 17, 5, 33}, {1, 7, 1, 16}, {3, 40, 40, 31}, {2, 0, 3, 4}, {1, 1, 1, 1}}) {
      for (int[] permutation : PERMUTATIONS) {
        for (Class<?> type :
            List.of(
                float.class,
                double.class,
                int.class,
                long.class,
                byte.class,
                short.class,
                boolean.class,
                String.class)) {
          checkTranspose(dims, permutation, type);
        }
      }
    }
  }

  private static void checkTranspose(int[] dims, int[] permutation, Class<?> type) {
    StridedCopy copy = StridedCopy.transpose(dims, permutation);
    Object source = array(type, copy.size());
    Object target = Array.newInstance(type, copy.size());
    copy.run(source, 0, target, 0, Providers.teams().get(0));
    int[] strides = StridedCopy.rowMajor(dims);
    for (int at = 0; at < copy.size(); at++) {
      int rest = at;
      int from = 0;
      for (int d = 3; d >= 0; d--) {
        from += rest % dims[permutation[d]] * strides[permutation[d]];
        rest /= dims[permutation[d]];
      }
      if (at % 13 == 0) {
        assertEquals(Array.get(source, from), Array.get(target, at));
      }
    }
  }

  private static Object array(Class<?> type, int size) {
    Object array = Array.newInstance(type, size);
    for (int i = 0; i < size; i++) {
      switch (type.getName()) {
        case "float" -> Array.setFloat(array, i, i);
        case "double" -> Array.setDouble(array, i, i);
        case "int" -> Array.setInt(array, i, i);
        case "long" -> Array.setLong(array, i, i);
        case "byte" -> Array.setByte(array, i, (byte) i);
        case "short" -> Array.setShort(array, i, (short) i);
        case "boolean" -> Array.setBoolean(array, i, i % 3 == 0);
        default -> Array.set(array, i, "s" + i % 1000);
      }
    }
    return array;
  }

  @Test
  void of_sliceWithStepsAndReversal_readsTheRightElements() {
    // x[1:3, ::-2] of a [4, 5] array.
    int[] x = new int[20];
    for (int i = 0; i < 20; i++) {
      x[i] = i;
    }
    int[] out = new int[6];
    StridedCopy.of(new int[] {2, 3}, new int[] {5, -2}, new int[] {3, 1})
        .run(x, 9, out, 0, Parallel.SERIAL);
    assertArrayEquals(new int[] {9, 7, 5, 14, 12, 10}, out);
  }

  @Test
  void of_zeroSourceStride_repeats() {
    float[] out = new float[6];
    StridedCopy.of(new int[] {3, 2}, new int[] {0, 1}, new int[] {2, 1})
        .run(new float[] {1, 2}, 0, out, 0, Parallel.SERIAL);
    assertArrayEquals(new float[] {1, 2, 1, 2, 1, 2}, out);
  }

  @Test
  void of_intoALargerTarget_leavesTheRest() {
    float[] out = new float[12];
    StridedCopy.of(new int[] {2, 2}, new int[] {2, 1}, new int[] {4, 1})
        .run(new float[] {1, 2, 3, 4}, 0, out, 5, Parallel.SERIAL);
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0}, out);
  }

  @Test
  void of_scalar_copiesOneElement() {
    String[] out = new String[1];
    StridedCopy.of(new int[0], new int[0], new int[0])
        .run(new String[] {"a"}, 0, out, 0, Parallel.SERIAL);
    assertEquals("a", out[0]);
  }

  @Test
  void run_notAnArray_fails() {
    StridedCopy copy = StridedCopy.transpose(new int[] {2, 2}, new int[] {1, 0});
    assertThrows(IllegalArgumentException.class, () -> copy.run("x", 0, "y", 0, Parallel.SERIAL));
  }
}

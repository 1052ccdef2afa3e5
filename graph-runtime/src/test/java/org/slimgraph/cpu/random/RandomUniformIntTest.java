package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: TF 1.15 run, shape [50], two runs. */
class RandomUniformIntTest {

  @Test
  void ints_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    RandomFill<int[]> fill = RandomUniformInt.ints(-3, 10);
    int[] out = new int[50];

    fill.fill(stream.reserveValues(50), out, 0, 50);
    assertArrayEquals(new int[] {-3, 3, 8, 2, 6, -1, 9, 0, 4}, Arrays.copyOf(out, 9));
    assertArrayEquals(new int[] {-2, 9, 0}, Arrays.copyOfRange(out, 47, 50));

    fill.fill(stream.reserveValues(50), out, 0, 50);
    assertArrayEquals(new int[] {-1, 7, 5, -1, -3, -2, -1, -3, 4}, Arrays.copyOf(out, 9));
  }

  @Test
  void longs_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    RandomFill<long[]> fill = RandomUniformInt.longs(-5, 1099511627776L);
    long[] out = new long[50];

    fill.fill(stream.reserveValues(50), out, 0, 50);
    assertArrayEquals(
        new long[] {554654818196L, 218772359689L, 921183385240L, 576242620232L, 322215257310L},
        Arrays.copyOf(out, 5));

    fill.fill(stream.reserveValues(50), out, 0, 50);
    assertArrayEquals(
        new long[] {627098292467L, 779984158284L, 840426355588L}, Arrays.copyOfRange(out, 47, 50));
  }

  @Test
  void ints_widestRange_coversBothSigns() {
    int[] out = new int[64];

    RandomUniformInt.ints(Integer.MIN_VALUE, Integer.MAX_VALUE)
        .fill(Philox.seeded(1, 2), out, 0, 64);

    assertTrue(Arrays.stream(out).anyMatch(value -> value < -(1 << 30)));
    assertTrue(Arrays.stream(out).anyMatch(value -> value > 1 << 30));
  }

  @Test
  void longs_singleValue_isConstant() {
    long[] out = new long[3];

    RandomUniformInt.longs(Long.MAX_VALUE - 1, Long.MAX_VALUE).fill(Philox.seeded(1, 2), out, 0, 3);

    assertArrayEquals(new long[] {Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1}, out);
  }

  @Test
  void emptyRange_throws() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> RandomUniformInt.ints(4, 4));
    assertEquals("Need minval < maxval, got 4 >= 4; the range has no value", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> RandomUniformInt.longs(5, 4));
  }
}

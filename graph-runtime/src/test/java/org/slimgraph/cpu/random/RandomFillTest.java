package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What all distributions share: groups, offsets and lengths. */
class RandomFillTest {
  private record Kind<A>(String name, RandomFill<A> fill, IntFunction<A> newArray) {
    A filled(int length) {
      A out = newArray.apply(length);
      fill.fill(start(), out, 0, length);
      return out;
    }

    void assertSame(A expected, int expectedAt, A actual, int actualAt, int length) {
      for (int i = 0; i < length; i++) {
        assertEquals(
            Array.get(expected, expectedAt + i),
            Array.get(actual, actualAt + i),
            name + " at " + i);
      }
    }

    void partsEqualWhole(int length) {
      A parts = newArray.apply(length);
      for (int group = fill.groupCount(length) - 1; group >= 0; group--) {
        fill.fill(start(), parts, 0, length, group, 1);
      }
      assertSame(filled(length), 0, parts, 0, length);
    }

    void shortIsPrefixOfLong(int length) {
      assertSame(filled(40), 0, filled(length), 0, length);
    }

    void leavesRestAlone(int length) {
      A out = newArray.apply(length + 5);
      fill.fill(start(), out, 3, length);
      assertSame(newArray.apply(3), 0, out, 0, 3);
      assertSame(filled(length), 0, out, 3, length);
      assertSame(newArray.apply(2), 0, out, length + 3, 2);
    }
  }

  private static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>("uniform float", RandomUniform.FLOAT, float[]::new),
          new Kind<>("uniform double", RandomUniform.DOUBLE, double[]::new),
          new Kind<>("uniform half", RandomUniform.HALF, short[]::new),
          new Kind<>("uniform bfloat16", RandomUniform.BFLOAT16, short[]::new),
          new Kind<>("uniform int", RandomUniformInt.ints(-3, 1000), int[]::new),
          new Kind<>("uniform long", RandomUniformInt.longs(-3, 1000), long[]::new),
          new Kind<>("normal float", RandomStandardNormal.FLOAT, float[]::new),
          new Kind<>("normal double", RandomStandardNormal.DOUBLE, double[]::new),
          new Kind<>("normal half", RandomStandardNormal.HALF, short[]::new),
          new Kind<>("normal bfloat16", RandomStandardNormal.BFLOAT16, short[]::new),
          new Kind<>("truncated float", TruncatedNormal.FLOAT, float[]::new),
          new Kind<>("truncated double", TruncatedNormal.DOUBLE, double[]::new),
          new Kind<>("truncated half", TruncatedNormal.HALF, short[]::new),
          new Kind<>("truncated bfloat16", TruncatedNormal.BFLOAT16, short[]::new));

  @Test
  void fill_groupsApartInReverse_equalsAtOnce() {
    for (int length : new int[] {0, 1, 2, 3, 4, 5, 17, 40}) {
      KINDS.forEach(kind -> kind.partsEqualWhole(length));
    }
  }

  @Test
  void fill_shortLength_isPrefixOfLong() {
    for (int length : new int[] {1, 2, 3, 7, 39}) {
      KINDS.forEach(kind -> kind.shortIsPrefixOfLong(length));
    }
  }

  @Test
  void fill_offset_leavesOtherElements() {
    for (int length : new int[] {0, 1, 6, 33}) {
      KINDS.forEach(kind -> kind.leavesRestAlone(length));
    }
  }

  @Test
  void groupCount_roundsUp() {
    assertEquals(0, RandomUniform.FLOAT.groupCount(0));
    assertEquals(1, RandomUniform.FLOAT.groupCount(1));
    assertEquals(1, RandomUniform.FLOAT.groupCount(4));
    assertEquals(3, RandomUniform.DOUBLE.groupCount(5));
    assertEquals(1 << 29, RandomUniform.FLOAT.groupCount(Integer.MAX_VALUE));
  }

  @Test
  void fill_groupsPastEnd_throws() {
    float[] out = new float[10];

    assertThrows(
        IndexOutOfBoundsException.class, () -> RandomUniform.FLOAT.fill(start(), out, 0, 10, 2, 2));
  }

  private static Philox start() {
    return Philox.seeded(42, 7);
  }
}

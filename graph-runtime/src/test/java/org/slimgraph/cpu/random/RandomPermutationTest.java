package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomPermutationTest {
  private static final int[] ITEMS = {
    42, 91, 68, 92, 57, 3, 54, 13, 60, 30, 34, 66, 93, 6, 64, 55, 42
  };

  /** Expected values: TF 1.15 run of RandomShuffle, two runs. */
  @Test
  void of_twoRuns_matchesTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);

    assertArrayEquals(
        new int[] {13, 68, 66, 42, 6, 55, 30, 3, 64, 93, 42, 92, 54, 60, 34, 91, 57},
        shuffled(stream.reserveWords(ITEMS.length - 1)));
    assertArrayEquals(
        new int[] {68, 55, 34, 42, 30, 6, 3, 13, 42, 93, 92, 57, 91, 54, 60, 64, 66},
        shuffled(stream.reserveWords(ITEMS.length - 1)));
  }

  @Test
  void of_anySize_holdsEachIndexOnce() {
    for (int size : new int[] {0, 1, 2, 33, 1000}) {
      int[] order = RandomPermutation.of(Philox.seeded(1, 2), size);
      Arrays.sort(order);
      assertArrayEquals(IntStream.range(0, size).toArray(), order);
    }
  }

  private static int[] shuffled(Philox start) {
    return Arrays.stream(RandomPermutation.of(start, ITEMS.length)).map(i -> ITEMS[i]).toArray();
  }
}

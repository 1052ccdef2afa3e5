package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  /** Source: TF 1.15 run, RandomUniform of shape [5], seeds above 32 bits, two runs. */
  @Test
  void reserveValues_runAfterRun_matchesTensorFlow() {
    RandomStream stream = new RandomStream(1099511627776L, 12345678901L);

    assertArrayEquals(
        new float[] {
          0.021845698356628418f,
          0.4100065231323242f,
          0.6969794034957886f,
          0.5524075031280518f,
          0.34584152698516846f
        },
        uniform(stream.reserveValues(5), 5));
    assertArrayEquals(
        new float[] {
          0.42141950130462646f,
          0.7419893741607666f,
          0.6870143413543701f,
          0.345841646194458f,
          0.6521710157394409f
        },
        uniform(stream.reserveValues(5), 5));
  }

  @Test
  void reserveValues_none_movesNothing() {
    RandomStream stream = new RandomStream(1, 2);
    stream.reserveValues(0);

    assertArrayEquals(uniform(Philox.seeded(1, 2), 9), uniform(stream.reserveValues(9), 9));
  }

  @Test
  void reserveWords_roundsUpToBlocks() {
    RandomStream stream = new RandomStream(1, 2);
    stream.reserveWords(5);
    Philox expected = Philox.seeded(1, 2);
    expected.skip(2);

    assertArrayEquals(uniform(expected, 4), uniform(stream.reserveWords(1), 4));
  }

  @Test
  void unseeded_repeatsAndDiffersByNumber() {
    float[] first = uniform(RandomStream.unseeded(1).reserveValues(8), 8);

    assertArrayEquals(first, uniform(RandomStream.unseeded(1).reserveValues(8), 8));
    assertFalse(Arrays.equals(first, uniform(RandomStream.unseeded(2).reserveValues(8), 8)));
  }

  private static float[] uniform(Philox start, int length) {
    float[] out = new float[length];
    RandomUniform.FLOAT.fill(start, out, 0, length);
    return out;
  }
}

package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MultinomialTest {

  /** Expected values: TF 1.15 run on one thread, two runs. */
  @Test
  void fill_twoRuns_matchesTensorFlow() {
    double[] logits = {
      -0.34749487042427063, -1.3755346536636353, -1.569203495979309, -0.2880983352661133,
      -0.5828278660774231, 1.1836000680923462, -0.8112361431121826, -0.02796613797545433,
      -0.3980449140071869, -1.194477915763855
    };
    RandomStream stream = new RandomStream(-3, 5);
    long reserved = Multinomial.reservedValues(2, 9);

    assertArrayEquals(
        new long[] {2, 3, 0, 1, 0, 3, 4, 0, 3, 1, 1, 2, 0, 0, 0, 2, 4, 2},
        draw(stream.reserveValues(reserved), logits, 2, 5, 9));
    assertArrayEquals(
        new long[] {4, 0, 4, 4, 0, 4, 3, 4, 3, 2, 2, 1, 0, 3, 0, 3, 0, 2},
        draw(stream.reserveValues(reserved), logits, 2, 5, 9));
  }

  @Test
  void fill_infiniteAndNanLogits_areNeverDrawn() {
    double[] logits = {Double.NEGATIVE_INFINITY, 0, Double.NaN, -1, Double.POSITIVE_INFINITY, 1};

    long[] drawn = draw(Philox.seeded(1, 2), logits, 1, 6, 500);

    assertTrue(Arrays.stream(drawn).allMatch(c -> c == 1 || c == 3 || c == 5));
    assertEquals(3, Arrays.stream(drawn).distinct().count());
  }

  @Test
  void fill_noFiniteLogit_givesClassCount() {
    double[] logits = {Double.NaN, Double.NEGATIVE_INFINITY};

    assertArrayEquals(new long[] {2, 2, 2}, draw(Philox.seeded(1, 2), logits, 1, 2, 3));
  }

  @Test
  void fill_largeLogits_doesNotOverflow() {
    double[] logits = {-1e6, 1e6, -1e6};

    assertArrayEquals(new long[] {1, 1, 1, 1}, draw(Philox.seeded(1, 2), logits, 1, 3, 4));
  }

  @Test
  void fill_noRowsOrSamples_givesNothing() {
    assertEquals(0, draw(Philox.seeded(1, 2), new double[0], 0, 3, 4).length);
    assertEquals(0, draw(Philox.seeded(1, 2), new double[6], 2, 3, 0).length);
  }

  @Test
  void fill_offsets_touchOnlyTheirRange() {
    double[] logits = {7, 7, 0, 1};
    long[] out = {-1, -1, -1, -1, -1};
    Multinomial.fill(Philox.seeded(1, 2), logits, 2, 1, 2, 3, out, 1);

    long[] expected = draw(Philox.seeded(1, 2), new double[] {0, 1}, 1, 2, 3);
    assertArrayEquals(new long[] {-1, expected[0], expected[1], expected[2], -1}, out);
  }

  @Test
  void reservedValues_roundsSamplesUpToFours() {
    assertEquals(0, Multinomial.reservedValues(2, 0));
    assertEquals(8, Multinomial.reservedValues(1, 1));
    assertEquals(2 * 24, Multinomial.reservedValues(2, 9));
    assertEquals(4L * (1 << 30) * 2, Multinomial.reservedValues(1 << 30, 4));
  }

  private static long[] draw(Philox start, double[] logits, int rows, int classes, int samples) {
    long[] out = new long[rows * samples];
    Multinomial.fill(start, logits, 0, rows, classes, samples, out, 0);
    return out;
  }
}

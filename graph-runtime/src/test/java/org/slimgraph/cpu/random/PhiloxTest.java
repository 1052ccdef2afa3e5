package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {

  /** Known answers published with the algorithm's paper (Salmon and others, 2011). */
  @Test
  void next4_allZeroes_givesPublishedBlock() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(Philox.seeded(0, 0)));
  }

  @Test
  void next4_allOnes_givesPublishedBlock() {
    Philox generator = Philox.seeded(-1, -1);
    generator.skip(-1);

    assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(generator));
  }

  @Test
  void skip_equalsDrawing() {
    Philox drawn = Philox.seeded(3, 4);
    for (int i = 0; i < 7; i++) {
      block(drawn);
    }
    Philox skipped = Philox.seeded(3, 4);
    skipped.skip(3);
    skipped.skip(0);
    skipped.skip(4);

    assertArrayEquals(block(drawn), block(skipped));
  }

  @Test
  void skip_pastLowHalf_carriesIntoHighHalf() {
    Philox generator = Philox.seeded(3, 4);
    generator.skip(-1);
    generator.skip(1);

    assertArrayEquals(block(Philox.seeded(3, 5)), block(generator));
  }

  @Test
  void next4_pastLowHalf_carriesIntoHighHalf() {
    Philox generator = Philox.seeded(3, 4);
    generator.skip(-1);
    block(generator);

    assertArrayEquals(block(Philox.seeded(3, 5)), block(generator));
  }

  @Test
  void copy_movesAlone() {
    Philox generator = Philox.seeded(3, 4);
    int[] first = block(generator.copy());
    block(generator.copy());

    assertArrayEquals(first, block(generator));
  }

  private static int[] block(Philox generator) {
    int[] words = new int[4];
    generator.next4(words);
    return words;
  }
}

package org.slimgraph.cpu.random;

/** The words of a generator one after another. Mutable; one thread at a time. */
final class SingleWords {
  private final Philox generator;
  private final int[] block = new int[4];
  private int used = block.length;

  /** Starts at the position of {@code start}, which is not moved. */
  SingleWords(Philox start) {
    this.generator = start.copy();
  }

  /** Returns the next word. */
  int next() {
    if (used == block.length) {
      generator.next4(block);
      used = 0;
    }
    return block[used++];
  }

  /** Returns the next two words as a number in [0, 1). */
  double nextDouble() {
    int high = next();
    return RandomBits.toDouble(high, next());
  }
}

package org.slimgraph.data;

import org.slimgraph.cpu.random.Philox;

/**
 * Random numbers of one element in one pass: the same for the same seed, pass and element, whatever
 * was drawn for others before. Mutable; one thread at a time.
 */
public final class ElementRandom {
  /** Elements lie that many blocks apart in the stream of a pass, 2^20. */
  private static final int BLOCK_BITS = 20;

  private final Philox generator;
  private final int[] words = new int[4];
  private int used = words.length;

  private ElementRandom(Philox generator) {
    this.generator = generator;
  }

  static ElementRandom of(long seed, DatasetPosition identity) {
    Philox generator = Philox.stateless(seed, identity.pass());
    generator.skip(identity.element() << BLOCK_BITS);
    return new ElementRandom(generator);
  }

  /** Returns the numbers that order pass {@code pass}; no element has the same. */
  static ElementRandom ofOrder(long seed, long pass) {
    Philox generator = Philox.stateless(seed, pass);
    generator.skip(-1L << BLOCK_BITS);
    return new ElementRandom(generator);
  }

  private long nextWord() {
    if (used == words.length) {
      generator.next4(words);
      used = 0;
    }
    return Integer.toUnsignedLong(words[used++]);
  }

  /**
   * Returns a number of at least 0 and below {@code bound}.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("The bound must be positive, not " + bound);
    }
    long random = nextWord() << 31 ^ nextWord();
    return (int) (random % bound);
  }

  /** Returns a number of at least 0 and below 1. */
  public float nextFloat() {
    return (nextWord() >>> 8) * 0x1p-24f;
  }

  /** Returns true or false, each as often. */
  public boolean nextBoolean() {
    return nextWord() >>> 31 != 0;
  }
}

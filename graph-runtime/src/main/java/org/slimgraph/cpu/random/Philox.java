package org.slimgraph.cpu.random;

/**
 * The counter-based generator Philox 4x32-10. Mutable; one thread at a time.
 *
 * <p>A block of four 32-bit words is a bijective mix of a 128-bit counter under a 64-bit key, so
 * any position of the stream is reached in constant time by {@link #skip}. (Salmon, Moraes, Dror,
 * Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3", section 5.3.)
 */
public final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_2 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  /** The key under which stateless ops scramble their seed pair. */
  private static final long STATELESS_KEY = 0x02461E29_3EC8F720L;

  private final long key;
  private long counterLow;
  private long counterHigh;

  /** The block that {@link #next} drew last. */
  int word0;

  int word1;
  int word2;
  int word3;

  private Philox(long key, long counterLow, long counterHigh) {
    this.key = key;
    this.counterLow = counterLow;
    this.counterHigh = counterHigh;
  }

  /**
   * Returns the generator of an op with the attributes {@code seed} and {@code seed2}: the first is
   * the key, the second the upper half of the counter. The pair (0, 0) is taken literally.
   */
  public static Philox seeded(long seed, long seed2) {
    return new Philox(seed, 0, seed2);
  }

  /**
   * Returns the generator of a stateless op for its {@code seed} input of two numbers. Key and
   * upper half of the counter are one Philox block of the pair, so weak seeds are as good as strong
   * ones.
   */
  public static Philox stateless(long seed0, long seed1) {
    Philox scrambler = new Philox(STATELESS_KEY, seed0, seed1);
    scrambler.next();
    return new Philox(
        join(scrambler.word0, scrambler.word1), 0, join(scrambler.word2, scrambler.word3));
  }

  /** Returns an independent generator at this one's position. */
  public Philox copy() {
    return new Philox(key, counterLow, counterHigh);
  }

  /** Moves on by {@code blocks} blocks of four words, an unsigned number. */
  public void skip(long blocks) {
    counterLow += blocks;
    if (Long.compareUnsigned(counterLow, blocks) < 0) {
      counterHigh++;
    }
  }

  /** Draws the next block of four words into {@code words[0..3]}. */
  public void next4(int[] words) {
    next();
    words[0] = word0;
    words[1] = word1;
    words[2] = word2;
    words[3] = word3;
  }

  /** Draws the next block of four words into the fields. */
  void next() {
    int x0 = (int) counterLow;
    int x1 = (int) (counterLow >>> 32);
    int x2 = (int) counterHigh;
    int x3 = (int) (counterHigh >>> 32);
    int key0 = (int) key;
    int key1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x0 & LOW_WORD);
      long product2 = MULTIPLIER_2 * (x2 & LOW_WORD);
      x0 = (int) (product2 >>> 32) ^ x1 ^ key0;
      x1 = (int) product2;
      x2 = (int) (product0 >>> 32) ^ x3 ^ key1;
      x3 = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    word0 = x0;
    word1 = x1;
    word2 = x2;
    word3 = x3;
    skip(1);
  }

  /** Moves this generator to {@code blocks} blocks after the position of {@code start}. */
  void moveTo(Philox start, long blocks) {
    counterLow = start.counterLow;
    counterHigh = start.counterHigh;
    skip(blocks);
  }

  long[] counter() {
    return new long[] {counterLow, counterHigh};
  }

  void setCounter(long[] counter) {
    counterLow = counter[0];
    counterHigh = counter[1];
  }

  private static long join(int low, int high) {
    return (low & LOW_WORD) | ((long) high << 32);
  }
}

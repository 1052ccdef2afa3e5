package org.slimgraph.cpu.random;

/**
 * The stream of one stateful random op in one session. Safe for use by many threads.
 *
 * <p>Every run of the op reserves the part of the generator that it may need at most and gets a
 * generator at the start of that part, so runs never overlap and the next run's values do not
 * depend on how many words this one really used. TF 1.15: {@code GuardedPhiloxRandom} in {@code
 * core/util/guarded_philox_random.h}.
 */
public final class RandomStream {
  /** Blocks of the generator that every value of a run reserves, used or not. */
  static final int BLOCKS_PER_VALUE = 256;

  /**
   * The key of streams made by {@link #unseeded}: fixed, so that even an op without a seed gives
   * the same values in each session.
   */
  public static final long UNSEEDED_KEY = 0x5EED_0000_5EED_0000L;

  private final Philox generator;

  /** A stream at its start for an op with these seed attributes; (0, 0) is taken literally. */
  public RandomStream(long seed, long seed2) {
    this.generator = Philox.seeded(seed, seed2);
  }

  /**
   * Returns the stream of an op whose {@code seed} and {@code seed2} are both 0. TF 1.x takes a
   * pair from the operating system there; this takes ({@link #UNSEEDED_KEY}, {@code distinct}).
   *
   * @param distinct a number that tells such ops of one graph apart, for instance the op's id
   */
  public static RandomStream unseeded(long distinct) {
    return new RandomStream(UNSEEDED_KEY, distinct);
  }

  /**
   * Reserves the part for a run that makes {@code values} values and returns a generator at its
   * start. This is the rule of all ops that fill a tensor, RandomUniformInt included.
   */
  public Philox reserveValues(long values) {
    return reserveBlocks(values * BLOCKS_PER_VALUE);
  }

  /** Reserves {@code words} single words, rounded up to whole blocks. RandomShuffle does so. */
  public Philox reserveWords(long words) {
    return reserveBlocks((words + 3) / 4);
  }

  /** Returns where the next run's part starts: the two halves of the generator's counter. */
  public synchronized long[] position() {
    return generator.counter();
  }

  /** Goes to a position that {@link #position} returned for a stream of the same seeds. */
  public synchronized void restore(long[] position) {
    generator.setCounter(position);
  }

  private synchronized Philox reserveBlocks(long blocks) {
    Philox start = generator.copy();
    generator.skip(blocks);
    return start;
  }
}

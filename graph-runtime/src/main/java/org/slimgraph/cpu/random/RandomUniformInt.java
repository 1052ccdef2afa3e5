package org.slimgraph.cpu.random;

/**
 * Integers in [minval, maxval). TF: RandomUniformInt, StatelessRandomUniformInt.
 *
 * <p>A word is reduced by the remainder, so small values are slightly likelier where the size of
 * the range is no power of two: TensorFlow's documented bias.
 */
public final class RandomUniformInt {
  private RandomUniformInt() {}

  /**
   * Returns the distribution of ints from {@code minval} up to and without {@code maxval}.
   *
   * @throws IllegalArgumentException if minval is not below maxval
   */
  public static RandomFill<int[]> ints(int minval, int maxval) {
    checkRange(minval, maxval);
    return new Ints(minval, maxval - minval);
  }

  /**
   * Returns the distribution of longs from {@code minval} up to and without {@code maxval}.
   *
   * @throws IllegalArgumentException if minval is not below maxval
   */
  public static RandomFill<long[]> longs(long minval, long maxval) {
    checkRange(minval, maxval);
    return new Longs(minval, maxval - minval);
  }

  private static void checkRange(long minval, long maxval) {
    if (minval >= maxval) {
      throw new IllegalArgumentException(
          "Need minval < maxval, got " + minval + " >= " + maxval + "; the range has no value");
    }
  }

  private static final class Ints extends RandomFill<int[]> {
    private final int minval;

    /** Size of the range, unsigned. */
    private final int range;

    Ints(int minval, int range) {
      super(4, 1);
      this.minval = minval;
      this.range = range;
    }

    @Override
    void draw(Philox generator, int[] out, int at) {
      generator.next();
      out[at] = minval + Integer.remainderUnsigned(generator.word0, range);
      out[at + 1] = minval + Integer.remainderUnsigned(generator.word1, range);
      out[at + 2] = minval + Integer.remainderUnsigned(generator.word2, range);
      out[at + 3] = minval + Integer.remainderUnsigned(generator.word3, range);
    }

    @Override
    int[] newGroup() {
      return new int[4];
    }
  }

  private static final class Longs extends RandomFill<long[]> {
    private final long minval;

    /** Size of the range, unsigned. */
    private final long range;

    Longs(long minval, long range) {
      super(2, 1);
      this.minval = minval;
      this.range = range;
    }

    @Override
    void draw(Philox generator, long[] out, int at) {
      generator.next();
      long first = RandomBits.toLong(generator.word0, generator.word1);
      long second = RandomBits.toLong(generator.word2, generator.word3);
      out[at] = minval + Long.remainderUnsigned(first, range);
      out[at + 1] = minval + Long.remainderUnsigned(second, range);
    }

    @Override
    long[] newGroup() {
      return new long[2];
    }
  }
}

package org.slimgraph.cpu.random;

/** Values evenly spread over [0, 1). TF: RandomUniform, StatelessRandomUniform. */
public final class RandomUniform {
  /** Floats: multiples of 2^-23. */
  public static final RandomFill<float[]> FLOAT = new Floats();

  /** Doubles: multiples of 2^-52. */
  public static final RandomFill<double[]> DOUBLE = new Doubles();

  /** The bits of half values: multiples of 2^-10. */
  public static final RandomFill<short[]> HALF = new Shorts(RandomBits::uniformHalf);

  /** The bits of bfloat16 values: multiples of 2^-7. */
  public static final RandomFill<short[]> BFLOAT16 = new Shorts(RandomBits::uniformBfloat16);

  private RandomUniform() {}

  private static final class Floats extends RandomFill<float[]> {
    Floats() {
      super(4, 1);
    }

    @Override
    void draw(Philox generator, float[] out, int at) {
      generator.next();
      out[at] = RandomBits.toFloat(generator.word0);
      out[at + 1] = RandomBits.toFloat(generator.word1);
      out[at + 2] = RandomBits.toFloat(generator.word2);
      out[at + 3] = RandomBits.toFloat(generator.word3);
    }

    @Override
    float[] newGroup() {
      return new float[4];
    }
  }

  private static final class Doubles extends RandomFill<double[]> {
    Doubles() {
      super(2, 1);
    }

    @Override
    void draw(Philox generator, double[] out, int at) {
      generator.next();
      out[at] = RandomBits.toDouble(generator.word0, generator.word1);
      out[at + 1] = RandomBits.toDouble(generator.word2, generator.word3);
    }

    @Override
    double[] newGroup() {
      return new double[2];
    }
  }

  /** A word to the bits of a 16-bit number. */
  private interface WordToBits {
    short apply(int word);
  }

  private static final class Shorts extends RandomFill<short[]> {
    private final WordToBits toBits;

    Shorts(WordToBits toBits) {
      super(4, 1);
      this.toBits = toBits;
    }

    @Override
    void draw(Philox generator, short[] out, int at) {
      generator.next();
      out[at] = toBits.apply(generator.word0);
      out[at + 1] = toBits.apply(generator.word1);
      out[at + 2] = toBits.apply(generator.word2);
      out[at + 3] = toBits.apply(generator.word3);
    }

    @Override
    short[] newGroup() {
      return new short[4];
    }
  }
}

package org.slimgraph.cpu.random;

/** Normal values of mean 0 and deviation 1. TF: RandomStandardNormal, StatelessRandomNormal. */
public final class RandomStandardNormal {
  /** Floats. */
  public static final RandomFill<float[]> FLOAT = new Floats();

  /** Doubles. */
  public static final RandomFill<double[]> DOUBLE = new Doubles();

  /** The bits of half values: the floats, rounded. */
  public static final RandomFill<short[]> HALF = new RoundedFill(FLOAT, RandomBits::halfBits);

  /** The bits of bfloat16 values: the floats, rounded. */
  public static final RandomFill<short[]> BFLOAT16 =
      new RoundedFill(FLOAT, RandomBits::bfloat16Bits);

  private RandomStandardNormal() {}

  private static final class Floats extends RandomFill<float[]> {
    Floats() {
      super(4, 1);
    }

    @Override
    void draw(Philox generator, float[] out, int at) {
      generator.next();
      pair(generator.word0, generator.word1, out, at);
      pair(generator.word2, generator.word3, out, at + 2);
    }

    private static void pair(int radiusWord, int angleWord, float[] out, int at) {
      float radius = BoxMuller.radius(radiusWord);
      float angle = BoxMuller.angle(angleWord);
      out[at] = FloatMath.sin(angle) * radius;
      out[at + 1] = FloatMath.cos(angle) * radius;
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
      double radius = BoxMuller.radius(generator.word0, generator.word1);
      double angle = BoxMuller.angle(generator.word2, generator.word3);
      out[at] = DoubleMath.sin(angle) * radius;
      out[at + 1] = DoubleMath.cos(angle) * radius;
    }

    @Override
    double[] newGroup() {
      return new double[2];
    }
  }
}

package org.slimgraph.cpu.random;

/**
 * Standard normal values redrawn until they lie strictly between −2 and 2. TF: TruncatedNormal,
 * StatelessTruncatedNormal.
 *
 * <p>A group takes the normal values of its part of the stream in order and drops those outside.
 * Its part is {@value RandomStream#BLOCKS_PER_VALUE} words a value, so groups do not depend on how
 * many values others dropped. (The chance of running past the part is below 10^-100.)
 */
public final class TruncatedNormal {
  /** Floats. */
  public static final RandomFill<float[]> FLOAT = new Floats();

  /** Doubles. */
  public static final RandomFill<double[]> DOUBLE = new Doubles();

  /** The bits of half values: the floats, rounded. */
  public static final RandomFill<short[]> HALF = new RoundedFill(FLOAT, RandomBits::halfBits);

  /** The bits of bfloat16 values: the floats, rounded. */
  public static final RandomFill<short[]> BFLOAT16 =
      new RoundedFill(FLOAT, RandomBits::bfloat16Bits);

  private static final int LIMIT = 2;

  private TruncatedNormal() {}

  private static final class Floats extends RandomFill<float[]> {
    Floats() {
      super(4, RandomStream.BLOCKS_PER_VALUE);
    }

    @Override
    void draw(Philox generator, float[] out, int at) {
      int filled = 0;
      while (filled < 4) {
        generator.next();
        filled = pair(generator.word0, generator.word1, out, at, filled);
        filled = pair(generator.word2, generator.word3, out, at, filled);
      }
    }

    private static int pair(int radiusWord, int angleWord, float[] out, int at, int filled) {
      float radius = BoxMuller.radius(radiusWord);
      float angle = BoxMuller.angle(angleWord);
      float first = FloatMath.sin(angle) * radius;
      float second = FloatMath.cos(angle) * radius;
      int count = filled;
      if (count < 4 && Math.abs(first) < LIMIT) {
        out[at + count++] = first;
      }
      if (count < 4 && Math.abs(second) < LIMIT) {
        out[at + count++] = second;
      }
      return count;
    }

    @Override
    float[] newGroup() {
      return new float[4];
    }
  }

  private static final class Doubles extends RandomFill<double[]> {
    Doubles() {
      super(2, RandomStream.BLOCKS_PER_VALUE / 2);
    }

    @Override
    void draw(Philox generator, double[] out, int at) {
      int filled = 0;
      while (filled < 2) {
        generator.next();
        double radius = BoxMuller.radius(generator.word0, generator.word1);
        double angle = BoxMuller.angle(generator.word2, generator.word3);
        double first = DoubleMath.sin(angle) * radius;
        double second = DoubleMath.cos(angle) * radius;
        if (Math.abs(first) < LIMIT) {
          out[at + filled++] = first;
        }
        if (filled < 2 && Math.abs(second) < LIMIT) {
          out[at + filled++] = second;
        }
      }
    }

    @Override
    double[] newGroup() {
      return new double[2];
    }
  }
}

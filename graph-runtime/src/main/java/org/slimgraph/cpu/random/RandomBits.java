package org.slimgraph.cpu.random;

/** How TensorFlow turns random words into numbers in [0, 1), and floats into 16-bit types. */
final class RandomBits {
  private RandomBits() {}

  /** Returns the low 23 bits as the fraction of a float in [1, 2), less 1. */
  static float toFloat(int word) {
    return Float.intBitsToFloat(0x3F800000 | (word & 0x7FFFFF)) - 1;
  }

  /** Returns 20 bits of {@code high} and all of {@code low} as a fraction in [1, 2), less 1. */
  static double toDouble(int high, int low) {
    long fraction = ((high & 0xFFFFFL) << 32) | (low & 0xFFFFFFFFL);
    return Double.longBitsToDouble(0x3FF0000000000000L | fraction) - 1;
  }

  /** Returns the 64-bit number with these halves. */
  static long toLong(int low, int high) {
    return (low & 0xFFFFFFFFL) | ((long) high << 32);
  }

  /** Returns the bits of a half whose value is the low 10 bits times 2^-10. */
  static short uniformHalf(int word) {
    return halfBits((word & 0x3FF) * 0x1p-10f);
  }

  /** Returns the bits of a bfloat16 whose value is the low 7 bits times 2^-7. */
  static short uniformBfloat16(int word) {
    return bfloat16Bits((word & 0x7F) * 0x1p-7f);
  }

  /** Returns the half nearest to a finite {@code value} below 65504, ties to even. */
  static short halfBits(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (magnitude < 0x1p-14f) {
      // Subnormal: the sum's last place is 2^-24, the half's; the addition rounds.
      return (short) (sign | (Float.floatToRawIntBits(magnitude + 0.5f) - 0x3F000000));
    }
    int rounded = roundToEven(bits & 0x7FFFFFFF, 13);
    return (short) (sign | ((rounded - (112 << 10))));
  }

  /** Returns the bfloat16 nearest to a finite {@code value}, ties to even. */
  static short bfloat16Bits(float value) {
    return (short) roundToEven(Float.floatToRawIntBits(value), 16);
  }

  private static int roundToEven(int bits, int drop) {
    int odd = (bits >>> drop) & 1;
    return (bits + (1 << (drop - 1)) - 1 + odd) >>> drop;
  }
}

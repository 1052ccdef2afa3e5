package org.slimgraph.tensor;

/**
 * Conversions between float and the two 16-bit floating-point types, as the bits that a {@code
 * short} holds. Both round to nearest, ties to even; overflow gives infinity, subnormals are exact.
 */
public final class HalfFloat {
  private HalfFloat() {}

  /** Returns the value of a half. */
  public static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      // A subnormal is fraction * 2^-24, exact in float.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** Returns the half nearest to {@code value}; a NaN becomes a quiet NaN of the same sign. */
  public static short floatToHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x47800000) { // 2^16 and above
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) { // below 2^-14: counted in steps of 2^-24
      float steps = Float.intBitsToFloat(magnitude) * 0x1p24f;
      return (short) (sign | (int) Math.rint((double) steps));
    }
    // Adding half a step less one, plus the lowest kept bit, rounds ties to even; a carry out of
    // the
    // fraction lands in the exponent, up to infinity.
    int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | (rounded - 0x38000000) >>> 13);
  }

  /** Returns the value of a bfloat16. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /**
   * Returns the bfloat16 nearest to {@code value}, ties to even, as TF 1.15's Cast does; every NaN
   * becomes the positive quiet NaN.
   */
  public static short floatToBfloat16(float value) {
    if (Float.isNaN(value)) {
      return 0x7fc0;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}

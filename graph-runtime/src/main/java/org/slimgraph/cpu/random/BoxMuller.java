package org.slimgraph.cpu.random;

/**
 * The Box–Muller transform as TensorFlow rounds it: two uniform numbers u and w become the normal
 * pair sin(2πw)·r and cos(2πw)·r with r = √(−2 ln u).
 *
 * <p>The float forms round after each step where TensorFlow's C code does. Box, Muller, 1958, "A
 * note on the generation of random normal deviates".
 */
final class BoxMuller {
  /** Least u, so that the logarithm stays finite; a float in both forms. */
  private static final float LEAST = 1e-7f;

  private BoxMuller() {}

  /** Returns r for the float form. */
  static float radius(int word) {
    float u = Math.max(RandomBits.toFloat(word), LEAST);
    return (float) Math.sqrt(-2f * FloatMath.log(u));
  }

  /** Returns 2πw for the float form; the product is taken in double. */
  static float angle(int word) {
    return (float) (2 * Math.PI * RandomBits.toFloat(word));
  }

  /** Returns r for the double form. */
  static double radius(int high, int low) {
    double u = Math.max(RandomBits.toDouble(high, low), 1e-7);
    return Math.sqrt(-2 * DoubleMath.log(u));
  }

  /** Returns 2πw for the double form. */
  static double angle(int high, int low) {
    return 2 * Math.PI * RandomBits.toDouble(high, low);
  }
}

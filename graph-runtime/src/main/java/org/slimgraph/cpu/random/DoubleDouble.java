package org.slimgraph.cpu.random;

/**
 * A number of about 106 bits: the unevaluated sum of a double and a rest below half its last place.
 *
 * <p>Dekker, 1971, "A floating-point technique for extending the available precision". Products are
 * split by hand because {@code Math.fma} is slow on machines without the instruction.
 */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ONE = new DoubleDouble(1, 0);

  /** 2^27 + 1: a double times this splits into two halves of 26 bits. */
  private static final double SPLITTER = 0x1p27 + 1;

  /** Returns the exact sum of two doubles. */
  static DoubleDouble sum(double a, double b) {
    double sum = a + b;
    double ofB = sum - a;
    return new DoubleDouble(sum, (a - (sum - ofB)) + (b - ofB));
  }

  /** Returns the exact product of two doubles of moderate size. */
  static DoubleDouble product(double a, double b) {
    double product = a * b;
    double aHigh = upperHalf(a);
    double aLow = a - aHigh;
    double bHigh = upperHalf(b);
    double bLow = b - bHigh;
    double rest = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
    return new DoubleDouble(product, rest);
  }

  DoubleDouble plus(DoubleDouble other) {
    DoubleDouble sum = sum(high, other.high);
    return normal(sum.high, sum.low + (low + other.low));
  }

  DoubleDouble times(DoubleDouble other) {
    DoubleDouble product = product(high, other.high);
    return normal(product.high, product.low + (high * other.low + low * other.high));
  }

  DoubleDouble times(double factor) {
    return times(new DoubleDouble(factor, 0));
  }

  DoubleDouble dividedBy(DoubleDouble divisor) {
    double quotient = high / divisor.high;
    DoubleDouble rest = plus(divisor.times(-quotient));
    return normal(quotient, rest.high / divisor.high);
  }

  DoubleDouble dividedBy(double divisor) {
    return dividedBy(new DoubleDouble(divisor, 0));
  }

  /** Returns large + small, where the first is not the smaller in magnitude. */
  private static DoubleDouble normal(double large, double small) {
    double sum = large + small;
    return new DoubleDouble(sum, small - (sum - large));
  }

  private static double upperHalf(double value) {
    double scaled = SPLITTER * value;
    return scaled - (scaled - value);
  }
}

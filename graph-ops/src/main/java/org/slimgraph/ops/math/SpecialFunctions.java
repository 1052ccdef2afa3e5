package org.slimgraph.ops.math;

/**
 * Functions of mathematics that Java lacks, to nearly full double precision.
 *
 * <p>Sources: Abramowitz and Stegun, 1964, Handbook of Mathematical Functions: the series 7.1.6 and
 * the continued fraction 7.1.14 of the error function, the asymptotic series 6.1.40 and 6.3.18 of
 * the gamma functions with the recurrences 6.1.15 and 6.3.5 and the reflections 6.1.17 and 6.3.7.
 */
final class SpecialFunctions {
  private static final double SQRT_PI = 1.772453850905516;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

  /** Bernoulli numbers B(2k) over 2k(2k-1), k from 1. */
  private static final double[] STIRLING = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  /** Bernoulli numbers B(2k) over 2k, k from 1. */
  private static final double[] DIGAMMA = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
  };

  private SpecialFunctions() {}

  /** Returns the error function of {@code x}. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a < 2.5) {
      return erfSeries(x);
    }
    double tail = a > 6.5 ? 0 : erfcFraction(a);
    return Double.isNaN(x) ? x : Math.copySign(1 - tail, x);
  }

  /** Returns one minus the error function of {@code x}, precise where that is small. */
  static double erfc(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 1.5) {
      return x <= -2.5 ? 2 - erfc(-x) : 1 - erfSeries(x);
    }
    return x > 28 ? 0 : erfcFraction(x);
  }

  /** All terms have one sign, so nothing cancels. */
  private static double erfSeries(double x) {
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * Math.exp(-square) * sum;
  }

  /** The fraction, evaluated from the far end; more levels are needed near 0. */
  private static double erfcFraction(double x) {
    int levels = x < 2.5 ? 150 : 60;
    double fraction = x;
    for (int k = levels; k > 0; k--) {
      fraction = x + 0.5 * k / fraction;
    }
    return Math.exp(-x * x) / (fraction * SQRT_PI);
  }

  /** Returns the logarithm of the absolute value of the gamma function; infinite at its poles. */
  static double lgamma(double x) {
    if (Double.isInfinite(x)) {
      return Double.POSITIVE_INFINITY;
    }
    if (x <= 0 && x == Math.floor(x)) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 0) {
      return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
    }
    if (x == 1 || x == 2) {
      return 0;
    }
    double product = 1;
    double shifted = x;
    while (shifted < 12) {
      product *= shifted++;
    }
    double inverse = 1 / shifted;
    double series = 0;
    for (int k = STIRLING.length - 1; k >= 0; k--) {
      series = series * inverse * inverse + STIRLING[k];
    }
    return (shifted - 0.5) * Math.log(shifted)
        - shifted
        + HALF_LOG_TWO_PI
        + series * inverse
        - Math.log(product);
  }

  /** Returns the sine of pi x, exact in its zeros. */
  private static double sinPi(double x) {
    return Math.sin(Math.PI * (x - 2 * Math.rint(x / 2)));
  }

  /** Returns the derivative of {@link #lgamma}; TF 1.x: plus infinity at the poles. */
  static double digamma(double x) {
    if (x == Double.POSITIVE_INFINITY || (x <= 0 && x == Math.floor(x))) {
      return Double.POSITIVE_INFINITY;
    }
    if (x <= 0) {
      double fraction = x - Math.rint(x);
      double cotangent = Math.abs(fraction) == 0.5 ? 0 : 1 / Math.tan(Math.PI * fraction);
      return digamma(1 - x) - Math.PI * cotangent;
    }
    double result = 0;
    double shifted = x;
    while (shifted < 12) {
      result -= 1 / shifted++;
    }
    double inverse = 1 / (shifted * shifted);
    double series = 0;
    for (int k = DIGAMMA.length - 1; k >= 0; k--) {
      series = (series + DIGAMMA[k]) * inverse;
    }
    return result + Math.log(shifted) - 0.5 / shifted - series;
  }

  /** Returns the inverse hyperbolic sine. */
  static double asinh(double x) {
    double a = Math.abs(x);
    if (a > 1e150) {
      return Math.copySign(Math.log(a) + Math.log(2), x);
    }
    // log1p keeps small arguments precise.
    return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), x);
  }

  /** Returns the inverse hyperbolic cosine; NaN below 1. */
  static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    if (x > 1e150) {
      return Math.log(x) + Math.log(2);
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /** Returns the inverse hyperbolic tangent; NaN outside -1…1. */
  static double atanh(double x) {
    return 0.5 * (Math.log1p(x) - Math.log1p(-x));
  }
}

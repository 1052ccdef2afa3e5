package org.slimgraph.ops.math;

/**
 * The regularized incomplete beta function. Source: Abramowitz and Stegun, 1964, Handbook of
 * Mathematical Functions, the continued fraction 26.5.8 with the reflection 26.5.2; evaluated from
 * the front (Lentz, 1976).
 */
final class IncompleteBeta {
  private static final int MAX_STEPS = 100_000;
  private static final double TINY = 1e-290;

  private IncompleteBeta() {}

  /** Returns I_x(a, b); NaN unless a and b are positive and x lies in [0, 1]. */
  static double of(double a, double b, double x) {
    if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
      return Double.NaN;
    }
    if (x == 0 || x == 1) {
      return x;
    }
    return x <= a / (a + b) ? lower(a, b, x, 1 - x) : 1 - lower(b, a, 1 - x, x);
  }

  private static double lower(double a, double b, double x, double rest) {
    double logBeta =
        SpecialFunctions.lgamma(a) + SpecialFunctions.lgamma(b) - SpecialFunctions.lgamma(a + b);
    double factor = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta) / a;
    return factor / fraction(a, b, x);
  }

  private static double fraction(double a, double b, double x) {
    double value = 1;
    double numerator = 1;
    double denominator = 0;
    for (int step = 1; step < MAX_STEPS; step++) {
      int m = step / 2;
      double coefficient =
          step % 2 == 0
              ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
              : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      denominator = 1 / notZero(1 + coefficient * denominator);
      numerator = notZero(1 + coefficient / numerator);
      double change = numerator * denominator;
      value *= change;
      if (Math.abs(change - 1) < 0x1p-52) {
        break;
      }
    }
    return value;
  }

  private static double notZero(double x) {
    return Math.abs(x) < TINY ? TINY : x;
  }
}

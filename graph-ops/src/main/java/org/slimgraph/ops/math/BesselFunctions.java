package org.slimgraph.ops.math;

/**
 * Modified Bessel functions of the first kind times e^-|x|. Source: Abramowitz and Stegun, 1964,
 * Handbook of Mathematical Functions: the power series 9.6.10, whose terms have one sign, and the
 * asymptotic series 9.7.1 beyond 30.
 */
final class BesselFunctions {
  private static final double ASYMPTOTIC = 30;

  private BesselFunctions() {}

  /** Returns the function of order 0. */
  static double i0e(double x) {
    return scaled(0, Math.abs(x));
  }

  /** Returns the function of order 1, which is odd. */
  static double i1e(double x) {
    return x == 0 ? x : Math.copySign(scaled(1, Math.abs(x)), x);
  }

  private static double scaled(int order, double x) {
    if (x > ASYMPTOTIC) {
      return asymptotic(order, x);
    }
    double quarter = x * x / 4;
    double term = order == 0 ? 1 : x / 2;
    double sum = term;
    for (int k = 1; term > sum * 0x1p-55; k++) {
      term *= quarter / (k * (double) (k + order));
      sum += term;
    }
    return Double.isNaN(x) ? x : sum * Math.exp(-x);
  }

  private static double asymptotic(int order, double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 40 && Math.abs(term) > 0x1p-55; k++) {
      double odd = 2 * k - 1;
      term *= -(4 * order * order - odd * odd) / (8 * k * x);
      sum += term;
    }
    return sum / Math.sqrt(2 * Math.PI * x);
  }
}

package org.slimgraph.ops.math;

/**
 * Hurwitz's zeta function and the derivatives of digamma that it gives, to nearly full double
 * precision. Source: the Euler-Maclaurin summation as in Abramowitz and Stegun, 1964, Handbook of
 * Mathematical Functions, 23.1.30; 6.4.10 for polygamma.
 */
final class ZetaFunctions {
  private static final int DIRECT_TERMS = 12;

  /** (2k)! / B(2k), k from 1. */
  private static final double[] CORRECTIONS = {
    12,
    -720,
    30240,
    -1209600,
    47900160,
    -1.307674368e12 / 691,
    7.47242496e10,
    -1.067062284288e16 / 3617,
    5.109094217170944e18 / 43867,
    -8.028576626982912e20 / 174611,
    1.410110003939180544e22 / 77683,
    -1.6938241367317436694528e24 / 236364091
  };

  private ZetaFunctions() {}

  /**
   * Returns the sum of (q + k)^-x over k from 0 on; TF 1.x: infinite at its poles, NaN where x is
   * below 1 and where q is negative and x no integer.
   */
  static double zeta(double x, double q) {
    if (x == 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 1 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q <= 0 && q == Math.floor(q)) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isNaN(x) || (q <= 0 && x != Math.floor(x))) {
      return Double.NaN;
    }
    return sum(x, q);
  }

  private static double sum(double x, double q) {
    double sum = 0;
    double at = q;
    // Negative q are walked up to the positive ones, where the correction holds.
    for (int k = 0; k < DIRECT_TERMS || at <= DIRECT_TERMS - 3; k++) {
      double term = Math.pow(at, -x);
      sum += term;
      if (at > 0 && term < sum * 0x1p-60) {
        return sum;
      }
      at++;
    }
    double power = Math.pow(at, -x);
    sum += power * at / (x - 1) + power / 2;
    double factor = 1;
    double rising = x;
    for (int k = 0; k < CORRECTIONS.length; k++) {
      factor *= rising;
      power /= at;
      double term = factor * power / CORRECTIONS[k];
      sum += term;
      if (Math.abs(term) < Math.abs(sum) * 0x1p-56) {
        break;
      }
      rising++;
      factor *= rising++;
      power /= at;
    }
    return sum;
  }

  /** Returns the derivative of order {@code n} of digamma at {@code x}; NaN if n is no integer. */
  static double polygamma(double n, double x) {
    if (n != Math.floor(n)) {
      return Double.NaN;
    }
    if (n == 0) {
      return SpecialFunctions.digamma(x);
    }
    double factorial = factorial(n);
    return (n % 2 == 0 ? -factorial : factorial) * zeta(n + 1, x);
  }

  private static double factorial(double n) {
    if (n > 170) {
      return Double.POSITIVE_INFINITY;
    }
    double product = 1;
    for (int k = 2; k <= n; k++) {
      product *= k;
    }
    return product;
  }
}

package org.slimgraph.ops.math;

/**
 * The regularized incomplete gamma functions and the derivative of the lower one by its first
 * argument.
 *
 * <p>Up to x = a + 1 the power series of the lower function converges, above it the continued
 * fraction of the upper one; either is differentiated term by term. Sources: Abramowitz and Stegun,
 * 1964, Handbook of Mathematical Functions, 6.5.29 and 6.5.31; for a beyond 10^6, where the series
 * takes too many terms, Temme, 1979, The asymptotic expansion of the incomplete gamma functions,
 * (1.4), whose first term is then exact to 10^-11.
 */
final class IncompleteGamma {
  private static final double EPSILON = 0x1p-54;
  private static final int MAX_TERMS = 100_000;
  private static final double LARGE = 1e6;

  /** Beyond this the numerators and denominators of the fraction are scaled down. */
  private static final double BIG = 0x1p52;

  private IncompleteGamma() {}

  /** TF 1.x: infinite a counts as undefined. */
  private static boolean isDefined(double a, double x) {
    return a > 0 && a < Double.POSITIVE_INFINITY && x >= 0;
  }

  /** Returns the lower function P(a, x); NaN unless a is positive and finite and x at least 0. */
  static double lower(double a, double x) {
    if (!isDefined(a, x)) {
      return Double.NaN;
    }
    if (x == 0) {
      return 0;
    }
    if (Double.isInfinite(x)) {
      return 1;
    }
    if (a > LARGE) {
      return asymptotic(a, x, false);
    }
    return x > a + 1 ? 1 - fraction(a, x, false) : series(a, x, false);
  }

  /** Returns the upper function Q(a, x), which is 1 - P(a, x). */
  static double upper(double a, double x) {
    if (!isDefined(a, x)) {
      return Double.NaN;
    }
    if (x == 0) {
      return 1;
    }
    if (Double.isInfinite(x)) {
      return 0;
    }
    if (a > LARGE) {
      return asymptotic(a, x, true);
    }
    return x > a + 1 ? fraction(a, x, false) : 1 - series(a, x, false);
  }

  /** Returns the derivative of P(a, x) by a. */
  static double lowerByA(double a, double x) {
    if (!isDefined(a, x)) {
      return Double.NaN;
    }
    if (x == 0 || Double.isInfinite(x)) {
      return 0;
    }
    if (a > LARGE) {
      // Here P is nearly the normal distribution of (x - a) / sqrt(a).
      return -density(a, x) * (1 + (x - a) / (2 * a));
    }
    return x > a + 1 ? -fraction(a, x, true) : series(a, x, true);
  }

  /** Returns x^a e^-x / gamma(a), the density of ln x. */
  private static double scaledDensity(double a, double x) {
    if (a < 20) {
      return Math.exp(a * Math.log(x) - x - SpecialFunctions.lgamma(a));
    }
    double d = (x - a) / a;
    double square = 1 / (a * a);
    double stirling = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / a;
    return Math.exp(a * logExcess(d) - stirling) * Math.sqrt(a / (2 * Math.PI));
  }

  /** Returns x^(a-1) e^-x / gamma(a). */
  private static double density(double a, double x) {
    return scaledDensity(a, x) / x;
  }

  /** Returns ln(1 + d) - d, precise near 0. */
  private static double logExcess(double d) {
    if (Math.abs(d) > 0.1) {
      return Math.log1p(d) - d;
    }
    double power = d;
    double sum = 0;
    for (int k = 2; k < 24; k++) {
      power *= -d;
      sum += power / k;
    }
    return sum;
  }

  /** The sum of x^n / ((a+1)…(a+n)) and its derivative by a. */
  private static double series(double a, double x, boolean derivative) {
    double term = 1;
    double sum = 1;
    double termByA = 0;
    double sumByA = 0;
    for (int n = 1; n < MAX_TERMS; n++) {
      double r = a + n;
      termByA = (termByA - term / r) * x / r;
      term *= x / r;
      sum += term;
      sumByA += termByA;
      boolean done = term <= EPSILON * sum;
      if (done && (!derivative || Math.abs(termByA) <= EPSILON * Math.abs(sumByA))) {
        break;
      }
    }
    double factor = scaledDensity(a, x) / a;
    if (!derivative) {
      return sum * factor;
    }
    double logFactorByA = Math.log(x) - SpecialFunctions.digamma(a + 1);
    return factor * (sumByA + sum * logFactorByA);
  }

  /** The fraction 1 / (x+1-a - 1(1-a) / (x+3-a - 2(2-a) / …)), by its forward recurrence. */
  private static double fraction(double a, double x, boolean derivative) {
    double y = 1 - a;
    double z = x + y + 1;
    double p2 = 1;
    double q2 = x;
    double p1 = x + 1;
    double q1 = z * x;
    double p2ByA = 0;
    double q2ByA = 0;
    double p1ByA = 0;
    double q1ByA = -x;
    double value = p1 / q1;
    double valueByA = (p1ByA - value * q1ByA) / q1;
    for (int n = 1; n < MAX_TERMS; n++) {
      y++;
      z += 2;
      double yn = y * n;
      double p = p1 * z - p2 * yn;
      double q = q1 * z - q2 * yn;
      double pByA = p1ByA * z - p1 - p2ByA * yn + p2 * n;
      double qByA = q1ByA * z - q1 - q2ByA * yn + q2 * n;
      double next = p / q;
      double nextByA = (pByA - next * qByA) / q;
      boolean done =
          Math.abs(next - value) <= EPSILON * Math.abs(next)
              && (!derivative || Math.abs(nextByA - valueByA) <= EPSILON * Math.abs(nextByA));
      value = next;
      valueByA = nextByA;
      if (done) {
        break;
      }
      double scale = Math.abs(p) > BIG ? 1 / BIG : 1;
      p2 = p1 * scale;
      q2 = q1 * scale;
      p1 = p * scale;
      q1 = q * scale;
      p2ByA = p1ByA * scale;
      q2ByA = q1ByA * scale;
      p1ByA = pByA * scale;
      q1ByA = qByA * scale;
    }
    double factor = scaledDensity(a, x);
    if (!derivative) {
      return value * factor;
    }
    double logFactorByA = Math.log(x) - SpecialFunctions.digamma(a);
    return factor * (valueByA + value * logFactorByA);
  }

  /** Temme's uniform expansion: the normal distribution and its first correction. */
  private static double asymptotic(double a, double x, boolean upper) {
    double mu = (x - a) / a;
    double eta = Math.copySign(Math.sqrt(-2 * logExcess(mu)), mu);
    double tail = SpecialFunctions.erfc((upper ? eta : -eta) * Math.sqrt(a / 2)) / 2;
    double first =
        Math.abs(eta) < 1e-3 ? -1.0 / 3 + eta / 12 - 2 * eta * eta / 135 : 1 / mu - 1 / eta;
    double correction = Math.exp(-a * eta * eta / 2) / Math.sqrt(2 * Math.PI * a) * first;
    return upper ? tail + correction : tail - correction;
  }
}

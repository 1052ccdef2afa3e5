package org.slimgraph.cpu.random;

/**
 * Float logarithm, sine and cosine with the last bits of the C library under TensorFlow.
 *
 * <p>glibc (2.28 and later, x86-64) computes these in double and rounds once, but by polynomials so
 * short that about one result in a hundred is not the nearest float. Correctly rounded functions
 * would therefore differ from TensorFlow; these use polynomials of the same length instead. Their
 * coefficients were fitted by linear programming to the half-ulp intervals around glibc 2.36's
 * results on every argument that {@link BoxMuller} can pass (2^23 each). Over all of these the
 * results agree, but for 6 arguments of the logarithm, 6 of the sine and 5 of the cosine, where
 * they are one ulp off.
 */
final class FloatMath {
  private static final int LOG_INTERVALS = 16;

  /** The bits of 0.69921875, where the lowest interval starts; 1 lies well inside one. */
  private static final int LOG_START = 0x3F330000;

  /** How many low bits of a float's pattern move inside an interval. */
  private static final int LOG_INTERVAL_BITS = 19;

  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double LOG_2 = -0x1.ffffef20539f9p-2;
  private static final double LOG_3 = 0x1.5575b11499cd0p-2;
  private static final double LOG_4 = -0x1.00ea20600708bp-2;

  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

  private static final double SIN_3 = -0x1.555545995710bp-3;
  private static final double SIN_5 = 0x1.110760508ff16p-7;
  private static final double SIN_7 = -0x1.994eb2d714137p-13;

  private static final double COS_2 = -0x1.ffffffd0d213ap-2;
  private static final double COS_4 = 0x1.55553e132536ap-5;
  private static final double COS_6 = -0x1.6c087f4218f91p-10;
  private static final double COS_8 = 0x1.993450e1cd27dp-16;

  /** For each interval a number near the inverse of its middle, and minus that one's logarithm. */
  private static final double[] INVERSE = new double[LOG_INTERVALS];

  private static final double[] LOG_OF_CENTRE = new double[LOG_INTERVALS];

  static {
    for (int i = 0; i < LOG_INTERVALS; i++) {
      int start = LOG_START + (i << LOG_INTERVAL_BITS);
      double low = Float.intBitsToFloat(start);
      double high = Float.intBitsToFloat(start + (1 << LOG_INTERVAL_BITS));
      INVERSE[i] = 2 / (low + high);
    }
    // 1 must have the logarithm 0, so its interval is centred there; the next is off its middle.
    INVERSE[9] = 1;
    INVERSE[10] = 0.94929;
    for (int i = 0; i < LOG_INTERVALS; i++) {
      LOG_OF_CENTRE[i] = -StrictMath.log(INVERSE[i]) + 0.0;
    }
  }

  private FloatMath() {}

  /** Returns the natural logarithm of a normal positive float. */
  static float log(float x) {
    // x = 2^exponent z with z in the table's intervals; log z = log centre + log(z / centre).
    int bits = Float.floatToRawIntBits(x);
    int above = bits - LOG_START;
    int interval = (above >> LOG_INTERVAL_BITS) & (LOG_INTERVALS - 1);
    int exponent = above >> 23;
    double z = Float.intBitsToFloat(bits - (exponent << 23));
    double r = z * INVERSE[interval] - 1;
    double square = r * r;
    double large = exponent * LN_2 + LOG_OF_CENTRE[interval] + r;
    return (float) ((LOG_4 * square + (LOG_3 * r + LOG_2)) * square + large);
  }

  /** Returns the sine of an angle in [0, 2π]. */
  static float sin(float angle) {
    return sinAtQuarter(angle, 0);
  }

  /** Returns the cosine of an angle in [0, 2π]. */
  static float cos(float angle) {
    return sinAtQuarter(angle, 1);
  }

  /** Returns sin(angle + quarters · π/2). */
  private static float sinAtQuarter(float angle, int quarters) {
    int nearest = (int) (angle * TWO_OVER_PI + 0.5);
    double rest = angle - nearest * HALF_PI;
    int quarter = nearest + quarters;
    double value = (quarter & 1) == 0 ? sinPolynomial(rest) : cosPolynomial(rest);
    return (float) ((quarter & 2) == 0 ? value : -value);
  }

  private static double sinPolynomial(double x) {
    double square = x * x;
    return x + x * square * (SIN_3 + square * (SIN_5 + square * SIN_7));
  }

  private static double cosPolynomial(double x) {
    double square = x * x;
    return 1 + square * (COS_2 + square * (COS_4 + square * (COS_6 + square * COS_8)));
  }
}

package org.slimgraph.ops.flow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Reals as messages of TensorFlow's runtime show them: C's {@code %g} with 6 digits (15 for
 * doubles) if these read back as the same number, else with 8 (17).
 */
final class PrintedReals {
  private PrintedReals() {}

  static String of(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return special(value);
    }
    String text = general(value, 6);
    return Float.parseFloat(text) == value ? text : general(value, 8);
  }

  static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    String text = general(value, 15);
    return Double.parseDouble(text) == value ? text : general(value, 17);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /** C's {@code %.<digits>g} of a finite number. */
  private static String general(double value, int digits) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return rounded.toPlainString();
    }
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return String.format(Locale.ROOT, "%se%+03d", mantissa, exponent);
  }
}

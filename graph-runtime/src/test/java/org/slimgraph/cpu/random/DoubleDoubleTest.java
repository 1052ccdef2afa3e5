package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class DoubleDoubleTest {
  private static final double A = 0.1;
  private static final double B = 1 / 3.0;

  @Test
  void sum_keepsEveryBit() {
    assertEquals(new DoubleDouble(1, 0x1p-80), DoubleDouble.sum(1, 0x1p-80));
    assertEquals(new DoubleDouble(1, 0x1p-80), DoubleDouble.sum(0x1p-80, 1));
  }

  @Test
  void product_keepsEveryBit() {
    assertEquals(exact(A).multiply(exact(B)), exact(DoubleDouble.product(A, B)));
  }

  @Test
  void arithmetic_isCloserThanHundredBits() {
    DoubleDouble a = DoubleDouble.sum(A, 0x1.5p-60);
    DoubleDouble b = DoubleDouble.sum(B, -0x1.3p-58);

    assertClose(exact(a).add(exact(b)), a.plus(b));
    assertClose(exact(a).multiply(exact(b)), a.times(b));
    assertClose(exact(a).divide(exact(b), new MathContext(60)), a.dividedBy(b));
    assertClose(exact(a).divide(exact(7), new MathContext(60)), a.dividedBy(7));
    assertClose(exact(a).multiply(exact(7)), a.times(7));
  }

  private static void assertClose(BigDecimal expected, DoubleDouble actual) {
    double error = exact(actual).subtract(expected).doubleValue();
    assertTrue(
        Math.abs(error) <= Math.abs(expected.doubleValue()) * 0x1p-100,
        () -> "off by " + error + " from " + expected);
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  private static BigDecimal exact(DoubleDouble value) {
    return exact(value.high()).add(exact(value.low()));
  }
}

package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Expected values: Abramowitz and Stegun's tables and closed forms. */
class SpecialFunctionsTest {

  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, Math.abs(expected) * 4e-15 + 1e-300);
  }

  @Test
  void erf_onBothSidesOfTheSeam_isPrecise() {
    assertClose(0.8427007929497149, SpecialFunctions.erf(1));
    assertClose(0.999593047982555, SpecialFunctions.erf(2.5));
    assertClose(-0.9999779095030014, SpecialFunctions.erf(-3));
    assertEquals(1, SpecialFunctions.erf(Double.POSITIVE_INFINITY));
    assertEquals(-1, SpecialFunctions.erf(-40));
    assertTrue(Double.isNaN(SpecialFunctions.erf(Double.NaN)));
  }

  @Test
  void erfc_farOut_staysPrecise() {
    assertClose(0.15729920705028513, SpecialFunctions.erfc(1));
    assertEquals(4.677734981047266e-3, SpecialFunctions.erfc(2), 1e-16);
    assertEquals(1.5374597944280349e-12, SpecialFunctions.erfc(5), 1e-25);
    assertEquals(2, SpecialFunctions.erfc(-30));
    assertEquals(0, SpecialFunctions.erfc(30));
  }

  @Test
  void lgamma_ofFactorials_isTheirLogarithm() {
    assertEquals(0, SpecialFunctions.lgamma(1));
    assertEquals(0, SpecialFunctions.lgamma(2));
    assertClose(Math.log(24), SpecialFunctions.lgamma(5));
    assertEquals(0.5723649429247001, SpecialFunctions.lgamma(0.5), 1e-14);
    assertEquals(1.2655121234846454, SpecialFunctions.lgamma(-0.5), 1e-14);
    assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.lgamma(-3));
    assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.lgamma(Double.NEGATIVE_INFINITY));
  }

  @Test
  void digamma_ofKnownArguments_isRight() {
    assertClose(-0.5772156649015329, SpecialFunctions.digamma(1));
    assertClose(-1.9635100260214235, SpecialFunctions.digamma(0.5));
    assertClose(0.03648997397857652, SpecialFunctions.digamma(-0.5));
    assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.digamma(0));
    assertTrue(Double.isNaN(SpecialFunctions.digamma(Double.NaN)));
  }

  @Test
  void inverseHyperbolic_nearZeroAndFarOut_isPrecise() {
    assertClose(1e-9, SpecialFunctions.asinh(1e-9));
    assertClose(Math.log(2) + Math.log(1e200), SpecialFunctions.asinh(1e200));
    assertClose(1.3169578969248166, SpecialFunctions.acosh(2));
    assertTrue(Double.isNaN(SpecialFunctions.acosh(0.5)));
    assertTrue(Double.isNaN(SpecialFunctions.acosh(-1e38)));
    assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.atanh(1));
  }
}

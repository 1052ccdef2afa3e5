package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Output;

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

  @Test
  void incompleteGamma_ofSimpleOrders_hasClosedForms() {
    for (double x : new double[] {0.01, 0.5, 1.9, 2.1, 7, 40}) {
      assertEquals(-Math.expm1(-x), IncompleteGamma.lower(1, x), 1e-14);
      assertEquals(SpecialFunctions.erf(Math.sqrt(x)), IncompleteGamma.lower(0.5, x), 1e-14);
      assertEquals((1 + x) * Math.exp(-x), IncompleteGamma.upper(2, x), 1e-14);
    }
  }

  @Test
  void incompleteGamma_ofLargeOrders_isContinuous() {
    for (double away : new double[] {-2, -0.3, 0, 0.4, 3}) {
      double below = IncompleteGamma.lower(1e6, 1e6 + away * 1e3);
      double above = IncompleteGamma.lower(1.0000001e6, 1.0000001e6 + away * 1e3);
      assertEquals(below, above, 1e-8);
      assertEquals(1 - below, IncompleteGamma.upper(1e6, 1e6 + away * 1e3), 1e-12);
    }
    assertEquals(0.5 + 1 / (3 * Math.sqrt(2e8 * Math.PI)), IncompleteGamma.lower(1e8, 1e8), 1e-9);
  }

  @Test
  void incompleteGamma_whereItIsUndefined_isNan() {
    assertTrue(Double.isNaN(IncompleteGamma.lower(0, 1)));
    assertTrue(Double.isNaN(IncompleteGamma.upper(1, -1)));
    assertTrue(Double.isNaN(IncompleteGamma.lower(Double.POSITIVE_INFINITY, 1)));
    assertEquals(1, IncompleteGamma.lower(3, Double.POSITIVE_INFINITY));
    assertEquals(1, IncompleteGamma.upper(3, 0));
  }

  /** The derivative that IgammaGradA computes. */
  @Test
  void incompleteGammaByA_isTheSlope() {
    for (double a : new double[] {0.3, 2, 15, 300}) {
      for (double x : new double[] {0.4 * a, 0.95 * a, 1.3 * a + 1}) {
        double step = 1e-5 * a;
        double slope =
            (IncompleteGamma.lower(a + step, x) - IncompleteGamma.lower(a - step, x)) / (2 * step);
        assertEquals(slope, IncompleteGamma.lowerByA(a, x), 1e-8 * Math.max(1, Math.abs(slope)));
      }
    }
    MathFixture fixture = new MathFixture();
    Output atZero = fixture.op("IgammaGradA", fixture.doubles(2), fixture.doubles(0));
    assertEquals(0, fixture.run(atZero).doubles()[0]);
  }

  @Test
  void zeta_ofWholeNumbers_hasClosedForms() {
    assertClose(Math.pow(Math.PI, 2) / 6, ZetaFunctions.zeta(2, 1));
    assertClose(Math.pow(Math.PI, 4) / 90, ZetaFunctions.zeta(4, 1));
    assertClose(1.2020569031595942, ZetaFunctions.zeta(3, 1));
    assertEquals(Double.POSITIVE_INFINITY, ZetaFunctions.zeta(1, 3));
    assertEquals(Double.POSITIVE_INFINITY, ZetaFunctions.zeta(2, -3));
    assertTrue(Double.isNaN(ZetaFunctions.zeta(0.5, 1)));
    assertTrue(Double.isNaN(ZetaFunctions.zeta(1.5, -0.5)));
    // The sum over k - 1/2 is that over 1/2 + k and one more square.
    assertClose(Math.pow(Math.PI, 2) / 2 + 4, ZetaFunctions.zeta(2, -0.5));
  }

  @Test
  void polygamma_ofOrdersThatAreWhole_isDefined() {
    assertClose(SpecialFunctions.digamma(2.5), ZetaFunctions.polygamma(0, 2.5));
    assertClose(Math.pow(Math.PI, 2) / 2, ZetaFunctions.polygamma(1, 0.5));
    assertClose(-2 * 1.2020569031595942, ZetaFunctions.polygamma(2, 1));
    assertTrue(Double.isNaN(ZetaFunctions.polygamma(1.5, 1)));
    assertTrue(Double.isNaN(ZetaFunctions.polygamma(-1, 1)));
  }

  @Test
  void incompleteBeta_ofWholeNumbers_isAPolynomial() {
    assertEquals(0.6875, IncompleteBeta.of(2, 3, 0.5), 1e-15);
    assertEquals(0.3125, IncompleteBeta.of(3, 2, 0.5), 1e-15);
    assertEquals(0.1, IncompleteBeta.of(1, 1, 0.1), 1e-15);
    assertEquals(0, IncompleteBeta.of(1, 1, 0));
    assertEquals(1, IncompleteBeta.of(1, 1, 1));
    assertTrue(Double.isNaN(IncompleteBeta.of(1, 0, 0.5)));
    assertTrue(Double.isNaN(IncompleteBeta.of(1, 1, 1.5)));
  }

  @Test
  void bessel_onBothSidesOfTheSeam_isPrecise() {
    assertEquals(1, BesselFunctions.i0e(0));
    assertClose(0.46575960759364043, BesselFunctions.i0e(-1));
    assertClose(-0.2079104153497085, BesselFunctions.i1e(-1));
    assertEquals(BesselFunctions.i0e(29.999999999), BesselFunctions.i0e(30.000000001), 1e-11);
    assertEquals(BesselFunctions.i1e(29.999999999), BesselFunctions.i1e(30.000000001), 1e-11);
    assertEquals(0, BesselFunctions.i0e(Double.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(BesselFunctions.i1e(Double.NaN)));
  }
}

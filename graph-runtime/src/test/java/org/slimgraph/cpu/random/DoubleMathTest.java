package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Expected values where StrictMath is one ulp off: computed with 140 bits and rounded. */
class DoubleMathTest {

  @Test
  void log_whereStrictMathIsOff_isNearest() {
    assertEquals(-0.17971017531966352, DoubleMath.log(0.835512328417336));
    assertEquals(-1.0158546114874218, DoubleMath.log(0.36209284885745685));
    assertEquals(-3.8603635309319597, DoubleMath.log(0.021060342045489594));
  }

  @Test
  void sin_whereStrictMathIsOff_isNearest() {
    assertEquals(0.4262180816094471, DoubleMath.sin(2.701284683172651));
    assertEquals(0.5413958631979564, DoubleMath.sin(0.5720964480091765));
    assertEquals(0.6596891154401877, DoubleMath.sin(2.4211876319880807));
  }

  @Test
  void cos_whereStrictMathIsOff_isNearest() {
    assertEquals(-0.6204717211243728, DoubleMath.cos(2.2401403965195192));
    assertEquals(0.7037671295482631, DoubleMath.cos(5.49307524667277));
    assertEquals(0.7549603773865329, DoubleMath.cos(5.567982676314759));
  }

  @Test
  void log_edges_areExact() {
    assertEquals(0.0, DoubleMath.log(1));
    assertEquals(-0x1p-53, DoubleMath.log(1 - 0x1p-53));
    assertEquals(-0x1.62e42fefa39efp-1, DoubleMath.log(0.5));
  }

  @Test
  void sinAndCos_edges_areExact() {
    assertEquals(0.0, DoubleMath.sin(0));
    assertEquals(1.0, DoubleMath.cos(0));
    assertEquals(1.0, DoubleMath.sin(Math.PI / 2));
    assertEquals(0x1.1a62633145c07p-54, DoubleMath.cos(Math.PI / 2), 0x1p-104);
    assertEquals(0x1.1a62633145c07p-53, DoubleMath.sin(Math.PI), 0x1p-103);
    assertEquals(-1.0, DoubleMath.cos(Math.PI));
  }

  @Test
  void all_acrossArguments_areWithinOneUlp() {
    for (int i = 1; i < 4000; i++) {
      double x = i / 4000.0;
      double angle = 2 * Math.PI * x;
      assertWithinOneUlp(StrictMath.log(x), DoubleMath.log(x), x);
      assertWithinOneUlp(StrictMath.sin(angle), DoubleMath.sin(angle), angle);
      assertWithinOneUlp(StrictMath.cos(angle), DoubleMath.cos(angle), angle);
    }
  }

  private static void assertWithinOneUlp(double strict, double actual, double argument) {
    assertTrue(
        Math.abs(strict - actual) <= Math.ulp(strict),
        () -> "at " + argument + " got " + actual + ", StrictMath " + strict);
  }
}

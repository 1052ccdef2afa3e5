package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FloatMathTest {

  @Test
  void log_one_isZero() {
    assertEquals(0f, FloatMath.log(1f));
  }

  @Test
  void log_acrossArguments_isWithinOneUlp() {
    for (int word = 1; word < 1 << 23; word += 997) {
      float x = RandomBits.toFloat(word);
      assertWithinOneUlp(StrictMath.log(x), FloatMath.log(x), x);
    }
    assertWithinOneUlp(StrictMath.log(1e-7f), FloatMath.log(1e-7f), 1e-7f);
    float last = 1 - 0x1p-23f;
    assertWithinOneUlp(StrictMath.log(last), FloatMath.log(last), last);
  }

  @Test
  void sinAndCos_acrossCircle_areWithinOneUlp() {
    for (int word = 0; word < 1 << 23; word += 997) {
      float angle = BoxMuller.angle(word);
      assertWithinOneUlp(StrictMath.sin(angle), FloatMath.sin(angle), angle);
      assertWithinOneUlp(StrictMath.cos(angle), FloatMath.cos(angle), angle);
    }
  }

  @Test
  void sinAndCos_zero_areExact() {
    assertEquals(0f, FloatMath.sin(0f));
    assertEquals(1f, FloatMath.cos(0f));
  }

  private static void assertWithinOneUlp(double exact, float actual, float argument) {
    assertTrue(
        Math.abs(exact - actual) <= Math.ulp((float) exact),
        () -> "at " + argument + " got " + actual + ", exact " + exact);
  }
}

package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintedRealsTest {

  @Test
  void floats_haveSixDigitsIfTheseAreEnough() {
    assertEquals("1", PrintedReals.of(1f));
    assertEquals("0.1", PrintedReals.of(0.1f));
    assertEquals("-2.5", PrintedReals.of(-2.5f));
    assertEquals("100000", PrintedReals.of(1e5f));
    assertEquals("1e+06", PrintedReals.of(1e6f));
    assertEquals("0.0001", PrintedReals.of(1e-4f));
    assertEquals("1.5e-05", PrintedReals.of(1.5e-5f));
    assertEquals("0.33333334", PrintedReals.of(1f / 3));
    assertEquals("16777216", PrintedReals.of(16777216f));
    assertEquals("3.4028235e+38", PrintedReals.of(Float.MAX_VALUE));
  }

  @Test
  void doubles_haveFifteen() {
    assertEquals("0.1", PrintedReals.of(0.1));
    assertEquals("0.33333333333333331", PrintedReals.of(1.0 / 3));
    assertEquals("1e+100", PrintedReals.of(1e100));
  }

  @Test
  void specialNumbers_haveCsNames() {
    assertEquals("nan", PrintedReals.of(Float.NaN));
    assertEquals("inf", PrintedReals.of(Float.POSITIVE_INFINITY));
    assertEquals("-inf", PrintedReals.of(Double.NEGATIVE_INFINITY));
    assertEquals("0", PrintedReals.of(0f));
    assertEquals("-0", PrintedReals.of(-0.0));
  }
}

package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares results with references computed in double. */
final class Close {

  private Close() {}

  /**
   * Fails unless each |got - want| is within {@code tolerance} times (1 + |want|); NaN equals NaN.
   */
  static void check(String what, double[] want, float[] got, double tolerance) {
    check(what, want, Providers.widen(got), tolerance);
  }

  static void check(String what, double[] want, double[] got, double tolerance) {
    assertTrue(
        want.length == got.length, () -> what + ": length " + got.length + ", want " + want.length);
    for (int i = 0; i < want.length; i++) {
      int at = i;
      boolean same = want[i] == got[i] || Double.isNaN(want[i]) && Double.isNaN(got[i]);
      assertTrue(
          same || Math.abs(want[i] - got[i]) <= tolerance * (1 + Math.abs(want[i])),
          () -> what + " at " + at + ": got " + got[at] + ", want " + want[at]);
    }
  }
}

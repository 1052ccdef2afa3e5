package org.slimgraph.cpu;

/** How loops cut their work: numbers of parts and the ranges of parts, from sizes alone. */
final class Parts {

  /** Elements of a memory-bound part: some 20 microseconds of work. */
  static final int ELEMENTS = 32_768;

  /** Upper bound of parts; more would only add launches. */
  static final int LIMIT = 64;

  private Parts() {}

  /**
   * Returns how many parts to make of {@code units} units that touch {@code elements} elements in
   * all.
   */
  static int count(int units, long elements) {
    return count(units, elements, ELEMENTS);
  }

  /**
   * Returns how many parts to make of {@code units} units of {@code work} in all, with at least
   * {@code grain} work a part.
   */
  static int count(int units, long work, long grain) {
    long wanted = Math.min(LIMIT, Math.max(1, work / grain));
    return (int) Math.min(units, wanted);
  }

  /** Returns the first unit of {@code part}; the end of a part is the begin of the next. */
  static int begin(int part, int parts, int units) {
    return (int) ((long) units * part / parts);
  }

  /** Returns {@code ceil(a / b)} for non-negative {@code a}. */
  static int ceilDiv(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }
}

package org.slimgraph.ops;

import org.slimgraph.cpu.Parallel;

/** Splits the elements of a simple loop over workers, by their number alone. */
public final class Ranges {
  private static final int ELEMENTS = 32_768;
  private static final int LIMIT = 64;

  private Ranges() {}

  /** A part of the elements. */
  @FunctionalInterface
  public interface Range {

    /** Works on the elements from {@code begin} up to and without {@code end}. */
    void run(int begin, int end);
  }

  /** Runs {@code range} over parts of {@code count} elements that together are all of them. */
  public static void run(int count, Parallel parallel, Range range) {
    int parts = Math.min(LIMIT, count / ELEMENTS);
    if (parts <= 1) {
      range.run(0, count);
      return;
    }
    parallel.run(
        parts,
        part ->
            range.run(
                (int) ((long) count * part / parts), (int) ((long) count * (part + 1) / parts)));
  }
}

package org.slimgraph.cpu;

/** One part of a loop that {@link Parallel} runs; parts write disjoint ranges. */
@FunctionalInterface
public interface PartBody {

  /**
   * Runs one part.
   *
   * @param part from 0 to the number of parts minus one
   */
  void run(int part);
}

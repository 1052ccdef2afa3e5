package org.slimgraph.cpu;

/** A relation of two values of type long. */
@FunctionalInterface
public interface LongComparison {

  /** Returns whether the relation holds. */
  boolean test(long a, long b);
}

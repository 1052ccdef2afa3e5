package org.slimgraph.cpu;

/** A relation of two values of type double. */
@FunctionalInterface
public interface DoubleComparison {

  /** Returns whether the relation holds. */
  boolean test(double a, double b);
}

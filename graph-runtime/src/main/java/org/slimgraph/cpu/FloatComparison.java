package org.slimgraph.cpu;

/** A relation of two values of type float. */
@FunctionalInterface
public interface FloatComparison {

  /** Returns whether the relation holds. */
  boolean test(float a, float b);
}

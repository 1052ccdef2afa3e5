package org.slimgraph.cpu;

/** A relation of two values of type int. */
@FunctionalInterface
public interface IntComparison {

  /** Returns whether the relation holds. */
  boolean test(int a, int b);
}

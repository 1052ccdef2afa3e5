package org.slimgraph.cpu;

/** A function of two floats. */
@FunctionalInterface
public interface FloatBinaryOperator {

  /** Returns the function's value. */
  float applyAsFloat(float a, float b);
}

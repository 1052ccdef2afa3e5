package org.slimgraph.cpu;

/** A function of a float. */
@FunctionalInterface
public interface FloatUnaryOperator {

  /** Returns the function's value. */
  float applyAsFloat(float x);
}

package org.slimgraph.ops;

/** The gradient of an op: builds, with the public builders, what flows back to its inputs. */
@FunctionalInterface
public interface Gradient {

  /** Sets the gradient of each input through which one flows. */
  void build(GradientContext context);
}

package org.slimgraph.variables;

/** The distributions of {@link Initializers#varianceScaling}. */
public enum Distribution {
  /** Normal, redrawn outside of two standard deviations, and scaled so that the variance fits. */
  TRUNCATED_NORMAL,
  /** Normal. */
  UNTRUNCATED_NORMAL,
  /** Uniform around zero. */
  UNIFORM
}

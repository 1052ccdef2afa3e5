package org.slimgraph.ops.nn;

/** How a sliding window treats the borders of an image. */
public enum Padding {
  /** Zeros around the image: the output has {@code ceil(input / stride)} elements. */
  SAME,
  /** No zeros: windows lie inside the image. */
  VALID
}

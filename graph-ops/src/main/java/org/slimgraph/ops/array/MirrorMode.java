package org.slimgraph.ops.array;

/** How padding mirrors a tensor. */
public enum MirrorMode {
  /** Without the edge: 3 2 | 1 2 3 | 2 1. */
  REFLECT,
  /** With the edge: 2 1 | 1 2 3 | 3 2. */
  SYMMETRIC
}

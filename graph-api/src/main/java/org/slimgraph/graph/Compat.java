package org.slimgraph.graph;

/** Which TF release's behaviour a graph is built with, where releases differ. */
public enum Compat {
  /** TF 1.0.0. */
  TF_1_0,
  /** TF 1.15.0, the default. */
  TF_1_15
}

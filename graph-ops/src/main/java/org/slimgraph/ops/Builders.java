package org.slimgraph.ops;

import org.slimgraph.graph.Graph;

/** What the families of builders share: the graph they build. */
public interface Builders {

  /** Returns the entry to all builders of the graph. */
  Ops tf();

  /** Returns the graph that is built. */
  default Graph graph() {
    return tf().graph();
  }
}

package org.slimgraph.slim;

import org.slimgraph.graph.Output;

/** What a layer applies to its output in place of a bias: Python's {@code normalizer_fn}. */
@FunctionalInterface
public interface Normalizer {

  /** Returns {@code inputs}, normalised; builds in the scopes of the calling layer. */
  Output normalize(Slim slim, Output inputs);
}

package org.slimgraph.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.Output;

/**
 * Tensors that were scaled together, and the norm that they had before.
 *
 * @param tensors in the order given; absent where there was none
 * @param globalNorm a scalar
 */
public record ClippedGradients(ImmutableList<Optional<Output>> tensors, Output globalNorm) {

  ClippedGradients(List<Optional<Output>> tensors, Output globalNorm) {
    this(ImmutableList.copyOf(tensors), globalNorm);
  }
}

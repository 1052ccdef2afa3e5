package org.slimgraph.session;

import java.util.List;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.tensor.Tensor;

/**
 * What a run returned, and what it noted of itself.
 *
 * @param values the fetched values in the order they were asked for
 * @param metadata when each operation ran, if the options asked for a trace; else empty
 */
public record TracedRun(List<Tensor> values, RunMetadata metadata) {

  /** Copies the list. */
  public TracedRun {
    values = List.copyOf(values);
  }
}

package org.slimgraph.examples.nets;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.slimgraph.graph.Output;

/**
 * What a net gives.
 *
 * @param logits [batch, classes]
 * @param endPoints the outputs on the way, by slim's names, in order
 */
public record Net(Output logits, ImmutableMap<String, Output> endPoints) {

  /** Copies the end points. */
  static Net of(Output logits, Map<String, Output> endPoints) {
    return new Net(logits, ImmutableMap.copyOf(endPoints));
  }

  /** Returns the end point that slim calls {@code name}. */
  public Output endPoint(String name) {
    Output output = endPoints.get(name);
    if (output == null) {
      throw new IllegalArgumentException("no end point '" + name + "' among " + endPoints.keySet());
    }
    return output;
  }
}

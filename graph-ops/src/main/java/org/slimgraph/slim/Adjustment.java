package org.slimgraph.slim;

import org.slimgraph.graph.Output;

/** Changes normalised values during training, before gamma and beta: for noise. */
@FunctionalInterface
public interface Adjustment {

  /**
   * What normalised values are multiplied by and what is added then.
   *
   * @param scale broadcasts with the inputs
   * @param bias broadcasts with the inputs
   */
  record ScaleAndBias(Output scale, Output bias) {}

  /**
   * Builds the adjustment.
   *
   * @param shape the dynamic shape of the layer's inputs, an int32 vector
   */
  ScaleAndBias adjust(Output shape);
}

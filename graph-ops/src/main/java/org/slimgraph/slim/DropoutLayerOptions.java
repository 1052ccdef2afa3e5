package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.tensor.Shape;

/**
 * Options of {@code tf.layers.dropout}: rate 0.5, <em>not</em> training until set otherwise.
 * Mutable; used while one layer is built.
 */
public final class DropoutLayerOptions {
  private final DropoutOptions options = new DropoutOptions().isTraining(false);

  DropoutLayerOptions() {}

  /** Sets the probability that an element is dropped. Default: 0.5. */
  public DropoutLayerOptions rate(double rate) {
    options.rate = rate;
    return this;
  }

  /** Sets which elements are kept or dropped together, as in {@link DropoutOptions}. */
  public DropoutLayerOptions noiseShape(@Nullable Shape noiseShape) {
    options.noiseShape(noiseShape);
    return this;
  }

  /** Sets the seed of the choice. Default: none of its own. */
  public DropoutLayerOptions seed(long seed) {
    options.seed(seed);
    return this;
  }

  /** Sets whether elements are dropped. Default: false. */
  public DropoutLayerOptions training(boolean training) {
    options.isTraining(training);
    return this;
  }

  /** Sets the bool tensor or variable that says whether elements are dropped. */
  public DropoutLayerOptions training(@Nullable GraphElement training) {
    options.isTraining(training);
    return this;
  }

  /** Sets the scope. Null, the default: {@code dropout}, made unique. */
  public DropoutLayerOptions name(@Nullable String name) {
    options.scope(name);
    return this;
  }

  DropoutOptions toSlim() {
    return options;
  }
}

package org.slimgraph.train;

/** Options of {@link TrainOps#gradientDescent}, with TF's defaults. Not thread-safe. */
public final class GradientDescentOptions extends OptimizerOptions<GradientDescentOptions> {

  GradientDescentOptions() {
    super("GradientDescent");
  }

  @Override
  GradientDescentOptions self() {
    return this;
  }
}

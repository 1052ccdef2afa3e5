package org.slimgraph.train;

/** Options of {@link TrainOps#adagrad}, with TF's defaults. Not thread-safe. */
public final class AdagradOptions extends OptimizerOptions<AdagradOptions> {

  AdagradOptions() {
    super("Adagrad");
  }

  @Override
  AdagradOptions self() {
    return this;
  }
}

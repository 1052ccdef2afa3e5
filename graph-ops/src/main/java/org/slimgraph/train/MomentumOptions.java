package org.slimgraph.train;

/** Options of {@link TrainOps#momentum}, with TF's defaults. Not thread-safe. */
public final class MomentumOptions extends OptimizerOptions<MomentumOptions> {
  boolean useNesterov;

  MomentumOptions() {
    super("Momentum");
  }

  @Override
  MomentumOptions self() {
    return this;
  }

  /** Sets whether Nesterov's form is used. Default: false. */
  public MomentumOptions useNesterov(boolean useNesterov) {
    this.useNesterov = useNesterov;
    return this;
  }
}

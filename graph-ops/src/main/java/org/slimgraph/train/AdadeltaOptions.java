package org.slimgraph.train;

/** Options of {@link TrainOps#adadelta}, with TF's defaults. Not thread-safe. */
public final class AdadeltaOptions extends OptimizerOptions<AdadeltaOptions> {
  double rho = 0.95;
  double epsilon = 1e-8;

  AdadeltaOptions() {
    super("Adadelta");
  }

  @Override
  AdadeltaOptions self() {
    return this;
  }

  /** Sets how slowly the averages change. Default: 0.95. */
  public AdadeltaOptions rho(double rho) {
    this.rho = rho;
    return this;
  }

  /** Sets what is added inside the roots. Default: 1e-8. */
  public AdadeltaOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }
}

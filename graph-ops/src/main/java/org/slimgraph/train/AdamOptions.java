package org.slimgraph.train;

/** Options of {@link TrainOps#adam}, with TF's defaults. Not thread-safe. */
public final class AdamOptions extends OptimizerOptions<AdamOptions> {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;

  AdamOptions() {
    super("Adam");
  }

  @Override
  AdamOptions self() {
    return this;
  }

  /** Sets how slowly the first moment changes. Default: 0.9. */
  public AdamOptions beta1(double beta1) {
    this.beta1 = beta1;
    return this;
  }

  /** Sets how slowly the second moment changes. Default: 0.999. */
  public AdamOptions beta2(double beta2) {
    this.beta2 = beta2;
    return this;
  }

  /** Sets what is added to the root of the second moment. Default: 1e-8. */
  public AdamOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }
}

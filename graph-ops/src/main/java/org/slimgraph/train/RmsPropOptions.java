package org.slimgraph.train;

/** Options of {@link TrainOps#rmsProp}, with TF's defaults. Not thread-safe. */
public final class RmsPropOptions extends OptimizerOptions<RmsPropOptions> {
  double decay = 0.9;
  double momentum;
  double epsilon = 1e-10;
  boolean centered;

  RmsPropOptions() {
    super("RMSProp");
  }

  @Override
  RmsPropOptions self() {
    return this;
  }

  /** Sets how slowly the mean square changes. Default: 0.9. */
  public RmsPropOptions decay(double decay) {
    this.decay = decay;
    return this;
  }

  /** Sets how much of the last step goes into the next. Default: 0. */
  public RmsPropOptions momentum(double momentum) {
    this.momentum = momentum;
    return this;
  }

  /** Sets what is added to the mean square, inside the root. Default: 1e-10. */
  public RmsPropOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }

  /** Sets whether the square of the mean is subtracted. Default: false. */
  public RmsPropOptions centered(boolean centered) {
    this.centered = centered;
    return this;
  }
}

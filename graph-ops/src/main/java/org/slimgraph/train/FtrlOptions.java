package org.slimgraph.train;

/** Options of {@link TrainOps#ftrl}, with TF's defaults. Not thread-safe. */
public final class FtrlOptions extends OptimizerOptions<FtrlOptions> {
  double learningRatePower = -0.5;
  double initialAccumulatorValue = 0.1;
  double l1RegularizationStrength;
  double l2RegularizationStrength;
  double l2ShrinkageRegularizationStrength;

  FtrlOptions() {
    super("Ftrl");
  }

  @Override
  FtrlOptions self() {
    return this;
  }

  /** Sets the power of the accumulator, at most 0. Default: -0.5. */
  public FtrlOptions learningRatePower(double learningRatePower) {
    this.learningRatePower = learningRatePower;
    return this;
  }

  /** Sets how the accumulators start, at least 0. Default: 0.1. */
  public FtrlOptions initialAccumulatorValue(double initialAccumulatorValue) {
    this.initialAccumulatorValue = initialAccumulatorValue;
    return this;
  }

  /** Sets the weight of the absolute values, at least 0. Default: 0. */
  public FtrlOptions l1RegularizationStrength(double l1RegularizationStrength) {
    this.l1RegularizationStrength = l1RegularizationStrength;
    return this;
  }

  /** Sets the weight of the squares, at least 0. Default: 0. */
  public FtrlOptions l2RegularizationStrength(double l2RegularizationStrength) {
    this.l2RegularizationStrength = l2RegularizationStrength;
    return this;
  }

  /** Sets the weight of the squares in the gradient, at least 0. Default: 0. */
  public FtrlOptions l2ShrinkageRegularizationStrength(double l2ShrinkageRegularizationStrength) {
    this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
    return this;
  }
}

package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;

/**
 * Options of {@code slim.instance_norm}, with TF's defaults. Mutable; used while one layer is
 * built.
 */
public final class InstanceNormOptions extends NormOptions<InstanceNormOptions> {
  double epsilon = 1e-6;
  @Nullable String dataFormat;

  InstanceNormOptions() {}

  /** Sets what is added to the variance. Default: 1e-6. */
  public InstanceNormOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }

  /** Sets where the channels are: {@code "NHWC"}, the default, or {@code "NCHW"}. */
  public InstanceNormOptions dataFormat(@Nullable String dataFormat) {
    this.dataFormat = dataFormat;
    return this;
  }
}

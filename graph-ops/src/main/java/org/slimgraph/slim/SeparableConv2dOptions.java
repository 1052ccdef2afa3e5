package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Regularizer;

/**
 * Options of {@code slim.separable_conv2d}: stride 1, SAME, one filter a channel until set
 * otherwise. Mutable; used while one layer is built.
 */
public final class SeparableConv2dOptions extends WindowWeightsOptions<SeparableConv2dOptions> {
  int depthMultiplier = 1;
  int[] rate = {1, 1};
  private @Nullable Initializer pointwiseInitializer;
  @Nullable Pointwise pointwise;

  SeparableConv2dOptions() {}

  /** How the pointwise kernel is made where it is not made as the depthwise one. */
  record Pointwise(@Nullable Initializer initializer, @Nullable Regularizer regularizer) {}

  /** Returns how the pointwise kernel is made. */
  Pointwise pointwise() {
    if (pointwise != null) {
      return pointwise;
    }
    return new Pointwise(
        pointwiseInitializer == null ? weightsInitializer : pointwiseInitializer,
        weightsRegularizer);
  }

  /** Sets how many filters each channel of the inputs has of its own. Default: 1. */
  public SeparableConv2dOptions depthMultiplier(int depthMultiplier) {
    this.depthMultiplier = depthMultiplier;
    return this;
  }

  /** Sets the distance of taps in both directions; above 1 it excludes strides. Default: 1. */
  public SeparableConv2dOptions rate(int rate) {
    return rate(rate, rate);
  }

  /** Sets the vertical and the horizontal distance of taps. Default: 1. */
  public SeparableConv2dOptions rate(int vertical, int horizontal) {
    this.rate = new int[] {vertical, horizontal};
    return this;
  }

  /** Sets how the pointwise weights start. Null, the default: as the depthwise ones. */
  public SeparableConv2dOptions pointwiseInitializer(@Nullable Initializer initializer) {
    this.pointwiseInitializer = initializer;
    return this;
  }
}

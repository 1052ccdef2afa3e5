package org.slimgraph.slim;

/**
 * Options of {@code slim.conv2d} and {@code slim.convolution}: stride 1, SAME, channels last, no
 * dilation until set otherwise. Mutable; used while one layer is built.
 */
public final class Conv2dOptions extends WindowWeightsOptions<Conv2dOptions> {
  int[] rate = {1, 1};

  Conv2dOptions() {}

  /** Sets the distance of taps in both directions; above 1 it excludes strides. Default: 1. */
  public Conv2dOptions rate(int rate) {
    return rate(rate, rate);
  }

  /** Sets the vertical and the horizontal distance of taps. Default: 1. */
  public Conv2dOptions rate(int vertical, int horizontal) {
    this.rate = new int[] {vertical, horizontal};
    return this;
  }
}

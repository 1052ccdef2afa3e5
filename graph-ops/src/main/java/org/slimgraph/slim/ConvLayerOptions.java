package org.slimgraph.slim;

/**
 * Options of the convolutions of {@code tf.layers}, with TF's defaults. Mutable; used while one
 * layer is built.
 */
public final class ConvLayerOptions extends CoreWindowOptions<ConvLayerOptions> {
  private int[] dilationRate = {1, 1};

  ConvLayerOptions() {}

  /** Sets the distance of taps in both directions; above 1 it excludes strides. Default: 1. */
  public ConvLayerOptions dilationRate(int rate) {
    return dilationRate(rate, rate);
  }

  /** Sets the vertical and the horizontal distance of taps. Default: 1. */
  public ConvLayerOptions dilationRate(int vertical, int horizontal) {
    this.dilationRate = new int[] {vertical, horizontal};
    return this;
  }

  Conv2dOptions toSlim() {
    return intoWindow(new Conv2dOptions()).rate(dilationRate[0], dilationRate[1]);
  }
}

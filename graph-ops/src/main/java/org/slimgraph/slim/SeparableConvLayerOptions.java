package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Regularizer;

/**
 * Options of {@code tf.layers.separable_conv2d}, with TF's defaults. The kernel's initializer and
 * regularizer are those of the depthwise kernel. Mutable; used while one layer is built.
 */
public final class SeparableConvLayerOptions extends CoreWindowOptions<SeparableConvLayerOptions> {
  private int depthMultiplier = 1;
  private int[] dilationRate = {1, 1};
  private @Nullable Initializer pointwiseInitializer;
  private @Nullable Regularizer pointwiseRegularizer;

  SeparableConvLayerOptions() {}

  /** Sets how many filters each channel of the inputs has of its own. Default: 1. */
  public SeparableConvLayerOptions depthMultiplier(int depthMultiplier) {
    this.depthMultiplier = depthMultiplier;
    return this;
  }

  /** Sets the distance of taps in both directions; above 1 it excludes strides. Default: 1. */
  public SeparableConvLayerOptions dilationRate(int rate) {
    this.dilationRate = new int[] {rate, rate};
    return this;
  }

  /** Sets how the depthwise kernel starts. Default: as the variable scope says. */
  public SeparableConvLayerOptions depthwiseInitializer(Initializer initializer) {
    return kernelInitializer(initializer);
  }

  /** Sets how the pointwise kernel starts. Default: as the variable scope says. */
  public SeparableConvLayerOptions pointwiseInitializer(@Nullable Initializer initializer) {
    this.pointwiseInitializer = initializer;
    return this;
  }

  /** Sets the loss of the depthwise kernel. Default: none. */
  public SeparableConvLayerOptions depthwiseRegularizer(@Nullable Regularizer regularizer) {
    return kernelRegularizer(regularizer);
  }

  /** Sets the loss of the pointwise kernel. Default: none. */
  public SeparableConvLayerOptions pointwiseRegularizer(@Nullable Regularizer regularizer) {
    this.pointwiseRegularizer = regularizer;
    return this;
  }

  SeparableConv2dOptions toSlim() {
    SeparableConv2dOptions options = intoWindow(new SeparableConv2dOptions());
    options.pointwise =
        new SeparableConv2dOptions.Pointwise(pointwiseInitializer, pointwiseRegularizer);
    return options.depthMultiplier(depthMultiplier).rate(dilationRate[0], dilationRate[1]);
  }
}

package org.slimgraph.slim;

/**
 * Options of {@code tf.layers.conv2d_transpose}, with TF's defaults. Mutable; used while one layer
 * is built.
 */
public final class TransposeLayerOptions extends CoreWindowOptions<TransposeLayerOptions> {
  TransposeLayerOptions() {}

  Conv2dTransposeOptions toSlim() {
    return intoWindow(new Conv2dTransposeOptions());
  }
}

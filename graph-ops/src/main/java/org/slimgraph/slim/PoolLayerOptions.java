package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.ops.nn.Padding;

/**
 * Options of the pooling of {@code tf.layers}: VALID, channels last until set otherwise. Mutable;
 * used while one layer is built.
 */
public final class PoolLayerOptions {
  private final PoolOptions options = new PoolOptions();

  PoolLayerOptions() {}

  /** Sets how borders are treated. Default: VALID. */
  public PoolLayerOptions padding(Padding padding) {
    options.padding(padding);
    return this;
  }

  /** Sets how borders are treated: {@code "same"} or {@code "valid"}, in any case. */
  public PoolLayerOptions padding(String padding) {
    options.padding(padding);
    return this;
  }

  /** Sets where the channels are: {@code "channels_last"}, the default, or "channels_first". */
  public PoolLayerOptions dataFormat(String dataFormat) {
    options.dataFormat(CoreWindowOptions.imageFormat(dataFormat));
    return this;
  }

  /** Sets the name scope. Null, the default: the layer's own name, made unique. */
  public PoolLayerOptions name(@Nullable String name) {
    options.scope(name);
    return this;
  }

  PoolOptions toSlim(int[] strides) {
    WeightsLayer.checkPair("strides", strides);
    return options.stride(strides[0], strides[1]);
  }
}

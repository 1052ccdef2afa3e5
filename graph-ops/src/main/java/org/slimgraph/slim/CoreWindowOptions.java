package org.slimgraph.slim;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.ops.nn.Padding;

/**
 * The options that convolutions of {@code tf.layers} share: strides 1, VALID, channels last until
 * set otherwise. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class CoreWindowOptions<S extends CoreWindowOptions<S>> extends CoreOptions<S> {
  private int[] strides = {1, 1};
  private Padding padding = Padding.VALID;
  private String dataFormat = "channels_last";

  CoreWindowOptions() {}

  /** Sets the distance of windows in both directions. Default: 1. */
  public S strides(int strides) {
    return strides(strides, strides);
  }

  /** Sets the vertical and the horizontal distance of windows. Default: 1. */
  public S strides(int vertical, int horizontal) {
    this.strides = new int[] {vertical, horizontal};
    return self();
  }

  /** Sets how borders are treated. Default: VALID. */
  public S padding(Padding padding) {
    this.padding = padding;
    return self();
  }

  /**
   * Sets how borders are treated: {@code "same"} or {@code "valid"}, in any case.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for anything else
   */
  public S padding(String padding) {
    this.padding = new PoolOptions().padding(padding).padding;
    return self();
  }

  /** Sets where the channels are: {@code "channels_last"}, the default, or "channels_first". */
  public S dataFormat(String dataFormat) {
    this.dataFormat = dataFormat;
    return self();
  }

  /** Returns TF's name of the order of dimensions. */
  static String imageFormat(String dataFormat) {
    switch (dataFormat) {
      case "channels_last":
        return "NHWC";
      case "channels_first":
        return "NCHW";
      default:
        throw SlimgraphException.invalidArgument(
            "The `data_format` argument must be one of \"channels_first\", \"channels_last\"."
                + " Received: %s",
            dataFormat);
    }
  }

  final <T extends WindowWeightsOptions<T>> T intoWindow(T options) {
    return into(options)
        .stride(strides[0], strides[1])
        .padding(padding)
        .dataFormat(imageFormat(dataFormat));
  }
}

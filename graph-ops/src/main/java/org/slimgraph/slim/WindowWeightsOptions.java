package org.slimgraph.slim;

import com.google.common.collect.ImmutableSet;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.ops.nn.Padding;

/**
 * The options of layers that move weights over images: stride 1, SAME, channels last until set
 * otherwise. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class WindowWeightsOptions<S extends WindowWeightsOptions<S>>
    extends WeightsOptions<S> implements WindowOptions<S> {
  private static final ImmutableSet<String> FORMATS =
      ImmutableSet.of("NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW");

  int[] stride = {1, 1};
  Padding padding = Padding.SAME;
  @Nullable String dataFormat;

  WindowWeightsOptions() {}

  @Override
  public S stride(int vertical, int horizontal) {
    this.stride = new int[] {vertical, horizontal};
    return self();
  }

  @Override
  public S padding(Padding padding) {
    this.padding = padding;
    return self();
  }

  @Override
  public S dataFormat(@Nullable String dataFormat) {
    this.dataFormat = dataFormat;
    return self();
  }

  /** Returns whether channels come before the image's height and width. */
  final boolean isChannelsFirst() {
    String format = dataFormat;
    if (format == null) {
      return false;
    }
    if (!FORMATS.contains(format)) {
      throw SlimgraphException.invalidArgument(
          "Invalid data_format: '%s'; it must be one of %s", format, FORMATS);
    }
    return format.startsWith("NC");
  }

  /** Returns whether channels come second, of layers that know images of two dimensions only. */
  final boolean isImageChannelsFirst() {
    return ImageLayout.isChannelsFirst(dataFormat);
  }

  final String imageFormat() {
    return isChannelsFirst() ? "NCHW" : "NHWC";
  }
}

package org.slimgraph.slim;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.ops.nn.Padding;

/**
 * Options of {@code slim.conv2d}: stride 1, SAME, channels last, no dilation until set otherwise.
 * Mutable; used while one layer is built.
 */
public final class Conv2dOptions extends WeightsOptions<Conv2dOptions> {
  private static final ImmutableSet<String> FORMATS =
      ImmutableSet.of("NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW");

  int[] stride = {1, 1};
  int[] rate = {1, 1};
  Padding padding = Padding.SAME;
  @Nullable String dataFormat;

  Conv2dOptions() {}

  /** Sets the distance of windows in both directions. Default: 1. */
  public Conv2dOptions stride(int stride) {
    return stride(stride, stride);
  }

  /** Sets the vertical and the horizontal distance of windows. Default: 1. */
  public Conv2dOptions stride(int vertical, int horizontal) {
    this.stride = new int[] {vertical, horizontal};
    return this;
  }

  /** Sets the distance of taps in both directions; above 1 it excludes strides. Default: 1. */
  public Conv2dOptions rate(int rate) {
    return rate(rate, rate);
  }

  /** Sets the vertical and the horizontal distance of taps. Default: 1. */
  public Conv2dOptions rate(int vertical, int horizontal) {
    this.rate = new int[] {vertical, horizontal};
    return this;
  }

  /** Sets how borders are treated. Default: SAME. */
  public Conv2dOptions padding(Padding padding) {
    this.padding = padding;
    return this;
  }

  /**
   * Sets how borders are treated: {@code "SAME"} or {@code "VALID"}, in any case.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for anything else
   */
  public Conv2dOptions padding(String padding) {
    String upper = padding.toUpperCase(Locale.ROOT);
    if (!upper.equals("SAME") && !upper.equals("VALID")) {
      throw SlimgraphException.invalidArgument(
          "The `padding` argument must be one of \"valid\", \"same\". Received: %s", padding);
    }
    return padding(Padding.valueOf(upper));
  }

  /** Sets the order of dimensions, such as {@code "NCHW"}; null, the default: channels last. */
  public Conv2dOptions dataFormat(@Nullable String dataFormat) {
    this.dataFormat = dataFormat;
    return this;
  }

  /** Returns whether channels come before the image's height and width. */
  boolean isChannelsFirst() {
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
}

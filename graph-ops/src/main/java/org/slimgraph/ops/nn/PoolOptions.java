package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.function.Consumer;
import org.slimgraph.graph.OperationBuilder;

/**
 * Options of pooling: window 1, strides 1, padding VALID, NHWC, until set otherwise. Mutable; used
 * while one operation is built.
 */
public final class PoolOptions {
  private long[] window = {1};
  private long[] strides = {1};
  private Padding padding = Padding.VALID;
  private String dataFormat = "NHWC";

  private PoolOptions() {}

  static PoolOptions of(Consumer<PoolOptions> set) {
    PoolOptions options = new PoolOptions();
    set.accept(options);
    return options;
  }

  /**
   * Sets the window.
   *
   * @param sizes one for both directions, [height, width], or one for each dimension of the image
   */
  public PoolOptions ksize(int... sizes) {
    window = checked("ksize", sizes);
    return this;
  }

  /**
   * Sets the distance of windows.
   *
   * @param sizes one for both directions, [height, width], or one for each dimension of the image
   */
  public PoolOptions strides(int... sizes) {
    strides = checked("strides", sizes);
    return this;
  }

  private static long[] checked(String what, int[] sizes) {
    if (sizes.length != 1 && sizes.length != 2 && sizes.length != 4) {
      throw new IllegalArgumentException(
          what + " should be of length 1, 2 or 4 but was " + sizes.length);
    }
    return Arrays.stream(sizes).asLongStream().toArray();
  }

  /** Sets how borders are treated. */
  public PoolOptions padding(Padding rule) {
    padding = rule;
    return this;
  }

  /** Sets the order of the image's dimensions: {@code "NHWC"} or {@code "NCHW"}. */
  public PoolOptions dataFormat(String format) {
    dataFormat = format;
    return this;
  }

  OperationBuilder applyTo(OperationBuilder builder, boolean withFormat) {
    builder
        .attr("ksize", perDimension(window))
        .attr("strides", perDimension(strides))
        .attr("padding", padding.name());
    return withFormat ? builder.attr("data_format", dataFormat) : builder;
  }

  private long[] perDimension(long[] sizes) {
    if (sizes.length > 2) {
      return sizes;
    }
    long height = sizes[0];
    long width = sizes[sizes.length - 1];
    return dataFormat.equals("NCHW")
        ? new long[] {1, 1, height, width}
        : new long[] {1, height, width, 1};
  }
}

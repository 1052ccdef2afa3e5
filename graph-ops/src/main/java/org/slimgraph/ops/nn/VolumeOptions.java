package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.function.Consumer;
import org.slimgraph.graph.OperationBuilder;

/**
 * Options of convolutions and pooling of volumes: window 1, strides 1, padding SAME, dilations 1,
 * NDHWC, until set otherwise. Mutable; used while one operation is built.
 */
public final class VolumeOptions {
  private long[] window = {1};
  private long[] strides = {1};
  private long[] dilations = {1};
  private Padding padding = Padding.SAME;
  private String dataFormat = "NDHWC";

  private VolumeOptions() {}

  static VolumeOptions of(Consumer<VolumeOptions> set) {
    VolumeOptions options = new VolumeOptions();
    set.accept(options);
    return options;
  }

  /**
   * Sets the window of pooling.
   *
   * @param sizes one for all directions, [depth, height, width], or one for each dimension
   */
  public VolumeOptions ksize(int... sizes) {
    window = checked("ksize", sizes);
    return this;
  }

  /**
   * Sets the distance of windows.
   *
   * @param sizes one for all directions, [depth, height, width], or one for each dimension
   */
  public VolumeOptions strides(int... sizes) {
    strides = checked("strides", sizes);
    return this;
  }

  /**
   * Sets the distance of taps of a convolution.
   *
   * @param sizes one for all directions, [depth, height, width], or one for each dimension
   */
  public VolumeOptions dilations(int... sizes) {
    dilations = checked("dilations", sizes);
    return this;
  }

  private static long[] checked(String what, int[] sizes) {
    if (sizes.length != 1 && sizes.length != 3 && sizes.length != 5) {
      throw new IllegalArgumentException(
          what + " should be of length 1, 3 or 5 but was " + sizes.length);
    }
    return Arrays.stream(sizes).asLongStream().toArray();
  }

  /** Sets how borders are treated. */
  public VolumeOptions padding(Padding rule) {
    padding = rule;
    return this;
  }

  /** Sets the order of the dimensions: {@code "NDHWC"} or {@code "NCDHW"}. */
  public VolumeOptions dataFormat(String format) {
    dataFormat = format;
    return this;
  }

  boolean isChannelsFirst() {
    return dataFormat.equals("NCDHW");
  }

  OperationBuilder applyTo(OperationBuilder builder) {
    return withoutWindow(builder).attr("dilations", perDimension(dilations));
  }

  OperationBuilder applyToPooling(OperationBuilder builder) {
    return withoutWindow(builder).attr("ksize", perDimension(window));
  }

  private OperationBuilder withoutWindow(OperationBuilder builder) {
    return builder
        .attr("strides", perDimension(strides))
        .attr("padding", padding.name())
        .attr("data_format", dataFormat);
  }

  private long[] perDimension(long[] sizes) {
    if (sizes.length == 5) {
      return sizes;
    }
    long[] all = {1, 1, 1, 1, 1};
    for (int d = 0; d < 3; d++) {
      all[(isChannelsFirst() ? 2 : 1) + d] = sizes[sizes.length == 1 ? 0 : d];
    }
    return all;
  }
}

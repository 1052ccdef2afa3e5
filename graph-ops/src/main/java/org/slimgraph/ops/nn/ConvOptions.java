package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.function.Consumer;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.op.Attributes;

/**
 * Options of convolutions: strides 1, padding SAME, dilations 1, NHWC, until set otherwise.
 * Mutable; used while one operation is built.
 */
public final class ConvOptions {
  private long[] strides = {1};
  private long[] dilations = {1};
  private String padding = "SAME";
  private long[] explicitPaddings = {};
  private String dataFormat = "NHWC";

  private ConvOptions() {}

  static ConvOptions of(Consumer<ConvOptions> set) {
    ConvOptions options = new ConvOptions();
    set.accept(options);
    return options;
  }

  /** Returns what an operation was built with. */
  static ConvOptions of(Operation operation) {
    Attributes attrs = operation.attrs();
    ConvOptions options = new ConvOptions();
    options.strides = attrs.integers("strides");
    options.dilations = attrs.integers("dilations");
    options.padding = attrs.string("padding");
    options.dataFormat = attrs.string("data_format");
    if (operation.def().findAttr("explicit_paddings").isPresent()) {
      options.explicitPaddings = attrs.integers("explicit_paddings");
    }
    return options;
  }

  /**
   * Sets the distance of windows.
   *
   * @param sizes one for both directions, [height, width], or one for each dimension of the image
   */
  public ConvOptions strides(int... sizes) {
    strides = checked("strides", sizes);
    return this;
  }

  /**
   * Sets the distance of taps.
   *
   * @param sizes one for both directions, [height, width], or one for each dimension of the image
   */
  public ConvOptions dilations(int... sizes) {
    dilations = checked("dilations", sizes);
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
  public ConvOptions padding(Padding rule) {
    padding = rule.name();
    explicitPaddings = new long[0];
    return this;
  }

  /** Sets the zeros around the image (padding EXPLICIT). */
  public ConvOptions explicitPaddings(int top, int bottom, int left, int right) {
    padding = "EXPLICIT";
    explicitPaddings = new long[] {top, bottom, left, right};
    return this;
  }

  /** Sets the order of the image's dimensions: {@code "NHWC"} or {@code "NCHW"}. */
  public ConvOptions dataFormat(String format) {
    dataFormat = format;
    return this;
  }

  boolean isChannelsFirst() {
    return dataFormat.equals("NCHW");
  }

  String padding() {
    return padding;
  }

  /** Returns the vertical and the horizontal dilation. */
  int[] imageDilations() {
    long[] all = perDimension(dilations);
    return new int[] {(int) all[isChannelsFirst() ? 2 : 1], (int) all[isChannelsFirst() ? 3 : 2]};
  }

  /** Returns these options for one part of a dilated convolution: no dilation, padding VALID. */
  ConvOptions undilated() {
    return of(o -> o.padding(Padding.VALID).dataFormat(dataFormat));
  }

  /**
   * Checks that the window moves by one, as it must where it is dilated.
   *
   * @param rate what the dilation is called in the message
   */
  void checkUnitStrides(String rate) {
    for (long stride : strides) {
      if (stride != 1) {
        throw new IllegalArgumentException(
            "strides > 1 not supported in conjunction with " + rate + " > 1");
      }
    }
  }

  /** Sets the attributes of {@code builder} that are not at their defaults. */
  OperationBuilder applyTo(OperationBuilder builder) {
    builder
        .attr("strides", perDimension(strides))
        .attr("padding", padding)
        .attr("data_format", dataFormat)
        .attr("dilations", perDimension(dilations));
    if (explicitPaddings.length > 0) {
      builder.attr("explicit_paddings", paddingsPerDimension());
    }
    return builder;
  }

  private long[] perDimension(long[] sizes) {
    if (sizes.length > 2) {
      return sizes;
    }
    long height = sizes[0];
    long width = sizes[sizes.length - 1];
    return isChannelsFirst() ? new long[] {1, 1, height, width} : new long[] {1, height, width, 1};
  }

  private long[] paddingsPerDimension() {
    if (explicitPaddings.length != 4) {
      return explicitPaddings;
    }
    long[] all = new long[8];
    System.arraycopy(explicitPaddings, 0, all, isChannelsFirst() ? 4 : 2, 4);
    return all;
  }
}

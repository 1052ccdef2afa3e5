package org.slimgraph.cpu;

/**
 * The sizes of a 2-D convolution: input [batch, height.input, width.input, inChannels], filter
 * [height.window, width.window, filterInChannels, outChannels], output [batch, height.output,
 * width.output, outChannels].
 *
 * <p>{@code inChannels} is a multiple of {@code filterInChannels}; the quotient is the number of
 * groups.
 *
 * @param batch the number of images
 * @param height the vertical axis
 * @param width the horizontal axis
 * @param inChannels channels of the input
 * @param filterInChannels input channels that one output channel sees
 * @param outChannels channels of the output
 */
public record ConvGeometry(
    int batch,
    WindowAxis height,
    WindowAxis width,
    int inChannels,
    int filterInChannels,
    int outChannels) {

  /** Checks that channels divide into groups. */
  public ConvGeometry {
    boolean grouped = filterInChannels != inChannels;
    if (grouped
        && (filterInChannels == 0
            || inChannels % filterInChannels != 0
            || outChannels % (inChannels / filterInChannels) != 0)) {
      throw new IllegalArgumentException(
          "input channels ("
              + inChannels
              + ") must be a multiple of the filter's ("
              + filterInChannels
              + "), and output channels ("
              + outChannels
              + ") a multiple of the groups");
    }
  }

  /** Returns the geometry of an ungrouped convolution. */
  public static ConvGeometry of(
      int batch, WindowAxis height, WindowAxis width, int inChannels, int outChannels) {
    return new ConvGeometry(batch, height, width, inChannels, inChannels, outChannels);
  }

  /** Returns the number of groups, at least 1. */
  public int groups() {
    return filterInChannels == inChannels ? 1 : inChannels / filterInChannels;
  }

  /** Returns the number of filter taps. */
  public int taps() {
    return height.window() * width.window();
  }

  /** Returns the elements of the input. */
  public int inputSize() {
    return batch * height.input() * width.input() * inChannels;
  }

  /** Returns the elements of the filter. */
  public int filterSize() {
    return taps() * filterInChannels * outChannels;
  }

  /** Returns the elements of the output. */
  public int outputSize() {
    return batch * outputPixels() * outChannels;
  }

  /** Returns the pixels of one output image. */
  public int outputPixels() {
    return height.output() * width.output();
  }
}

package org.slimgraph.ops.nn;

import org.slimgraph.cpu.WindowAxis;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;

/**
 * How a window slides along one dimension of an image, as an operation's attributes say. Static
 * sizes may be unknown (-1).
 *
 * @param padding SAME, VALID or EXPLICIT
 * @param stride the distance of windows
 * @param dilation the distance of taps
 * @param before zeros before the image under EXPLICIT
 * @param after zeros after the image under EXPLICIT
 */
record SlidingWindow(String padding, int stride, int dilation, int before, int after) {

  /** Returns the window along dimension {@code dim} of the image format. */
  static SlidingWindow of(Attributes attrs, int dim, int dilation) {
    boolean explicit = attrs.string("padding").equals("EXPLICIT");
    int[] paddings = explicit ? attrs.ints("explicit_paddings") : new int[8];
    return new SlidingWindow(
        attrs.string("padding"),
        attrs.ints("strides")[dim],
        dilation,
        paddings[2 * dim],
        paddings[2 * dim + 1]);
  }

  /**
   * Returns the static output size, -1 if it is unknown.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the window is larger than the padded image
   */
  long outputSize(long input, long window) {
    checkSteps();
    if (input < 0 || (window < 0 && !padding.equals("SAME"))) {
      return -1;
    }
    if (padding.equals("SAME")) {
      return (input + stride - 1) / stride;
    }
    long padded = input + before + after;
    long reach = reach(window);
    if (padded < reach) {
      throw SlimgraphException.invalidArgument(
          "Negative dimension size caused by subtracting %d from %d", reach, padded);
    }
    return (padded - reach) / stride + 1;
  }

  /**
   * Returns the axis of an image of {@code input} elements and a window of {@code window} taps.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the window is larger than the padded image by
   *     more than the stride
   */
  WindowAxis axis(long input, long window) {
    checkSteps();
    int size = Math.toIntExact(input);
    int taps = Math.toIntExact(window);
    if (padding.equals("SAME")) {
      return WindowAxis.same(size, taps, stride, dilation);
    }
    long output = (input + before + after - reach(window) + stride) / stride;
    if (output < 0) {
      throw SlimgraphException.invalidArgument(
          "Computed output size would be negative: %d [input_size: %d, effective_filter_size: %d,"
              + " stride: %d]",
          output, input, reach(window), stride);
    }
    return WindowAxis.explicit(size, taps, stride, dilation, before, after);
  }

  private long reach(long window) {
    return (window - 1) * dilation + 1;
  }

  private void checkSteps() {
    if (stride <= 0) {
      throw SlimgraphException.invalidArgument("Stride must be > 0, but got %d", stride);
    }
    if (dilation < 1) {
      throw SlimgraphException.invalidArgument("Dilation rate must be >= 1, but got %d", dilation);
    }
  }
}

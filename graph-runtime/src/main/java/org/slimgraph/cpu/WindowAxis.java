package org.slimgraph.cpu;

/**
 * One spatial axis of a sliding window: output element {@code o} looks at the inputs {@code o *
 * stride - padBefore + tap * dilation}.
 *
 * @param input the input size
 * @param window the number of taps
 * @param stride the distance of windows, at least 1
 * @param dilation the distance of taps, at least 1
 * @param padBefore zeros before the first input
 * @param padAfter zeros after the last input
 * @param output the output size
 */
public record WindowAxis(
    int input, int window, int stride, int dilation, int padBefore, int padAfter, int output) {

  /** Checks that strides and dilations are positive and sizes are not negative. */
  public WindowAxis {
    if (stride < 1 || dilation < 1 || input < 0 || window < 0 || output < 0) {
      throw new IllegalArgumentException(
          "stride and dilation must be positive, sizes not negative: input "
              + input
              + ", window "
              + window
              + ", stride "
              + stride
              + ", dilation "
              + dilation
              + ", output "
              + output);
    }
  }

  /**
   * Returns the axis under SAME padding: {@code ceil(input / stride)} outputs, an odd padding has
   * its extra zero at the end.
   */
  public static WindowAxis same(int input, int window, int stride, int dilation) {
    int output = Parts.ceilDiv(input, stride);
    int padding = Math.max((output - 1) * stride + reach(window, dilation) - input, 0);
    int before = input == 0 ? 0 : padding / 2;
    return new WindowAxis(
        input, window, stride, dilation, before, input == 0 ? 0 : padding - before, output);
  }

  /**
   * Returns the axis under VALID padding: windows lie inside the input; none where the input is too
   * small.
   */
  public static WindowAxis valid(int input, int window, int stride, int dilation) {
    return explicit(input, window, stride, dilation, 0, 0);
  }

  /** Returns the axis with the given zeros before and after. */
  public static WindowAxis explicit(
      int input, int window, int stride, int dilation, int padBefore, int padAfter) {
    int places = input + padBefore + padAfter - reach(window, dilation) + 1;
    int output = Math.max(0, Parts.ceilDiv(Math.max(places, 0), stride));
    return new WindowAxis(input, window, stride, dilation, padBefore, padAfter, output);
  }

  private static int reach(int window, int dilation) {
    return (window - 1) * dilation + 1;
  }

  /** Returns the input index of the first tap of {@code output}, possibly in the padding. */
  public int start(int output) {
    return output * stride - padBefore;
  }

  /** Returns the output that sees {@code input} by {@code tap}, or -1. */
  int outputOf(int input, int tap) {
    int position = input + padBefore - tap * dilation;
    if (position < 0 || position % stride != 0) {
      return -1;
    }
    int place = position / stride;
    return place < output ? place : -1;
  }

  /** Returns the first input that an undilated window sees. */
  int begin(int place) {
    return Math.max(start(place), 0);
  }

  /** Returns the input after the last that an undilated window sees. */
  int end(int place) {
    return Math.min(start(place) + window, input);
  }
}

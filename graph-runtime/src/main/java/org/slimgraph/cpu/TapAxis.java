package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * The taps of a gather along one axis: place {@code p} reads the inputs {@code p * step +
 * offsets[tap]}, zero where outside.
 *
 * <p>A convolution reads its input so; its gradient reads the incoming gradient so, once for each
 * remainder by the stride.
 */
final class TapAxis {

  final int input;
  final int places;
  final int step;
  final int[] offsets;

  /** Index of each tap in the filter. */
  final int[] taps;

  /** Whether consecutive taps read consecutive inputs. */
  final boolean dense;

  private TapAxis(int input, int places, int step, int[] offsets, int[] taps) {
    this.input = input;
    this.places = places;
    this.step = step;
    this.offsets = offsets;
    this.taps = taps;
    boolean consecutive = true;
    for (int tap = 1; tap < offsets.length; tap++) {
      consecutive &= offsets[tap] == offsets[tap - 1] + 1;
    }
    dense = consecutive;
  }

  /** Returns how outputs read inputs. */
  static TapAxis forward(WindowAxis axis) {
    int[] offsets = new int[axis.window()];
    int[] taps = new int[axis.window()];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = tap;
      offsets[tap] = tap * axis.dilation() - axis.padBefore();
    }
    return new TapAxis(axis.input(), axis.output(), axis.stride(), offsets, taps);
  }

  /**
   * Returns how the inputs {@code phase, phase + stride, …} read the gradients of outputs that they
   * took part in.
   *
   * <p>Input i takes part in output o by tap t when {@code o * stride = i + padBefore - t *
   * dilation}. Among inputs of equal remainder the same taps divide evenly, so that each phase is a
   * dense gather of step 1. Taps run backwards, which makes offsets ascend.
   */
  static TapAxis backward(WindowAxis axis, int phase) {
    int count = 0;
    int[] offsets = new int[axis.window()];
    int[] taps = new int[axis.window()];
    for (int tap = axis.window() - 1; tap >= 0; tap--) {
      int position = phase + axis.padBefore() - tap * axis.dilation();
      if (Math.floorMod(position, axis.stride()) == 0) {
        taps[count] = tap;
        offsets[count++] = Math.floorDiv(position, axis.stride());
      }
    }
    int places = phase < axis.input() ? Parts.ceilDiv(axis.input() - phase, axis.stride()) : 0;
    return new TapAxis(
        axis.output(), places, 1, Arrays.copyOf(offsets, count), Arrays.copyOf(taps, count));
  }
}

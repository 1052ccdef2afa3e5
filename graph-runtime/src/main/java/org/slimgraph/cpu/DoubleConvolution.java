package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * 2-D convolutions of double NHWC images with one geometry, by plain loops without packing or
 * scratch. Immutable.
 *
 * <p>Doubles serve gradient checks and small models; the loops run along channels and are cut by
 * rows or taps, so that no part adds to another's result.
 */
public final class DoubleConvolution {

  private static final long PART_OPERATIONS = 200_000;

  private final ConvGeometry geometry;
  private final int groupIn;
  private final int groupOut;

  DoubleConvolution(ConvGeometry geometry) {
    this.geometry = geometry;
    groupIn = geometry.filterInChannels();
    groupOut = geometry.outChannels() / geometry.groups();
  }

  /** Returns the sizes. */
  public ConvGeometry geometry() {
    return geometry;
  }

  private long operations() {
    return 2L * geometry.outputSize() * geometry.taps() * groupIn;
  }

  /** Computes {@code output} [batch, outHeight, outWidth, outChannels]. */
  public void forward(
      double[] input,
      int inputOffset,
      double[] filter,
      int filterOffset,
      double[] output,
      int outputOffset,
      Parallel parallel) {
    int lines = geometry.batch() * geometry.height().output();
    int parts = Parts.count(lines, operations(), PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, lines);
          for (int line = Parts.begin(part, parts, lines); line < end; line++) {
            forwardLine(line, input, inputOffset, filter, filterOffset, output, outputOffset);
          }
        });
  }

  private void forwardLine(
      int line,
      double[] input,
      int inputOffset,
      double[] filter,
      int filterOffset,
      double[] output,
      int outputOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int image = line / rows.output();
    int top = rows.start(line - image * rows.output());
    for (int x = 0; x < columns.output(); x++) {
      int to = outputOffset + (line * columns.output() + x) * geometry.outChannels();
      Arrays.fill(output, to, to + geometry.outChannels(), 0.0);
      int left = columns.start(x);
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int y = top + tapY * rows.dilation();
        for (int tapX = 0; tapX < columns.window(); tapX++) {
          int inX = left + tapX * columns.dilation();
          if (y >= 0 && y < rows.input() && inX >= 0 && inX < columns.input()) {
            int from =
                inputOffset
                    + ((image * rows.input() + y) * columns.input() + inX) * geometry.inChannels();
            int tap =
                filterOffset + (tapY * columns.window() + tapX) * groupIn * geometry.outChannels();
            addPixel(input, from, filter, tap, output, to);
          }
        }
      }
    }
  }

  private void addPixel(
      double[] input, int from, double[] filter, int tap, double[] output, int to) {
    for (int channel = 0; channel < geometry.inChannels(); channel++) {
      double x = input[from + channel];
      int firstOut = channel / groupIn * groupOut;
      int filterAt = tap + channel % groupIn * geometry.outChannels() + firstOut;
      for (int out = 0; out < groupOut; out++) {
        output[to + firstOut + out] =
            Fma.fma(x, filter[filterAt + out], output[to + firstOut + out]);
      }
    }
  }

  /** Computes {@code inputGradient} [batch, height, width, inChannels]. */
  public void backwardInput(
      double[] outputGradient,
      int outputOffset,
      double[] filter,
      int filterOffset,
      double[] inputGradient,
      int inputOffset,
      Parallel parallel) {
    int lines = geometry.batch() * geometry.height().input();
    int parts = Parts.count(lines, operations(), PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, lines);
          for (int line = Parts.begin(part, parts, lines); line < end; line++) {
            backwardLine(
                line,
                outputGradient,
                outputOffset,
                filter,
                filterOffset,
                inputGradient,
                inputOffset);
          }
        });
  }

  private void backwardLine(
      int line,
      double[] outputGradient,
      int outputOffset,
      double[] filter,
      int filterOffset,
      double[] inputGradient,
      int inputOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int image = line / rows.input();
    int y = line - image * rows.input();
    for (int x = 0; x < columns.input(); x++) {
      int to = inputOffset + (line * columns.input() + x) * geometry.inChannels();
      Arrays.fill(inputGradient, to, to + geometry.inChannels(), 0.0);
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int outY = rows.outputOf(y, tapY);
        for (int tapX = 0; tapX < columns.window(); tapX++) {
          int outX = columns.outputOf(x, tapX);
          if (outY >= 0 && outX >= 0) {
            int from =
                outputOffset
                    + ((image * rows.output() + outY) * columns.output() + outX)
                        * geometry.outChannels();
            int tap =
                filterOffset + (tapY * columns.window() + tapX) * groupIn * geometry.outChannels();
            addGradient(outputGradient, from, filter, tap, inputGradient, to);
          }
        }
      }
    }
  }

  private void addGradient(
      double[] outputGradient, int from, double[] filter, int tap, double[] inputGradient, int to) {
    for (int channel = 0; channel < geometry.inChannels(); channel++) {
      int firstOut = channel / groupIn * groupOut;
      int filterAt = tap + channel % groupIn * geometry.outChannels() + firstOut;
      double sum = inputGradient[to + channel];
      for (int out = 0; out < groupOut; out++) {
        sum = Fma.fma(outputGradient[from + firstOut + out], filter[filterAt + out], sum);
      }
      inputGradient[to + channel] = sum;
    }
  }

  /** Computes {@code filterGradient} [filterHeight, filterWidth, filterInChannels, outChannels]. */
  public void backwardFilter(
      double[] input,
      int inputOffset,
      double[] outputGradient,
      int outputOffset,
      double[] filterGradient,
      int filterOffset,
      Parallel parallel) {
    int taps = geometry.taps();
    int parts = Parts.count(taps, operations(), PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, taps);
          for (int tap = Parts.begin(part, parts, taps); tap < end; tap++) {
            filterTap(
                tap,
                input,
                inputOffset,
                outputGradient,
                outputOffset,
                filterGradient,
                filterOffset);
          }
        });
  }

  private void filterTap(
      int tap,
      double[] input,
      int inputOffset,
      double[] outputGradient,
      int outputOffset,
      double[] filterGradient,
      int filterOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int tapY = tap / columns.window();
    int tapX = tap - tapY * columns.window();
    int tapSize = groupIn * geometry.outChannels();
    int to = filterOffset + tap * tapSize;
    Arrays.fill(filterGradient, to, to + tapSize, 0.0);
    for (int image = 0; image < geometry.batch(); image++) {
      for (int outY = 0; outY < rows.output(); outY++) {
        int y = rows.start(outY) + tapY * rows.dilation();
        if (y < 0 || y >= rows.input()) {
          continue;
        }
        for (int outX = 0; outX < columns.output(); outX++) {
          int x = columns.start(outX) + tapX * columns.dilation();
          if (x >= 0 && x < columns.input()) {
            int from =
                inputOffset
                    + ((image * rows.input() + y) * columns.input() + x) * geometry.inChannels();
            int gradientAt =
                outputOffset
                    + ((image * rows.output() + outY) * columns.output() + outX)
                        * geometry.outChannels();
            addOuterProduct(input, from, outputGradient, gradientAt, filterGradient, to);
          }
        }
      }
    }
  }

  private void addOuterProduct(
      double[] input,
      int from,
      double[] outputGradient,
      int gradientAt,
      double[] filterGradient,
      int to) {
    for (int channel = 0; channel < geometry.inChannels(); channel++) {
      double x = input[from + channel];
      int firstOut = channel / groupIn * groupOut;
      int filterAt = to + channel % groupIn * geometry.outChannels() + firstOut;
      for (int out = 0; out < groupOut; out++) {
        filterGradient[filterAt + out] =
            Fma.fma(x, outputGradient[gradientAt + firstOut + out], filterGradient[filterAt + out]);
      }
    }
  }
}

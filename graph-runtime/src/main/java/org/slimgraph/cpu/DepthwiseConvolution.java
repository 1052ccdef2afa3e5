package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Depthwise 2-D convolutions of float NHWC images with one geometry: forward and both gradients.
 * Immutable.
 *
 * <p>The filter is [filterHeight, filterWidth, inChannels, multiplier]; output channel {@code c *
 * multiplier + q} sees input channel c only. Memory-bound, so the loops run along channels, tap by
 * tap.
 */
public final class DepthwiseConvolution {

  private final ElementLoops loops;
  private final ConvGeometry geometry;
  private final int multiplier;
  private final int inChannels;
  private final int outChannels;

  DepthwiseConvolution(ElementLoops loops, ConvGeometry geometry) {
    if (geometry.filterInChannels() != 1) {
      throw new IllegalArgumentException(
          "a depthwise geometry has filterInChannels 1, not " + geometry.filterInChannels());
    }
    this.loops = loops;
    this.geometry = geometry;
    inChannels = geometry.inChannels();
    outChannels = geometry.outChannels();
    multiplier = inChannels == 0 ? 0 : outChannels / inChannels;
  }

  /** Returns the sizes. */
  public ConvGeometry geometry() {
    return geometry;
  }

  private long work() {
    return (long) geometry.outputSize() * geometry.taps();
  }

  /** Computes {@code output} [batch, outHeight, outWidth, inChannels * multiplier]. */
  public void forward(
      float[] input,
      int inputOffset,
      float[] filter,
      int filterOffset,
      float[] output,
      int outputOffset,
      Parallel parallel) {
    forward(
        input, inputOffset, filter, filterOffset, output, outputOffset, Epilogue.NONE, parallel);
  }

  /** As the other, with {@code output} passed through {@code epilogue} line by line. */
  public void forward(
      float[] input,
      int inputOffset,
      float[] filter,
      int filterOffset,
      float[] output,
      int outputOffset,
      Epilogue epilogue,
      Parallel parallel) {
    int width = geometry.width().output();
    int lines = geometry.batch() * geometry.height().output();
    int parts = Parts.count(lines, work());
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, lines);
          for (int line = Parts.begin(part, parts, lines); line < end; line++) {
            forwardLine(line, input, inputOffset, filter, filterOffset, output, outputOffset);
            epilogue.apply(
                output,
                outputOffset,
                outChannels,
                line * width,
                (line + 1) * width,
                0,
                outChannels);
          }
        });
  }

  private void forwardLine(
      int line,
      float[] input,
      int inputOffset,
      float[] filter,
      int filterOffset,
      float[] output,
      int outputOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int image = line / rows.output();
    int top = rows.start(line - image * rows.output());
    for (int outX = 0; outX < columns.output(); outX++) {
      int to = outputOffset + (line * columns.output() + outX) * outChannels;
      Arrays.fill(output, to, to + outChannels, 0f);
      int left = columns.start(outX);
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int y = top + tapY * rows.dilation();
        if (y < 0 || y >= rows.input()) {
          continue;
        }
        for (int tapX = 0; tapX < columns.window(); tapX++) {
          int x = left + tapX * columns.dilation();
          if (x >= 0 && x < columns.input()) {
            int from =
                inputOffset + ((image * rows.input() + y) * columns.input() + x) * inChannels;
            int tap = filterOffset + (tapY * columns.window() + tapX) * outChannels;
            addProducts(input, from, filter, tap, output, to);
          }
        }
      }
    }
  }

  /** Adds {@code narrow[c] * wide[c * multiplier + q]} to {@code out[c * multiplier + q]}. */
  private void addProducts(
      float[] narrow, int narrowAt, float[] wide, int wideAt, float[] out, int outAt) {
    if (multiplier == 1) {
      loops.multiplyAdd(narrow, narrowAt, wide, wideAt, out, outAt, outChannels);
      return;
    }
    int at = 0;
    for (int c = 0; c < inChannels; c++) {
      float x = narrow[narrowAt + c];
      for (int q = 0; q < multiplier; q++) {
        out[outAt + at] = Fma.fma(x, wide[wideAt + at], out[outAt + at]);
        at++;
      }
    }
  }

  /** Computes {@code inputGradient} [batch, height, width, inChannels]. */
  public void backwardInput(
      float[] outputGradient,
      int outputOffset,
      float[] filter,
      int filterOffset,
      float[] inputGradient,
      int inputOffset,
      Parallel parallel) {
    int lines = geometry.batch() * geometry.height().input();
    int parts = Parts.count(lines, work());
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
      float[] outputGradient,
      int outputOffset,
      float[] filter,
      int filterOffset,
      float[] inputGradient,
      int inputOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int image = line / rows.input();
    int y = line - image * rows.input();
    for (int x = 0; x < columns.input(); x++) {
      int to = inputOffset + (line * columns.input() + x) * inChannels;
      Arrays.fill(inputGradient, to, to + inChannels, 0f);
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int outY = rows.outputOf(y, tapY);
        if (outY < 0) {
          continue;
        }
        for (int tapX = 0; tapX < columns.window(); tapX++) {
          int outX = columns.outputOf(x, tapX);
          if (outX >= 0) {
            int from =
                outputOffset
                    + ((image * rows.output() + outY) * columns.output() + outX) * outChannels;
            int tap = filterOffset + (tapY * columns.window() + tapX) * outChannels;
            addDots(outputGradient, from, filter, tap, inputGradient, to);
          }
        }
      }
    }
  }

  private void addDots(float[] gradient, int from, float[] filter, int tap, float[] out, int to) {
    if (multiplier == 1) {
      loops.multiplyAdd(gradient, from, filter, tap, out, to, inChannels);
      return;
    }
    int at = 0;
    for (int c = 0; c < inChannels; c++) {
      float sum = out[to + c];
      for (int q = 0; q < multiplier; q++) {
        sum = Fma.fma(gradient[from + at], filter[tap + at], sum);
        at++;
      }
      out[to + c] = sum;
    }
  }

  /** Computes {@code filterGradient} [filterHeight, filterWidth, inChannels, multiplier]. */
  public void backwardFilter(
      float[] input,
      int inputOffset,
      float[] outputGradient,
      int outputOffset,
      float[] filterGradient,
      int filterOffset,
      Parallel parallel) {
    int taps = geometry.taps();
    int parts = Parts.count(taps, work());
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
      float[] input,
      int inputOffset,
      float[] outputGradient,
      int outputOffset,
      float[] filterGradient,
      int filterOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int tapY = tap / columns.window();
    int tapX = tap - tapY * columns.window();
    int to = filterOffset + tap * outChannels;
    Arrays.fill(filterGradient, to, to + outChannels, 0f);
    // One line is summed in float, lines in double: thousands of pixels in one float chain would
    // lose digits.
    double[] sums = Scratch.ofThread().columns(outChannels);
    Arrays.fill(sums, 0, outChannels, 0.0);
    for (int line = 0; line < geometry.batch() * rows.output(); line++) {
      int image = line / rows.output();
      int y = rows.start(line - image * rows.output()) + tapY * rows.dilation();
      if (y < 0 || y >= rows.input()) {
        continue;
      }
      for (int outX = 0; outX < columns.output(); outX++) {
        int x = columns.start(outX) + tapX * columns.dilation();
        if (x >= 0 && x < columns.input()) {
          int from = inputOffset + ((image * rows.input() + y) * columns.input() + x) * inChannels;
          int gradientAt = outputOffset + (line * columns.output() + outX) * outChannels;
          addProducts(input, from, outputGradient, gradientAt, filterGradient, to);
        }
      }
      for (int c = 0; c < outChannels; c++) {
        sums[c] += filterGradient[to + c];
        filterGradient[to + c] = 0f;
      }
    }
    for (int c = 0; c < outChannels; c++) {
      filterGradient[to + c] = (float) sums[c];
    }
  }
}

package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * 3-D convolutions of double volumes with one geometry, by plain loops without packing. Immutable.
 *
 * <p>The loops run along channels and are cut by lines or taps, so that no part adds to another's
 * result. Float volumes are convolved in double and rounded once.
 */
public final class VolumeConvolution {
  private static final long PART_OPERATIONS = 200_000;

  private final VolumeGeometry geometry;

  /** Creates the loops for one geometry. */
  public VolumeConvolution(VolumeGeometry geometry) {
    this.geometry = geometry;
  }

  /** Runs {@code body} for all {@code count} lines or taps. */
  private void cut(int count, Parallel parallel, PartBody body) {
    long operations = 2L * geometry.outputSize() * geometry.taps() * geometry.inChannels();
    int parts = Parts.count(count, operations, PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, count);
          for (int i = Parts.begin(part, parts, count); i < end; i++) {
            body.run(i);
          }
        });
  }

  /** Computes {@code output} [batch, outDepth, outHeight, outWidth, outChannels]. */
  public void forward(double[] input, double[] filter, double[] output, Parallel parallel) {
    int lines = geometry.batch() * geometry.depth().output() * geometry.height().output();
    cut(lines, parallel, line -> forwardLine(line, input, filter, output));
  }

  private void forwardLine(int line, double[] input, double[] filter, double[] output) {
    WindowAxis depth = geometry.depth();
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int outY = line % rows.output();
    int outZ = line / rows.output() % depth.output();
    int n = line / rows.output() / depth.output();
    int first = geometry.outputAt(n, outZ, outY, 0);
    Arrays.fill(output, first, first + columns.output() * geometry.outChannels(), 0.0);
    for (int tapZ = 0; tapZ < depth.window(); tapZ++) {
      int z = depth.start(outZ) + tapZ * depth.dilation();
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int y = rows.start(outY) + tapY * rows.dilation();
        if (z < 0 || z >= depth.input() || y < 0 || y >= rows.input()) {
          continue;
        }
        for (int outX = 0; outX < columns.output(); outX++) {
          for (int tapX = 0; tapX < columns.window(); tapX++) {
            int x = columns.start(outX) + tapX * columns.dilation();
            if (x >= 0 && x < columns.input()) {
              addPixel(
                  input,
                  geometry.inputAt(n, z, y, x),
                  filter,
                  geometry.filterAt(tapZ, tapY, tapX),
                  output,
                  first + outX * geometry.outChannels());
            }
          }
        }
      }
    }
  }

  private void addPixel(
      double[] input, int from, double[] filter, int tap, double[] output, int to) {
    int channels = geometry.outChannels();
    for (int c = 0; c < geometry.inChannels(); c++) {
      double x = input[from + c];
      int weights = tap + c * channels;
      for (int out = 0; out < channels; out++) {
        output[to + out] = Fma.fma(x, filter[weights + out], output[to + out]);
      }
    }
  }

  /** Computes {@code inputGradient} [batch, depth, height, width, inChannels]. */
  public void backwardInput(
      double[] outputGradient, double[] filter, double[] inputGradient, Parallel parallel) {
    int lines = geometry.batch() * geometry.depth().input() * geometry.height().input();
    cut(lines, parallel, line -> backwardLine(line, outputGradient, filter, inputGradient));
  }

  private void backwardLine(
      int line, double[] outputGradient, double[] filter, double[] inputGradient) {
    WindowAxis depth = geometry.depth();
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int y = line % rows.input();
    int z = line / rows.input() % depth.input();
    int n = line / rows.input() / depth.input();
    int first = geometry.inputAt(n, z, y, 0);
    Arrays.fill(inputGradient, first, first + columns.input() * geometry.inChannels(), 0.0);
    for (int tapZ = 0; tapZ < depth.window(); tapZ++) {
      int outZ = depth.outputOf(z, tapZ);
      for (int tapY = 0; tapY < rows.window(); tapY++) {
        int outY = rows.outputOf(y, tapY);
        if (outZ < 0 || outY < 0) {
          continue;
        }
        for (int x = 0; x < columns.input(); x++) {
          for (int tapX = 0; tapX < columns.window(); tapX++) {
            int outX = columns.outputOf(x, tapX);
            if (outX >= 0) {
              addGradient(
                  outputGradient,
                  geometry.outputAt(n, outZ, outY, outX),
                  filter,
                  geometry.filterAt(tapZ, tapY, tapX),
                  inputGradient,
                  first + x * geometry.inChannels());
            }
          }
        }
      }
    }
  }

  private void addGradient(
      double[] outputGradient, int from, double[] filter, int tap, double[] inputGradient, int to) {
    int channels = geometry.outChannels();
    for (int c = 0; c < geometry.inChannels(); c++) {
      double sum = inputGradient[to + c];
      int weights = tap + c * channels;
      for (int out = 0; out < channels; out++) {
        sum = Fma.fma(outputGradient[from + out], filter[weights + out], sum);
      }
      inputGradient[to + c] = sum;
    }
  }

  /** Computes {@code filterGradient} [depth, height, width, inChannels, outChannels]. */
  public void backwardFilter(
      double[] input, double[] outputGradient, double[] filterGradient, Parallel parallel) {
    cut(geometry.taps(), parallel, tap -> backwardTap(tap, input, outputGradient, filterGradient));
  }

  private void backwardTap(
      int tap, double[] input, double[] outputGradient, double[] filterGradient) {
    WindowAxis depth = geometry.depth();
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int tapX = tap % columns.window();
    int tapY = tap / columns.window() % rows.window();
    int tapZ = tap / columns.window() / rows.window();
    int to = geometry.filterAt(tapZ, tapY, tapX);
    Arrays.fill(filterGradient, to, to + geometry.inChannels() * geometry.outChannels(), 0.0);
    int lines = geometry.batch() * depth.output() * rows.output();
    for (int line = 0; line < lines; line++) {
      int outY = line % rows.output();
      int outZ = line / rows.output() % depth.output();
      int n = line / rows.output() / depth.output();
      int y = rows.start(outY) + tapY * rows.dilation();
      int z = depth.start(outZ) + tapZ * depth.dilation();
      if (z < 0 || z >= depth.input() || y < 0 || y >= rows.input()) {
        continue;
      }
      for (int outX = 0; outX < columns.output(); outX++) {
        int x = columns.start(outX) + tapX * columns.dilation();
        if (x >= 0 && x < columns.input()) {
          addOuterProduct(
              input,
              geometry.inputAt(n, z, y, x),
              outputGradient,
              geometry.outputAt(n, outZ, outY, outX),
              filterGradient,
              to);
        }
      }
    }
  }

  private void addOuterProduct(
      double[] input, int from, double[] outputGradient, int at, double[] filterGradient, int to) {
    int channels = geometry.outChannels();
    for (int c = 0; c < geometry.inChannels(); c++) {
      double x = input[from + c];
      int weights = to + c * channels;
      for (int out = 0; out < channels; out++) {
        filterGradient[weights + out] =
            Fma.fma(x, outputGradient[at + out], filterGradient[weights + out]);
      }
    }
  }
}

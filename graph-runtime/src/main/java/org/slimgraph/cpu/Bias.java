package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Adds a value a channel, and sums gradients over all but the channels. Outputs may be the input
 * itself.
 */
public final class Bias {

  private final ChannelLoops loops;
  private final ElementLoops elements;
  private final ColumnSums columnSums;

  Bias(LoopsProvider provider) {
    loops = provider.channels();
    elements = provider.elements();
    columnSums = new ColumnSums(loops);
  }

  /** Computes {@code out[row, c] = x[row, c] + bias[c]}. */
  public void add(
      float[] x,
      int xOffset,
      float[] bias,
      int biasOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels,
      Parallel parallel) {
    int parts = Parts.count(rows, (long) rows * channels);
    parallel.run(
        parts,
        part -> {
          int begin = Parts.begin(part, parts, rows);
          int count = Parts.begin(part + 1, parts, rows) - begin;
          int at = begin * channels;
          loops.addBias(x, xOffset + at, bias, biasOffset, out, outOffset + at, count, channels);
        });
  }

  /** Computes {@code out[row, c] = x[row, c] + bias[c]} in double. */
  public void add(
      double[] x,
      int xOffset,
      double[] bias,
      int biasOffset,
      double[] out,
      int outOffset,
      int rows,
      int channels,
      Parallel parallel) {
    int parts = Parts.count(rows, (long) rows * channels);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, rows);
          for (int row = Parts.begin(part, parts, rows); row < end; row++) {
            for (int c = 0; c < channels; c++) {
              out[outOffset + row * channels + c] =
                  x[xOffset + row * channels + c] + bias[biasOffset + c];
            }
          }
        });
  }

  /** Computes {@code out[n, c, i] = x[n, c, i] + bias[c]} for {@code inner} elements a channel. */
  public void addChannelsFirst(
      float[] x,
      int xOffset,
      float[] bias,
      int biasOffset,
      float[] out,
      int outOffset,
      int batch,
      int channels,
      int inner,
      Parallel parallel) {
    int planes = batch * channels;
    int parts = Parts.count(planes, (long) planes * inner);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, planes);
          for (int plane = Parts.begin(part, parts, planes); plane < end; plane++) {
            int at = plane * inner;
            float value = bias[biasOffset + plane % channels];
            elements.scalarRight(BinaryOp.ADD, x, xOffset + at, value, out, outOffset + at, inner);
          }
        });
  }

  /** Computes {@code out[n, c, i] = x[n, c, i] + bias[c]} in double. */
  public void addChannelsFirst(
      double[] x,
      int xOffset,
      double[] bias,
      int biasOffset,
      double[] out,
      int outOffset,
      int batch,
      int channels,
      int inner,
      Parallel parallel) {
    int planes = batch * channels;
    int parts = Parts.count(planes, (long) planes * inner);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, planes);
          for (int plane = Parts.begin(part, parts, planes); plane < end; plane++) {
            double value = bias[biasOffset + plane % channels];
            for (int i = plane * inner; i < (plane + 1) * inner; i++) {
              out[outOffset + i] = x[xOffset + i] + value;
            }
          }
        });
  }

  /** Computes {@code biasGradient[c]}, the sum of {@code gradient[row, c]} over rows. */
  public void gradient(
      float[] gradient,
      int gradientOffset,
      float[] biasGradient,
      int biasOffset,
      int rows,
      int channels,
      Parallel parallel) {
    double[] sums = columnSums.sums(gradient, gradientOffset, rows, channels, parallel);
    for (int c = 0; c < channels; c++) {
      biasGradient[biasOffset + c] = (float) sums[c];
    }
  }

  /**
   * Computes {@code biasGradient[c]}, the sum of {@code gradient[row, c]} over rows, in double on
   * one thread.
   */
  public void gradient(
      double[] gradient,
      int gradientOffset,
      double[] biasGradient,
      int biasOffset,
      int rows,
      int channels) {
    Arrays.fill(biasGradient, biasOffset, biasOffset + channels, 0.0);
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        biasGradient[biasOffset + c] += gradient[gradientOffset + row * channels + c];
      }
    }
  }

  /** Computes {@code biasGradient[c]}, the sum of {@code gradient[n, c, i]} over n and i. */
  public void gradientChannelsFirst(
      float[] gradient,
      int gradientOffset,
      float[] biasGradient,
      int biasOffset,
      int batch,
      int channels,
      int inner,
      Parallel parallel) {
    int parts = Parts.count(channels, (long) batch * channels * inner);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, channels);
          for (int c = Parts.begin(part, parts, channels); c < end; c++) {
            double sum = 0;
            for (int n = 0; n < batch; n++) {
              sum += elements.sum(gradient, gradientOffset + (n * channels + c) * inner, inner);
            }
            biasGradient[biasOffset + c] = (float) sum;
          }
        });
  }

  /**
   * Computes {@code biasGradient[c]}, the sum of {@code gradient[n, c, i]} over n and i, in double
   * on one thread.
   */
  public void gradientChannelsFirst(
      double[] gradient,
      int gradientOffset,
      double[] biasGradient,
      int biasOffset,
      int batch,
      int channels,
      int inner) {
    Arrays.fill(biasGradient, biasOffset, biasOffset + channels, 0.0);
    for (int plane = 0; plane < batch * channels; plane++) {
      double sum = 0;
      for (int i = plane * inner; i < (plane + 1) * inner; i++) {
        sum += gradient[gradientOffset + i];
      }
      biasGradient[biasOffset + plane % channels] += sum;
    }
  }
}

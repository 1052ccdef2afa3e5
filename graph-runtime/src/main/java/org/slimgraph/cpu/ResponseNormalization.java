package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Local response normalisation of float [rows, channels] matrices: {@code y = x * (bias + alpha *
 * sum(x²))^-beta}, where the sum runs over the channels at most {@code radius} away. Immutable.
 */
public final class ResponseNormalization {
  private final int radius;
  private final float bias;
  private final float alpha;
  private final float beta;

  /** Creates the loops for these parameters. */
  public ResponseNormalization(int radius, float bias, float alpha, float beta) {
    this.radius = radius;
    this.bias = bias;
    this.alpha = alpha;
    this.beta = beta;
  }

  /** Computes {@code y}. */
  public void forward(float[] x, float[] y, int rows, int channels, Parallel parallel) {
    forEachRow(
        rows,
        channels,
        parallel,
        row -> {
          for (int c = 0; c < channels; c++) {
            int at = row * channels + c;
            y[at] = (float) (x[at] * Math.pow(norm(x, row, c, channels), -beta));
          }
        });
  }

  /**
   * Computes the gradient by {@code x}: {@code dy * norm^-beta} at each channel itself, and {@code
   * -2 * alpha * beta * x * y / norm * dy} of each channel at its neighbours.
   */
  public void backward(
      float[] outputGradient,
      float[] x,
      float[] y,
      float[] inputGradient,
      int rows,
      int channels,
      Parallel parallel) {
    forEachRow(
        rows,
        channels,
        parallel,
        row -> {
          double[] sums = Scratch.ofThread().columns(channels);
          Arrays.fill(sums, 0, channels, 0);
          for (int c = 0; c < channels; c++) {
            int at = row * channels + c;
            double norm = norm(x, row, c, channels);
            double share = -2.0 * alpha * beta * y[at] / norm * outputGradient[at];
            int end = Math.min(channels, c + radius + 1);
            for (int k = Math.max(0, c - radius); k < end; k++) {
              sums[k] += share * x[row * channels + k];
            }
            sums[c] += Math.pow(norm, -beta) * outputGradient[at];
          }
          for (int c = 0; c < channels; c++) {
            inputGradient[row * channels + c] = (float) sums[c];
          }
        });
  }

  private double norm(float[] x, int row, int c, int channels) {
    int end = Math.min(channels, c + radius + 1);
    double sum = 0;
    for (int k = Math.max(0, c - radius); k < end; k++) {
      double value = x[row * channels + k];
      sum += value * value;
    }
    return bias + alpha * sum;
  }

  private static void forEachRow(int rows, int channels, Parallel parallel, PartBody body) {
    // A power costs as much as two dozen elements of a simple loop.
    int parts = Parts.count(rows, 24L * rows * channels);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, rows);
          for (int row = Parts.begin(part, parts, rows); row < end; row++) {
            body.run(row);
          }
        });
  }
}

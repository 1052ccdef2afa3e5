package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Max and average pooling of double volumes with one geometry, forward and backward. Immutable.
 *
 * <p>TF 1.x: the gradient of a maximum goes to every element of its window that equals it, unlike
 * that of images. Padding never takes part. Volumes of a batch are independent, and so are the
 * parts.
 */
public final class VolumePooling {
  private final VolumeGeometry geometry;

  /** Creates the loops for one geometry, whose channels in and out are the same. */
  public VolumePooling(VolumeGeometry geometry) {
    this.geometry = geometry;
  }

  /** What is done for one window. */
  private interface Window {
    void at(int n, int outZ, int outY, int outX);
  }

  /** What is done for one input place of a window. */
  private interface Place {
    void at(int inputAt);
  }

  private void forEachWindow(Parallel parallel, Window window) {
    parallel.run(
        geometry.batch(),
        n -> {
          for (int z = 0; z < geometry.depth().output(); z++) {
            for (int y = 0; y < geometry.height().output(); y++) {
              for (int x = 0; x < geometry.width().output(); x++) {
                window.at(n, z, y, x);
              }
            }
          }
        });
  }

  private void forEachPlace(int n, int outZ, int outY, int outX, Place place) {
    for (int z = geometry.depth().begin(outZ); z < geometry.depth().end(outZ); z++) {
      for (int y = geometry.height().begin(outY); y < geometry.height().end(outY); y++) {
        for (int x = geometry.width().begin(outX); x < geometry.width().end(outX); x++) {
          place.at(geometry.inputAt(n, z, y, x));
        }
      }
    }
  }

  private int places(int outZ, int outY, int outX) {
    return places(geometry.depth(), outZ)
        * places(geometry.height(), outY)
        * places(geometry.width(), outX);
  }

  private static int places(WindowAxis axis, int place) {
    return axis.end(place) - axis.begin(place);
  }

  /** Computes the maximum of each window. */
  public void maxForward(double[] input, double[] output, Parallel parallel) {
    int channels = geometry.inChannels();
    forEachWindow(
        parallel,
        (n, z, y, x) -> {
          int to = geometry.outputAt(n, z, y, x);
          Arrays.fill(output, to, to + channels, Double.NEGATIVE_INFINITY);
          forEachPlace(
              n,
              z,
              y,
              x,
              from -> {
                for (int c = 0; c < channels; c++) {
                  output[to + c] = BinaryOp.MAXIMUM.apply(output[to + c], input[from + c]);
                }
              });
        });
  }

  /** Computes the mean of each window over the elements that are not padding. */
  public void averageForward(double[] input, double[] output, Parallel parallel) {
    int channels = geometry.inChannels();
    forEachWindow(
        parallel,
        (n, z, y, x) -> {
          int to = geometry.outputAt(n, z, y, x);
          Arrays.fill(output, to, to + channels, 0.0);
          forEachPlace(
              n,
              z,
              y,
              x,
              from -> {
                for (int c = 0; c < channels; c++) {
                  output[to + c] += input[from + c];
                }
              });
          for (int c = 0; c < channels; c++) {
            output[to + c] /= places(z, y, x);
          }
        });
  }

  /** Spreads the gradient of each mean evenly over its window. */
  public void averageBackward(double[] outputGradient, double[] inputGradient, Parallel parallel) {
    int channels = geometry.inChannels();
    Arrays.fill(inputGradient, 0, geometry.inputSize(), 0.0);
    forEachWindow(
        parallel,
        (n, z, y, x) -> {
          int from = geometry.outputAt(n, z, y, x);
          double share = 1.0 / places(z, y, x);
          forEachPlace(
              n,
              z,
              y,
              x,
              to -> {
                for (int c = 0; c < channels; c++) {
                  inputGradient[to + c] += outputGradient[from + c] * share;
                }
              });
        });
  }

  /** Adds the gradient of each maximum to all elements of its window that equal it. */
  public void maxBackward(
      double[] input,
      double[] maxima,
      double[] outputGradient,
      double[] inputGradient,
      Parallel parallel) {
    int channels = geometry.inChannels();
    Arrays.fill(inputGradient, 0, geometry.inputSize(), 0.0);
    forEachWindow(
        parallel,
        (n, z, y, x) -> {
          int from = geometry.outputAt(n, z, y, x);
          forEachPlace(
              n,
              z,
              y,
              x,
              to -> {
                for (int c = 0; c < channels; c++) {
                  if (input[to + c] == maxima[from + c]) {
                    inputGradient[to + c] += outputGradient[from + c];
                  }
                }
              });
        });
  }

  /** Takes for each window what {@code values} holds where its first maximum is. */
  public void atMaxima(double[] input, double[] values, double[] output, Parallel parallel) {
    int channels = geometry.inChannels();
    forEachWindow(
        parallel,
        (n, z, y, x) -> {
          int[] best = new int[channels];
          Arrays.fill(best, -1);
          forEachPlace(
              n,
              z,
              y,
              x,
              from -> {
                for (int c = 0; c < channels; c++) {
                  if (best[c] < 0 || input[from + c] > input[best[c]]) {
                    best[c] = from + c;
                  }
                }
              });
          int at = geometry.outputAt(n, z, y, x);
          for (int c = 0; c < channels; c++) {
            output[at + c] = values[best[c]];
          }
        });
  }
}

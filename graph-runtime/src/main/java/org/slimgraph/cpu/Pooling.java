package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Max and average pooling of float NHWC images with one geometry, forward and backward. Immutable.
 *
 * <p>TF 1.x: forward starts from the lowest finite value and skips NaNs; the gradient and the
 * argmax start from the first element of the window, which a NaN there keeps, and go to the first
 * of equal maxima in row-major order. Padding never takes part.
 */
public final class Pooling {

  /** Channels of one part of a backward pass: images are independent, and so are channels. */
  private static final int CHANNELS = 64;

  private final ElementLoops loops;
  private final PoolGeometry geometry;

  Pooling(ElementLoops loops, PoolGeometry geometry) {
    this.loops = loops;
    this.geometry = geometry;
  }

  /** Returns the sizes. */
  public PoolGeometry geometry() {
    return geometry;
  }

  private long work() {
    return (long) geometry.outputSize() * geometry.height().window() * geometry.width().window();
  }

  /** Computes the maximum of each window. */
  public void maxForward(
      float[] input, int inputOffset, float[] output, int outputOffset, Parallel parallel) {
    forward(true, input, inputOffset, output, outputOffset, parallel);
  }

  /** Computes the mean of each window over the elements that are not padding. */
  public void averageForward(
      float[] input, int inputOffset, float[] output, int outputOffset, Parallel parallel) {
    forward(false, input, inputOffset, output, outputOffset, parallel);
  }

  private void forward(
      boolean max,
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      Parallel parallel) {
    int outHeight = geometry.height().output();
    int lines = geometry.batch() * outHeight;
    int parts = Parts.count(lines, work());
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, lines);
          for (int line = Parts.begin(part, parts, lines); line < end; line++) {
            for (int x = 0; x < geometry.width().output(); x++) {
              int image = line / outHeight;
              int to = outputOffset + geometry.outputAt(image, line - image * outHeight, x);
              window(max, image, line - image * outHeight, x, input, inputOffset, output, to);
            }
          }
        });
  }

  private void window(
      boolean max,
      int image,
      int outY,
      int outX,
      float[] input,
      int inputOffset,
      float[] output,
      int to) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int channels = geometry.channels();
    int yEnd = rows.end(outY);
    int xBegin = columns.begin(outX);
    int xEnd = columns.end(outX);
    Arrays.fill(output, to, to + channels, max ? -Float.MAX_VALUE : 0);
    int count = 0;
    for (int y = rows.begin(outY); y < yEnd; y++) {
      for (int x = xBegin; x < xEnd; x++) {
        int from = inputOffset + geometry.inputAt(image, y, x);
        if (max) {
          loops.binary(BinaryOp.MAXIMUM, output, to, input, from, output, to, channels);
        } else {
          loops.binary(BinaryOp.ADD, output, to, input, from, output, to, channels);
        }
        count++;
      }
    }
    if (!max) {
      loops.scalarRight(BinaryOp.DIV, output, to, count, output, to, channels);
    }
  }

  /**
   * Computes the maximum of each window and its position.
   *
   * @param argmax receives {@code (y * width + x) * channels + c} of the maximum
   * @param includeBatch whether positions count from the first image instead of their own
   */
  public void maxWithArgmax(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      long[] argmax,
      int argmaxOffset,
      boolean includeBatch,
      Parallel parallel) {
    forEachWindow(
        parallel,
        (image, y, x, begin, end) -> {
          int[] best = firstMaxima(image, y, x, begin, end, input, inputOffset);
          int at = geometry.outputAt(image, y, x);
          int base = includeBatch ? 0 : geometry.inputAt(image, 0, 0);
          for (int c = begin; c < end; c++) {
            output[outputOffset + at + c] = input[inputOffset + best[c - begin]];
            argmax[argmaxOffset + at + c] = best[c - begin] - base;
          }
        });
  }

  /**
   * Computes the gradient of max pooling by its input: each output's gradient goes to the first
   * maximum of its window.
   */
  public void maxBackward(
      float[] input,
      int inputOffset,
      float[] outputGradient,
      int outputOffset,
      float[] inputGradient,
      int inputGradientOffset,
      Parallel parallel) {
    Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + geometry.inputSize(), 0);
    forEachWindow(
        parallel,
        (image, y, x, begin, end) -> {
          int[] best = firstMaxima(image, y, x, begin, end, input, inputOffset);
          int at = outputOffset + geometry.outputAt(image, y, x);
          for (int c = begin; c < end; c++) {
            inputGradient[inputGradientOffset + best[c - begin]] += outputGradient[at + c];
          }
        });
  }

  /**
   * Computes the gradient of average pooling by its input: each output's gradient is spread over
   * the elements of its window.
   */
  public void averageBackward(
      float[] outputGradient,
      int outputOffset,
      float[] inputGradient,
      int inputGradientOffset,
      Parallel parallel) {
    Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + geometry.inputSize(), 0);
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    forEachWindow(
        parallel,
        (image, outY, outX, begin, end) -> {
          int yBegin = rows.begin(outY);
          int yEnd = rows.end(outY);
          int xBegin = columns.begin(outX);
          int xEnd = columns.end(outX);
          float share = 1f / ((yEnd - yBegin) * (xEnd - xBegin));
          int from = outputOffset + geometry.outputAt(image, outY, outX);
          for (int y = yBegin; y < yEnd; y++) {
            for (int x = xBegin; x < xEnd; x++) {
              int to = inputGradientOffset + geometry.inputAt(image, y, x);
              for (int c = begin; c < end; c++) {
                inputGradient[to + c] += outputGradient[from + c] * share;
              }
            }
          }
        });
  }

  /**
   * Returns the positions in the input of the first maximum of a window, for the channels
   * begin…end-1.
   */
  private int[] firstMaxima(
      int image, int outY, int outX, int begin, int end, float[] input, int inputOffset) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int[] best = Scratch.ofThread().indices(CHANNELS);
    int yEnd = rows.end(outY);
    int xBegin = columns.begin(outX);
    int xEnd = columns.end(outX);
    int first = geometry.inputAt(image, rows.begin(outY), xBegin);
    for (int c = begin; c < end; c++) {
      best[c - begin] = first + c;
    }
    for (int y = rows.begin(outY); y < yEnd; y++) {
      for (int x = xBegin; x < xEnd; x++) {
        int at = geometry.inputAt(image, y, x);
        for (int c = begin; c < end; c++) {
          int held = best[c - begin];
          best[c - begin] = input[inputOffset + held] < input[inputOffset + at + c] ? at + c : held;
        }
      }
    }
    return best;
  }

  /**
   * Visits all windows in order; a part owns an image and some of its channels, so that overlapping
   * windows never meet.
   */
  private void forEachWindow(Parallel parallel, WindowBody body) {
    int channels = geometry.channels();
    int blocks = Parts.ceilDiv(channels, CHANNELS);
    int units = geometry.batch() * blocks;
    int parts = Parts.count(units, work());
    parallel.run(
        parts,
        part -> {
          int unitEnd = Parts.begin(part + 1, parts, units);
          for (int unit = Parts.begin(part, parts, units); unit < unitEnd; unit++) {
            int begin = unit % blocks * CHANNELS;
            int end = Math.min(begin + CHANNELS, channels);
            for (int y = 0; y < geometry.height().output(); y++) {
              for (int x = 0; x < geometry.width().output(); x++) {
                body.run(unit / blocks, y, x, begin, end);
              }
            }
          }
        });
  }

  /** What is done for the channels begin…end-1 of one window. */
  private interface WindowBody {
    void run(int image, int y, int x, int begin, int end);
  }
}

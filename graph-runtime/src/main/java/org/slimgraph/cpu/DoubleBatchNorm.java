package org.slimgraph.cpu;

/**
 * Batch normalisation of doubles: [batch, channels, inner] arrays, where an inner size of 1 makes
 * it [rows, channels]. Stateless.
 *
 * <p>One thread, two passes for the moments: doubles serve gradient checks, not speed.
 */
public final class DoubleBatchNorm {

  private DoubleBatchNorm() {}

  /** Computes the mean and the biased variance of each channel; NaN where there are no elements. */
  public static void moments(
      double[] x,
      int xOffset,
      int batch,
      int channels,
      int inner,
      double[] mean,
      int meanOffset,
      double[] variance,
      int varianceOffset) {
    long count = (long) batch * inner;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int n = 0; n < batch; n++) {
        int at = xOffset + (n * channels + c) * inner;
        for (int i = at; i < at + inner; i++) {
          sum += x[i];
        }
      }
      double average = sum / count;
      double squares = 0;
      for (int n = 0; n < batch; n++) {
        int at = xOffset + (n * channels + c) * inner;
        for (int i = at; i < at + inner; i++) {
          squares += (x[i] - average) * (x[i] - average);
        }
      }
      mean[meanOffset + c] = average;
      variance[varianceOffset + c] = squares / count;
    }
  }

  /** Computes {@code y = x * scale + shift}. */
  public static void scaleShift(
      double[] x,
      int xOffset,
      double[] scale,
      int scaleOffset,
      double[] shift,
      int shiftOffset,
      double[] y,
      int yOffset,
      int batch,
      int channels,
      int inner) {
    for (int plane = 0; plane < batch * channels; plane++) {
      double slope = scale[scaleOffset + plane % channels];
      double constant = shift[shiftOffset + plane % channels];
      for (int i = plane * inner; i < (plane + 1) * inner; i++) {
        y[yOffset + i] = x[xOffset + i] * slope + constant;
      }
    }
  }

  /**
   * Computes the gradients of a normalisation.
   *
   * @param ownMoments whether {@code mean} and {@code variance} are those of {@code x} (training)
   *     or given (inference)
   */
  public static void gradient(
      boolean ownMoments,
      double[] outputGradient,
      int outputGradientOffset,
      double[] x,
      int xOffset,
      double[] gamma,
      int gammaOffset,
      double[] mean,
      int meanOffset,
      double[] variance,
      int varianceOffset,
      double epsilon,
      double[] inputGradient,
      int inputGradientOffset,
      double[] gammaGradient,
      int gammaGradientOffset,
      double[] betaGradient,
      int betaGradientOffset,
      int batch,
      int channels,
      int inner) {
    long count = (long) batch * inner;
    for (int c = 0; c < channels; c++) {
      double centre = mean[meanOffset + c];
      double sum = 0;
      double products = 0;
      for (int n = 0; n < batch; n++) {
        int begin = (n * channels + c) * inner;
        for (int i = begin; i < begin + inner; i++) {
          sum += outputGradient[outputGradientOffset + i];
          products += outputGradient[outputGradientOffset + i] * (x[xOffset + i] - centre);
        }
      }
      double r = 1.0 / Math.sqrt(variance[varianceOffset + c] + epsilon);
      betaGradient[betaGradientOffset + c] = sum;
      gammaGradient[gammaGradientOffset + c] = r * products;
      double gradientMean = ownMoments ? sum / count : 0.0;
      double slope = ownMoments ? products / count * r * r : 0.0;
      double factor = gamma[gammaOffset + c] * r;
      for (int n = 0; n < batch; n++) {
        int begin = (n * channels + c) * inner;
        for (int i = begin; i < begin + inner; i++) {
          double centred = ownMoments ? (x[xOffset + i] - centre) * slope : 0.0;
          inputGradient[inputGradientOffset + i] =
              factor * (outputGradient[outputGradientOffset + i] - gradientMean - centred);
        }
      }
    }
  }
}

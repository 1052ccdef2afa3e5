package org.slimgraph.cpu;

/**
 * Batch normalisation of floats with one mean, variance, gamma and beta a channel. Outputs may be
 * the input itself.
 *
 * <p>Methods take [rows, channels] matrices (NHWC images, dense layers); those named {@code
 * …ChannelsFirst} take [batch, channels, inner] (NCHW). Moments and gradient sums take one pass:
 * single-precision sums of short blocks are folded into doubles, chunk by chunk in a fixed order,
 * so that a large mean does not eat the variance.
 */
public final class BatchNorm {

  private final ChannelLoops loops;
  private final ColumnSums columnSums;

  BatchNorm(LoopsProvider provider) {
    loops = provider.channels();
    columnSums = new ColumnSums(loops);
  }

  /** Computes the mean and the biased variance of each channel; NaN where there are no rows. */
  public void moments(
      float[] x,
      int xOffset,
      int rows,
      int channels,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      Parallel parallel) {
    double[] sums =
        columnSums.reduce(
            rows,
            channels,
            2 * channels,
            parallel,
            (firstRow, count, out, at) ->
                loops.moments(x, xOffset + firstRow * channels, count, channels, out, at));
    storeMoments(sums, rows, channels, mean, meanOffset, variance, varianceOffset);
  }

  /** Computes the mean and the biased variance of each channel of [batch, channels, inner]. */
  public void momentsChannelsFirst(
      float[] x,
      int xOffset,
      int batch,
      int channels,
      int inner,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      Parallel parallel) {
    double[] sums = Scratch.ofThread().partials(2 * channels);
    forEachChannel(
        batch,
        channels,
        inner,
        parallel,
        c -> {
          double sum = 0;
          double squares = 0;
          for (int n = 0; n < batch; n++) {
            int at = xOffset + (n * channels + c) * inner;
            for (int i = at; i < at + inner; i++) {
              double value = x[i];
              sum += value;
              squares += value * value;
            }
          }
          sums[c] = sum;
          sums[channels + c] = squares;
        });
    storeMoments(sums, (long) batch * inner, channels, mean, meanOffset, variance, varianceOffset);
  }

  private static void storeMoments(
      double[] sums,
      long count,
      int channels,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    for (int c = 0; c < channels; c++) {
      double average = sums[c] / count;
      double spread = sums[channels + c] / count - average * average;
      mean[meanOffset + c] = (float) average;
      // A constant channel may come out slightly negative; NaN must stay.
      variance[varianceOffset + c] = spread < 0 ? 0f : (float) spread;
    }
  }

  /** Computes {@code y = x * scale + shift}. */
  public void scaleShift(
      float[] x,
      int xOffset,
      float[] scale,
      int scaleOffset,
      float[] shift,
      int shiftOffset,
      float[] y,
      int yOffset,
      int rows,
      int channels,
      Parallel parallel) {
    forEachRows(
        rows,
        channels,
        parallel,
        (at, count) ->
            loops.scaleShift(
                x,
                xOffset + at,
                scale,
                scaleOffset,
                shift,
                shiftOffset,
                y,
                yOffset + at,
                count,
                channels));
  }

  /** Computes {@code y = (x - mean) * (rsqrt(variance + epsilon) * gamma) + beta}. */
  public void normalize(
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float epsilon,
      float[] y,
      int yOffset,
      int rows,
      int channels,
      Parallel parallel) {
    float[] factor = factors(variance, varianceOffset, gamma, gammaOffset, epsilon, channels);
    forEachRows(
        rows,
        channels,
        parallel,
        (at, count) ->
            loops.normalize(
                x,
                xOffset + at,
                mean,
                meanOffset,
                factor,
                0,
                beta,
                betaOffset,
                y,
                yOffset + at,
                count,
                channels));
  }

  /**
   * Computes {@code y = (x - mean) * (rsqrt(variance + epsilon) * gamma) + beta} for [batch,
   * channels, inner].
   */
  public void normalizeChannelsFirst(
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float epsilon,
      float[] y,
      int yOffset,
      int batch,
      int channels,
      int inner,
      Parallel parallel) {
    float[] factor = factors(variance, varianceOffset, gamma, gammaOffset, epsilon, channels);
    forEachChannel(
        batch,
        channels,
        inner,
        parallel,
        c -> {
          float centre = mean[meanOffset + c];
          float slope = factor[c];
          float shift = beta[betaOffset + c];
          for (int n = 0; n < batch; n++) {
            int begin = (n * channels + c) * inner;
            for (int i = begin; i < begin + inner; i++) {
              y[yOffset + i] = (x[xOffset + i] - centre) * slope + shift;
            }
          }
        });
  }

  /**
   * Computes the gradients of a normalisation by its own moments: {@code inputGradient = gamma * r
   * * (dy - mean(dy) - (x - mean) * r² * mean(dy * (x - mean)))}, {@code gammaGradient = r * sum(dy
   * * (x - mean))}, {@code betaGradient = sum(dy)}, where r is {@code rsqrt(variance + epsilon)}.
   *
   * @param mean the mean of {@code x}
   * @param variance its biased variance
   */
  public void gradient(
      float[] outputGradient,
      int outputGradientOffset,
      float[] x,
      int xOffset,
      float[] gamma,
      int gammaOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float epsilon,
      float[] inputGradient,
      int inputGradientOffset,
      float[] gammaGradient,
      int gammaGradientOffset,
      float[] betaGradient,
      int betaGradientOffset,
      int rows,
      int channels,
      Parallel parallel) {
    double[] sums =
        gradientSums(
            outputGradient,
            outputGradientOffset,
            x,
            xOffset,
            mean,
            meanOffset,
            rows,
            channels,
            parallel);
    float[] coefficients = Scratch.ofThread().parameters(4 * channels);
    for (int c = 0; c < channels; c++) {
      double r = 1.0 / Math.sqrt(variance[varianceOffset + c] + epsilon);
      coefficients[c] = (float) (gamma[gammaOffset + c] * r);
      coefficients[channels + c] = (float) (sums[c] / rows);
      coefficients[2 * channels + c] = mean[meanOffset + c];
      coefficients[3 * channels + c] = (float) (sums[channels + c] / rows * r * r);
      gammaGradient[gammaGradientOffset + c] = (float) (sums[channels + c] * r);
      betaGradient[betaGradientOffset + c] = (float) sums[c];
    }
    forEachRows(
        rows,
        channels,
        parallel,
        (at, count) ->
            loops.normalizeGradient(
                outputGradient,
                outputGradientOffset + at,
                x,
                xOffset + at,
                coefficients,
                0,
                inputGradient,
                inputGradientOffset + at,
                count,
                channels));
  }

  /**
   * Computes the gradients of a normalisation by given moments (inference): {@code inputGradient =
   * dy * gamma * r}, {@code gammaGradient = r * sum(dy * (x - mean))}, {@code betaGradient =
   * sum(dy)}.
   */
  public void gradientOfFixedMoments(
      float[] outputGradient,
      int outputGradientOffset,
      float[] x,
      int xOffset,
      float[] gamma,
      int gammaOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float epsilon,
      float[] inputGradient,
      int inputGradientOffset,
      float[] gammaGradient,
      int gammaGradientOffset,
      float[] betaGradient,
      int betaGradientOffset,
      int rows,
      int channels,
      Parallel parallel) {
    double[] sums =
        gradientSums(
            outputGradient,
            outputGradientOffset,
            x,
            xOffset,
            mean,
            meanOffset,
            rows,
            channels,
            parallel);
    float[] parameters = Scratch.ofThread().parameters(2 * channels);
    for (int c = 0; c < channels; c++) {
      double r = 1.0 / Math.sqrt(variance[varianceOffset + c] + epsilon);
      parameters[c] = (float) (gamma[gammaOffset + c] * r);
      parameters[channels + c] = 0f;
      gammaGradient[gammaGradientOffset + c] = (float) (sums[channels + c] * r);
      betaGradient[betaGradientOffset + c] = (float) sums[c];
    }
    scaleShift(
        outputGradient,
        outputGradientOffset,
        parameters,
        0,
        parameters,
        channels,
        inputGradient,
        inputGradientOffset,
        rows,
        channels,
        parallel);
  }

  private double[] gradientSums(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      int rows,
      int channels,
      Parallel parallel) {
    return columnSums.reduce(
        rows,
        channels,
        2 * channels,
        parallel,
        (firstRow, count, out, at) -> {
          int skip = firstRow * channels;
          loops.gradientSums(
              gradient,
              gradientOffset + skip,
              x,
              xOffset + skip,
              count,
              channels,
              mean,
              meanOffset,
              out,
              at);
        });
  }

  /**
   * Returns {@code rsqrt(variance + epsilon) * gamma} from index 0, in scratch of the calling
   * thread.
   */
  private static float[] factors(
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float epsilon,
      int channels) {
    float[] factor = Scratch.ofThread().parameters(channels);
    storeFactors(variance, varianceOffset, gamma, gammaOffset, epsilon, channels, factor);
    return factor;
  }

  /** Returns {@code rsqrt(variance + epsilon) * gamma} of each channel. */
  static float[] factors(float[] variance, float[] gamma, float epsilon, int channels) {
    float[] factor = new float[channels];
    storeFactors(variance, 0, gamma, 0, epsilon, channels, factor);
    return factor;
  }

  private static void storeFactors(
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float epsilon,
      int channels,
      float[] factor) {
    for (int c = 0; c < channels; c++) {
      factor[c] =
          UnaryOp.RSQRT.apply(variance[varianceOffset + c] + epsilon) * gamma[gammaOffset + c];
    }
  }

  private static void forEachRows(int rows, int channels, Parallel parallel, Rows body) {
    int parts = Parts.count(rows, (long) rows * channels);
    parallel.run(
        parts,
        part -> {
          int begin = Parts.begin(part, parts, rows);
          body.run(begin * channels, Parts.begin(part + 1, parts, rows) - begin);
        });
  }

  private static void forEachChannel(
      int batch, int channels, int inner, Parallel parallel, PartBody body) {
    int parts = Parts.count(channels, (long) batch * channels * inner);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, channels);
          for (int c = Parts.begin(part, parts, channels); c < end; c++) {
            body.run(c);
          }
        });
  }

  /** A range of rows: the offset of its first element and the number of rows. */
  private interface Rows {
    void run(int at, int count);
  }
}

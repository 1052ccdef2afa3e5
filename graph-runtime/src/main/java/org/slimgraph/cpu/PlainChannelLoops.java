package org.slimgraph.cpu;

/** Channel loops without SIMD instructions of our own; sums run in double. */
final class PlainChannelLoops implements ChannelLoops {

  @Override
  public void sums(float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset) {
    int at = xOffset;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        sums[sumsOffset + c] += x[at + c];
      }
      at += channels;
    }
  }

  @Override
  public void moments(
      float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset) {
    int squares = sumsOffset + channels;
    int at = xOffset;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        double value = x[at + c];
        sums[sumsOffset + c] += value;
        sums[squares + c] += value * value;
      }
      at += channels;
    }
  }

  @Override
  public void gradientSums(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      int rows,
      int channels,
      float[] mean,
      int meanOffset,
      double[] sums,
      int sumsOffset) {
    int products = sumsOffset + channels;
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        double value = gradient[gradientOffset + at + c];
        sums[sumsOffset + c] += value;
        sums[products + c] += value * (x[xOffset + at + c] - mean[meanOffset + c]);
      }
      at += channels;
    }
  }

  @Override
  public void addBias(
      float[] x,
      int xOffset,
      float[] bias,
      int biasOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        out[outOffset + at + c] = x[xOffset + at + c] + bias[biasOffset + c];
      }
      at += channels;
    }
  }

  @Override
  public void scaleShift(
      float[] x,
      int xOffset,
      float[] scale,
      int scaleOffset,
      float[] shift,
      int shiftOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        out[outOffset + at + c] =
            Fma.fma(x[xOffset + at + c], scale[scaleOffset + c], shift[shiftOffset + c]);
      }
      at += channels;
    }
  }

  @Override
  public void normalize(
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] factor,
      int factorOffset,
      float[] shift,
      int shiftOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        float centred = x[xOffset + at + c] - mean[meanOffset + c];
        out[outOffset + at + c] = centred * factor[factorOffset + c] + shift[shiftOffset + c];
      }
      at += channels;
    }
  }

  @Override
  public void normalizeGradient(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      float[] coefficients,
      int coefficientsOffset,
      float[] out,
      int outOffset,
      int rows,
      int channels) {
    int gradientMean = coefficientsOffset + channels;
    int mean = gradientMean + channels;
    int slope = mean + channels;
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        float centred = x[xOffset + at + c] - coefficients[mean + c];
        float difference = gradient[gradientOffset + at + c] - coefficients[gradientMean + c];
        out[outOffset + at + c] =
            (difference - centred * coefficients[slope + c]) * coefficients[coefficientsOffset + c];
      }
      at += channels;
    }
  }
}

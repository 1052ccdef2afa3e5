package org.slimgraph.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.slimgraph.cpu.ChannelLoops;

/**
 * Loops over channels. Sums go down the rows of four vectors of channels at once, in single
 * precision for a block of rows, and are then folded into doubles; maps go along the channels of
 * each row.
 */
final class SimdChannelLoops implements ChannelLoops {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  /** Channels of one group of sums. */
  private static final int GROUP = 4 * LANES;

  /** Rows summed in single precision: rounding grows with their number. */
  private static final int BLOCK = 256;

  @Override
  public void sums(float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset) {
    float[] lanes = Lanes.ofThread();
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row += BLOCK) {
      int count = Math.min(BLOCK, rows - row);
      int at = xOffset + row * channels;
      int width;
      for (int c = 0; c < vectors; c += width) {
        width = vectors - c >= GROUP ? GROUP : LANES;
        if (width == GROUP) {
          sumGroup(x, at + c, count, channels, lanes);
        } else {
          sumVector(x, at + c, count, channels, lanes);
        }
        for (int i = 0; i < width; i++) {
          sums[sumsOffset + c + i] += lanes[i];
        }
      }
      for (int r = 0; r < count; r++) {
        for (int c = vectors; c < channels; c++) {
          sums[sumsOffset + c] += x[at + r * channels + c];
        }
      }
    }
  }

  private static void sumGroup(float[] x, int offset, int rows, int pitch, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    int at = offset;
    for (int row = 0; row < rows; row++) {
      s0 = FloatVector.fromArray(S, x, at).add(s0);
      s1 = FloatVector.fromArray(S, x, at + LANES).add(s1);
      s2 = FloatVector.fromArray(S, x, at + 2 * LANES).add(s2);
      s3 = FloatVector.fromArray(S, x, at + 3 * LANES).add(s3);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, 0);
    zero.add(s1).intoArray(lanes, LANES);
    zero.add(s2).intoArray(lanes, 2 * LANES);
    zero.add(s3).intoArray(lanes, 3 * LANES);
  }

  private static void sumVector(float[] x, int offset, int rows, int pitch, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    int at = offset;
    for (int row = 0; row < rows; row++) {
      s0 = FloatVector.fromArray(S, x, at).add(s0);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, 0);
  }

  @Override
  public void moments(
      float[] x, int xOffset, int rows, int channels, double[] sums, int sumsOffset) {
    float[] lanes = Lanes.ofThread();
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row += BLOCK) {
      int count = Math.min(BLOCK, rows - row);
      int at = xOffset + row * channels;
      int width;
      for (int c = 0; c < vectors; c += width) {
        width = vectors - c >= GROUP ? GROUP : LANES;
        storePivots(x, at + c, count, channels, width, lanes);
        if (width == GROUP) {
          momentsOfGroup(x, at + c, count, channels, lanes);
        } else {
          momentsOfVector(x, at + c, count, channels, lanes);
        }
        foldMoments(lanes, width, count, sums, sumsOffset + c, channels);
      }
      for (int r = 0; r < count; r++) {
        for (int c = vectors; c < channels; c++) {
          double value = x[at + r * channels + c];
          sums[sumsOffset + c] += value;
          sums[sumsOffset + channels + c] += value * value;
        }
      }
    }
  }

  /**
   * Stores what is subtracted from each channel of a block: the median of its first, middle and
   * last row. Sums of squares then measure the spread and not the mean, and an outlier is no pivot.
   */
  private static void storePivots(
      float[] x, int at, int rows, int pitch, int width, float[] lanes) {
    int middle = at + rows / 2 * pitch;
    int last = at + (rows - 1) * pitch;
    for (int i = 0; i < width; i++) {
      float low = Math.min(x[at + i], x[middle + i]);
      float high = Math.max(x[at + i], x[middle + i]);
      float value = Math.max(low, Math.min(high, x[last + i]));
      lanes[i] = Math.abs(value) <= Float.MAX_VALUE ? value : 0f;
    }
  }

  /**
   * Adds the moments about the pivots as moments about zero; lanes hold pivots, sums, sums of
   * squares.
   */
  private static void foldMoments(
      float[] lanes, int width, int count, double[] sums, int at, int channels) {
    for (int i = 0; i < width; i++) {
      double pivot = lanes[i];
      double sum = lanes[width + i];
      double squares = lanes[2 * width + i];
      sums[at + i] += sum + count * pivot;
      sums[at + channels + i] += squares + 2 * pivot * sum + count * pivot * pivot;
    }
  }

  private static void momentsOfGroup(float[] x, int offset, int rows, int pitch, float[] lanes) {
    FloatVector p0 = FloatVector.fromArray(S, lanes, 0);
    FloatVector p1 = FloatVector.fromArray(S, lanes, LANES);
    FloatVector p2 = FloatVector.fromArray(S, lanes, 2 * LANES);
    FloatVector p3 = FloatVector.fromArray(S, lanes, 3 * LANES);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector q0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector q1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector q2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector q3 = FloatVector.zero(S);
    int at = offset;
    for (int row = 0; row < rows; row++) {
      FloatVector d0 = FloatVector.fromArray(S, x, at).sub(p0);
      s0 = d0.add(s0);
      q0 = d0.fma(d0, q0);
      FloatVector d1 = FloatVector.fromArray(S, x, at + LANES).sub(p1);
      s1 = d1.add(s1);
      q1 = d1.fma(d1, q1);
      FloatVector d2 = FloatVector.fromArray(S, x, at + 2 * LANES).sub(p2);
      s2 = d2.add(s2);
      q2 = d2.fma(d2, q2);
      FloatVector d3 = FloatVector.fromArray(S, x, at + 3 * LANES).sub(p3);
      s3 = d3.add(s3);
      q3 = d3.fma(d3, q3);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, 4 * LANES);
    zero.add(q0).intoArray(lanes, 8 * LANES);
    zero.add(s1).intoArray(lanes, 5 * LANES);
    zero.add(q1).intoArray(lanes, 9 * LANES);
    zero.add(s2).intoArray(lanes, 6 * LANES);
    zero.add(q2).intoArray(lanes, 10 * LANES);
    zero.add(s3).intoArray(lanes, 7 * LANES);
    zero.add(q3).intoArray(lanes, 11 * LANES);
  }

  private static void momentsOfVector(float[] x, int offset, int rows, int pitch, float[] lanes) {
    FloatVector p0 = FloatVector.fromArray(S, lanes, 0);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector q0 = FloatVector.zero(S);
    int at = offset;
    for (int row = 0; row < rows; row++) {
      FloatVector d0 = FloatVector.fromArray(S, x, at).sub(p0);
      s0 = d0.add(s0);
      q0 = d0.fma(d0, q0);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, LANES);
    zero.add(q0).intoArray(lanes, 2 * LANES);
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
    float[] lanes = Lanes.ofThread();
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row += BLOCK) {
      int count = Math.min(BLOCK, rows - row);
      int from = gradientOffset + row * channels;
      int at = xOffset + row * channels;
      int width;
      for (int c = 0; c < vectors; c += width) {
        width = vectors - c >= GROUP ? GROUP : LANES;
        if (width == GROUP) {
          gradientGroup(
              gradient, from + c, x, at + c, mean, meanOffset + c, count, channels, lanes);
        } else {
          gradientVector(
              gradient, from + c, x, at + c, mean, meanOffset + c, count, channels, lanes);
        }
        for (int i = 0; i < width; i++) {
          sums[sumsOffset + c + i] += lanes[i];
          sums[sumsOffset + channels + c + i] += lanes[width + i];
        }
      }
      for (int r = 0; r < count; r++) {
        for (int c = vectors; c < channels; c++) {
          double value = gradient[from + r * channels + c];
          sums[sumsOffset + c] += value;
          sums[sumsOffset + channels + c] +=
              value * (x[at + r * channels + c] - mean[meanOffset + c]);
        }
      }
    }
  }

  private static void gradientGroup(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      int rows,
      int pitch,
      float[] lanes) {
    FloatVector m0 = FloatVector.fromArray(S, mean, meanOffset);
    FloatVector m1 = FloatVector.fromArray(S, mean, meanOffset + LANES);
    FloatVector m2 = FloatVector.fromArray(S, mean, meanOffset + 2 * LANES);
    FloatVector m3 = FloatVector.fromArray(S, mean, meanOffset + 3 * LANES);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector q0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector q1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector q2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector q3 = FloatVector.zero(S);
    int at = 0;
    for (int row = 0; row < rows; row++) {
      FloatVector g0 = FloatVector.fromArray(S, gradient, gradientOffset + at);
      s0 = g0.add(s0);
      q0 = FloatVector.fromArray(S, x, xOffset + at).sub(m0).fma(g0, q0);
      FloatVector g1 = FloatVector.fromArray(S, gradient, gradientOffset + at + LANES);
      s1 = g1.add(s1);
      q1 = FloatVector.fromArray(S, x, xOffset + at + LANES).sub(m1).fma(g1, q1);
      FloatVector g2 = FloatVector.fromArray(S, gradient, gradientOffset + at + 2 * LANES);
      s2 = g2.add(s2);
      q2 = FloatVector.fromArray(S, x, xOffset + at + 2 * LANES).sub(m2).fma(g2, q2);
      FloatVector g3 = FloatVector.fromArray(S, gradient, gradientOffset + at + 3 * LANES);
      s3 = g3.add(s3);
      q3 = FloatVector.fromArray(S, x, xOffset + at + 3 * LANES).sub(m3).fma(g3, q3);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, 0);
    zero.add(q0).intoArray(lanes, 4 * LANES);
    zero.add(s1).intoArray(lanes, LANES);
    zero.add(q1).intoArray(lanes, 5 * LANES);
    zero.add(s2).intoArray(lanes, 2 * LANES);
    zero.add(q2).intoArray(lanes, 6 * LANES);
    zero.add(s3).intoArray(lanes, 3 * LANES);
    zero.add(q3).intoArray(lanes, 7 * LANES);
  }

  private static void gradientVector(
      float[] gradient,
      int gradientOffset,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      int rows,
      int pitch,
      float[] lanes) {
    FloatVector m0 = FloatVector.fromArray(S, mean, meanOffset);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector q0 = FloatVector.zero(S);
    int at = 0;
    for (int row = 0; row < rows; row++) {
      FloatVector g0 = FloatVector.fromArray(S, gradient, gradientOffset + at);
      s0 = g0.add(s0);
      q0 = FloatVector.fromArray(S, x, xOffset + at).sub(m0).fma(g0, q0);
      at += pitch;
    }
    FloatVector zero = FloatVector.zero(S);
    zero.add(s0).intoArray(lanes, 0);
    zero.add(q0).intoArray(lanes, LANES);
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
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * channels;
      int to = outOffset + row * channels;
      for (int c = 0; c < vectors; c += LANES) {
        FloatVector v = FloatVector.fromArray(S, x, from + c);
        v.add(FloatVector.fromArray(S, bias, biasOffset + c)).intoArray(out, to + c);
      }
      for (int c = vectors; c < channels; c++) {
        out[to + c] = x[from + c] + bias[biasOffset + c];
      }
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
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * channels;
      int to = outOffset + row * channels;
      for (int c = 0; c < vectors; c += LANES) {
        FloatVector v = FloatVector.fromArray(S, x, from + c);
        FloatVector slope = FloatVector.fromArray(S, scale, scaleOffset + c);
        v.fma(slope, FloatVector.fromArray(S, shift, shiftOffset + c)).intoArray(out, to + c);
      }
      for (int c = vectors; c < channels; c++) {
        out[to + c] = Math.fma(x[from + c], scale[scaleOffset + c], shift[shiftOffset + c]);
      }
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
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * channels;
      int to = outOffset + row * channels;
      for (int c = 0; c < vectors; c += LANES) {
        FloatVector v =
            FloatVector.fromArray(S, x, from + c)
                .sub(FloatVector.fromArray(S, mean, meanOffset + c));
        FloatVector slope = FloatVector.fromArray(S, factor, factorOffset + c);
        v.mul(slope).add(FloatVector.fromArray(S, shift, shiftOffset + c)).intoArray(out, to + c);
      }
      for (int c = vectors; c < channels; c++) {
        out[to + c] =
            (x[from + c] - mean[meanOffset + c]) * factor[factorOffset + c]
                + shift[shiftOffset + c];
      }
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
    int vectors = S.loopBound(channels);
    for (int row = 0; row < rows; row++) {
      int from = gradientOffset + row * channels;
      int at = xOffset + row * channels;
      int to = outOffset + row * channels;
      for (int c = 0; c < vectors; c += LANES) {
        FloatVector centred =
            FloatVector.fromArray(S, x, at + c)
                .sub(FloatVector.fromArray(S, coefficients, mean + c));
        FloatVector difference =
            FloatVector.fromArray(S, gradient, from + c)
                .sub(FloatVector.fromArray(S, coefficients, gradientMean + c));
        FloatVector bent = centred.mul(FloatVector.fromArray(S, coefficients, slope + c));
        difference
            .sub(bent)
            .mul(FloatVector.fromArray(S, coefficients, coefficientsOffset + c))
            .intoArray(out, to + c);
      }
      for (int c = vectors; c < channels; c++) {
        float centred = x[at + c] - coefficients[mean + c];
        float difference = gradient[from + c] - coefficients[gradientMean + c];
        out[to + c] =
            (difference - centred * coefficients[slope + c]) * coefficients[coefficientsOffset + c];
      }
    }
  }
}

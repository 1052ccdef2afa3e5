package org.slimgraph.cpu;

/**
 * Positions of the largest and smallest values along the middle dimension of arrays seen as [outer,
 * reduce, inner].
 *
 * <p>TF 1.x: the first of equal values wins and NaNs are passed over; where no value compares, the
 * position is 0.
 */
public final class ArgExtremes {

  private ArgExtremes() {}

  /** Computes positions of the largest values. */
  public static void argMax(
      float[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      float best = Float.NEGATIVE_INFINITY;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        float value = x[from + row * inner];
        if (value > best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the smallest values. */
  public static void argMin(
      float[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      float best = Float.POSITIVE_INFINITY;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        float value = x[from + row * inner];
        if (value < best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the largest values. */
  public static void argMax(
      double[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      double best = Double.NEGATIVE_INFINITY;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        double value = x[from + row * inner];
        if (value > best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the smallest values. */
  public static void argMin(
      double[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      double best = Double.POSITIVE_INFINITY;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        double value = x[from + row * inner];
        if (value < best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the largest values. */
  public static void argMax(
      int[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      int best = Integer.MIN_VALUE;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        int value = x[from + row * inner];
        if (value > best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the smallest values. */
  public static void argMin(
      int[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      int best = Integer.MAX_VALUE;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        int value = x[from + row * inner];
        if (value < best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the largest values. */
  public static void argMax(
      long[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      long best = Long.MIN_VALUE;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        long value = x[from + row * inner];
        if (value > best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }

  /** Computes positions of the smallest values. */
  public static void argMin(
      long[] x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset) {
    for (int at = 0; at < outer * inner; at++) {
      int from = xOffset + at / inner * reduce * inner + at % inner;
      long best = Long.MAX_VALUE;
      int position = 0;
      for (int row = 0; row < reduce; row++) {
        long value = x[from + row * inner];
        if (value < best) {
          best = value;
          position = row;
        }
      }
      out[outOffset + at] = position;
    }
  }
}

package org.slimgraph.cpu.random;

import java.util.Objects;

/**
 * Draws class numbers with probabilities given as logits, by inverting the cumulative distribution.
 * TF: Multinomial, StatelessMultinomial.
 *
 * <p>Rows share one stream, one after another. TF 1.x: with several threads TensorFlow starts the
 * stream anew at the first row of each thread's share, so its values depend on the thread count;
 * these are the values of a single thread.
 */
public final class Multinomial {
  private Multinomial() {}

  /**
   * Returns how many values the run of a stateful op reserves with {@link
   * RandomStream#reserveValues}: two for each sample, the samples of a row rounded up to fours.
   */
  public static long reservedValues(int rows, int samples) {
    return rows * (((samples + 3L) / 4) * 4 * 2);
  }

  /**
   * Draws {@code samples} class numbers for each row.
   *
   * <p>A logit that is not finite has probability 0. A row without a finite logit gives {@code
   * classes}, one past the last class, as TensorFlow does.
   *
   * @param start the generator at the start of the run's part; it is not moved
   * @param logits [rows, classes]; the weights of a row are exp(logit)
   * @param out [rows, samples]
   */
  public static void fill(
      Philox start,
      double[] logits,
      int logitsOffset,
      int rows,
      int classes,
      int samples,
      long[] out,
      int outOffset) {
    Objects.checkFromIndexSize(logitsOffset, rows * classes, logits.length);
    Objects.checkFromIndexSize(outOffset, rows * samples, out.length);
    SingleWords words = new SingleWords(start);
    double[] cumulative = new double[classes];
    for (int row = 0; row < rows; row++) {
      double total = accumulate(logits, logitsOffset + row * classes, cumulative);
      for (int sample = 0; sample < samples; sample++) {
        double target = words.nextDouble() * total;
        out[outOffset + row * samples + sample] = firstAbove(cumulative, target);
      }
    }
  }

  /** Sets {@code cumulative} to the running sums of one row's weights and returns their total. */
  private static double accumulate(double[] logits, int at, double[] cumulative) {
    double max = -Double.MAX_VALUE;
    for (int c = 0; c < cumulative.length; c++) {
      if (Double.isFinite(logits[at + c])) {
        max = Math.max(max, logits[at + c]);
      }
    }
    double total = 0;
    for (int c = 0; c < cumulative.length; c++) {
      if (Double.isFinite(logits[at + c])) {
        total += StrictMath.exp(logits[at + c] - max);
      }
      cumulative[c] = total;
    }
    return total;
  }

  /** Returns the index of the first element above {@code target}, or the length. */
  private static int firstAbove(double[] ascending, double target) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] > target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

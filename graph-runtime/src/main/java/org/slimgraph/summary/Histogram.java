package org.slimgraph.summary;

import java.util.Arrays;
import org.slimgraph.graphdef.proto.HistogramProto;

/**
 * Counts values in the buckets of TF's histograms, which grow by 10 % from 1e-12 to 1e20 on both
 * sides of zero. Mutable; one thread at a time.
 *
 * <p>From core/lib/histogram/histogram.cc of TF 1.15: the limits are computed by repeated
 * multiplication, so their last bits are TF's too, and runs of empty buckets are written as one.
 */
public final class Histogram {
  private static final double[] LIMITS = limits();

  private final double[] counts = new double[LIMITS.length];
  private double min = Double.MAX_VALUE;
  private double max = -Double.MAX_VALUE;
  private double sum;
  private double sumOfSquares;
  private long number;

  private static double[] limits() {
    double[] positive = new double[1000];
    int count = 0;
    for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
      positive[count++] = limit;
    }
    positive[count++] = Double.MAX_VALUE;
    double[] limits = new double[2 * count + 1];
    for (int i = 0; i < count; i++) {
      limits[count - 1 - i] = -positive[i];
      limits[count + 1 + i] = positive[i];
    }
    return limits;
  }

  /**
   * Counts a value.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A histogram counts finite values, not " + value);
    }
    counts[bucket(value)]++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumOfSquares += value * value;
    number++;
  }

  /** Returns the bucket whose limit is the first above {@code value}; the last for the largest. */
  private static int bucket(double value) {
    // Adding zero makes -0.0 equal 0.0, which it is not to the search.
    int found = Arrays.binarySearch(LIMITS, value + 0.0);
    return Math.min(found < 0 ? -found - 1 : found + 1, LIMITS.length - 1);
  }

  /** Returns the message. */
  public HistogramProto toProto() {
    HistogramProto.Builder proto =
        HistogramProto.newBuilder()
            .setMin(min)
            .setMax(max)
            .setNum(number)
            .setSum(sum)
            .setSumSquares(sumOfSquares);
    for (int i = 0; i < counts.length; i++) {
      while (counts[i] == 0 && i + 1 < counts.length && counts[i + 1] == 0) {
        i++;
      }
      proto.addBucketLimit(LIMITS[i]).addBucket(counts[i]);
    }
    return proto.build();
  }
}

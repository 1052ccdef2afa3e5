package org.slimgraph.train;

import org.slimgraph.error.SlimgraphException;

/**
 * Which area {@link Metrics#auc} is of. Immutable; start from {@link #defaults()}.
 *
 * @param numThresholds at how many thresholds the curve is known, at least 2
 * @param curve the curve
 * @param summation how the area between two of its points is taken
 */
public record AucOptions(int numThresholds, Curve curve, Summation summation) {

  /** A curve of a classifier. */
  public enum Curve {
    /** Recall over the rate of false positives. */
    ROC,
    /** Precision over recall. */
    PR
  }

  /** How the area between two points is taken. */
  public enum Summation {
    /** A line between them. */
    TRAPEZOIDAL,
    /** The lower one. */
    MINORING,
    /** The higher one. */
    MAJORING,
    /** For PR: precision interpolated as counts are; for ROC the same as a line. */
    CAREFUL_INTERPOLATION
  }

  /** Checks the values. */
  public AucOptions {
    if (numThresholds < 2) {
      throw SlimgraphException.invalidArgument(
          "numThresholds is %d; a curve needs at least 2", numThresholds);
    }
  }

  /** Returns TF's defaults: ROC from 200 thresholds by trapezoids. */
  public static AucOptions defaults() {
    return new AucOptions(200, Curve.ROC, Summation.TRAPEZOIDAL);
  }

  /** Returns these options with this number of thresholds. */
  public AucOptions numThresholds(int numThresholds) {
    return new AucOptions(numThresholds, curve, summation);
  }

  /** Returns these options with this curve. */
  public AucOptions curve(Curve curve) {
    return new AucOptions(numThresholds, curve, summation);
  }

  /** Returns these options with this summation. */
  public AucOptions summation(Summation summation) {
    return new AucOptions(numThresholds, curve, summation);
  }

  /** Returns evenly spread thresholds, of which the outer ones lie just beyond 0 and 1. */
  double[] thresholds() {
    double epsilon = 1e-7;
    double[] thresholds = new double[numThresholds];
    for (int i = 1; i < numThresholds - 1; i++) {
      thresholds[i] = i / (double) (numThresholds - 1);
    }
    thresholds[0] = -epsilon;
    thresholds[numThresholds - 1] = 1 + epsilon;
    return thresholds;
  }
}

package org.slimgraph.train;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.train.AucOptions.Curve;
import org.slimgraph.train.AucOptions.Summation;

/** The area under a curve that is known at thresholds. */
final class AreaUnderCurve {
  private static final double EPSILON = 1e-6;

  private final Ops tf;
  private final AucOptions options;

  AreaUnderCurve(Ops tf, AucOptions options) {
    this.tf = tf;
    this.options = options;
  }

  Output of(ThresholdCounts.Counts counts, String name) {
    Output tp = counts.of(Outcome.TRUE_POSITIVES);
    Output fn = counts.of(Outcome.FALSE_NEGATIVES);
    Output tn = counts.of(Outcome.TRUE_NEGATIVES);
    Output fp = counts.of(Outcome.FALSE_POSITIVES);
    if (options.curve() == Curve.PR && options.summation() == Summation.CAREFUL_INTERPOLATION) {
      return interpolated(tp, fp, fn);
    }
    Output recall = ratio(tp, fn);
    Output x =
        options.curve() == Curve.ROC ? tf.divide(fp, tf.plus(tf.plus(fp, tn), EPSILON)) : recall;
    Output y = options.curve() == Curve.ROC ? recall : ratio(tp, fp);
    return tf.reduceSum(tf.multiply(tf.minus(first(x), last(x)), height(y)), o -> o.name(name));
  }

  private Output ratio(Output hits, Output others) {
    return tf.divide(tf.plus(hits, EPSILON), tf.plus(tf.plus(hits, others), EPSILON));
  }

  private Output height(Output y) {
    return switch (options.summation()) {
      case TRAPEZOIDAL, CAREFUL_INTERPOLATION -> tf.over(tf.plus(first(y), last(y)), 2.0);
      case MINORING -> tf.minimum(first(y), last(y));
      case MAJORING -> tf.maximum(first(y), last(y));
    };
  }

  /**
   * Davis and Goadrich, 2006, The relationship between precision-recall and ROC curves: between two
   * points the counts grow linearly, so that precision does not.
   */
  private Output interpolated(Output tp, Output fp, Output fn) {
    Output hits = tf.minus(first(tp), last(tp));
    Output p = tf.plus(tp, fp);
    Output slope = tf.divNoNan(hits, tf.maximum(tf.minus(first(p), last(p)), 0), "prec_slope");
    Output intercept = tf.minus(last(tp), tf.multiply(slope, last(p)));
    Output positive = tf.logicalAnd(tf.greater(first(p), 0), tf.greater(last(p), 0));
    Output ratio =
        tf.where(
            positive,
            tf.divNoNan(first(p), tf.maximum(last(p), 0), "recall_relative_ratio"),
            tf.onesLike(last(p)));
    Output gain = tf.times(slope, tf.plus(hits, tf.times(intercept, tf.log(ratio))));
    Output all = tf.maximum(tf.plus(last(tp), last(fn)), 0);
    return tf.reduceSum(
        tf.divNoNan(gain, all, "pr_auc_increment"), o -> o.name("interpolate_pr_auc"));
  }

  private Output first(Output values) {
    return tf.slice(values, new int[] {0}, new int[] {options.numThresholds() - 1});
  }

  private Output last(Output values) {
    return tf.slice(values, new int[] {1}, new int[] {options.numThresholds() - 1});
  }
}

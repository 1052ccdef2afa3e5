package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;

/** The derivatives of {@link SegmentOps}: each row gets what arrived at its segment. */
final class SegmentGradients {
  private SegmentGradients() {}

  static void sorted(GradientContext g) {
    g.set(0, g.tf().gather(g.dy(0), g.input(1)));
  }

  static void sortedMean(GradientContext g) {
    Ops tf = g.tf();
    Output segments = g.input(1);
    Output inner = tf.expandDims(tf.minus(tf.rank(g.input(0)), 1), 0);
    Output shape = tf.concat(List.of(tf.shape(segments), tf.fill(inner, tf.constant(1))), 0);
    Output one = tf.constant(Scalars.of(g.dy(0).dataType(), 1));
    Output counts = tf.segmentSum(tf.fill(shape, one), segments);
    g.set(0, tf.gather(tf.divide(g.dy(0), counts), segments));
  }

  /** Equal extremes of a segment share what arrives. */
  static void sortedExtreme(GradientContext g) {
    Ops tf = g.tf();
    Output segments = g.input(1);
    Output chosen = tf.equal(g.input(0), tf.gather(g.output(0), segments));
    Output count = tf.segmentSum(tf.cast(chosen, g.dy(0).dataType()), segments);
    Output share = tf.gather(tf.divide(g.dy(0), count), segments);
    g.set(0, tf.where(chosen, share, tf.zerosLike(g.input(0))));
  }

  /** Rows of negative segments were dropped and get zeros. */
  static void unsorted(GradientContext g) {
    g.set(0, Rows.of(g).of(g.dy(0)));
  }

  /** Equal extremes of a segment share what arrives. */
  static void unsortedExtreme(GradientContext g) {
    Ops tf = g.tf();
    Rows rows = Rows.of(g);
    Output equal = tf.equal(g.input(0), rows.of(g.output(0)));
    Output chosen = tf.logicalAnd(equal, rows.kept(g.output(0)));
    Output count =
        tf.unsortedSegmentSum(tf.cast(chosen, g.dy(0).dataType()), g.input(1), g.input(2));
    Output share = rows.of(tf.divide(g.dy(0), count));
    g.set(0, tf.where(chosen, share, tf.zerosLike(share)));
  }

  /** The product of all others: where one element is zero the others', where more are nothing. */
  static void unsortedProd(GradientContext g) {
    Ops tf = g.tf();
    Output data = g.input(0);
    Output isZero = tf.equal(data, 0);
    Output zeros = tf.unsortedSegmentSum(tf.cast(isZero, DataType.INT32), g.input(1), g.input(2));
    Output dy = tf.where(tf.greater(zeros, 1), tf.zerosLike(g.dy(0)), g.dy(0));
    Output others = tf.where(isZero, tf.onesLike(data), data);
    Output ofOthers = tf.unsortedSegmentProd(others, g.input(1), g.input(2));
    Rows rows = Rows.of(g);
    Output quotient = tf.over(rows.ofClipped(g.output(0)), data);
    Output partial = tf.where(isZero, rows.ofClipped(ofOthers), quotient);
    g.set(0, tf.times(rows.of(dy), partial));
  }

  /**
   * The rows of a value of the segments that belong to the rows of the data.
   *
   * @param segments the segments of the rows
   * @param clipped the same with 0 for negative ones
   */
  private record Rows(Ops tf, Output segments, Output clipped) {
    static Rows of(GradientContext g) {
      Output segments = g.input(1);
      return new Rows(g.tf(), segments, g.tf().maximum(segments, g.tf().zerosLike(segments)));
    }

    /** Returns the rows, those of segment 0 for negative ones. */
    Output ofClipped(Output value) {
      return tf.gather(value, clipped);
    }

    /** Returns the rows, zeros for negative segments. */
    Output of(Output value) {
      Output rows = ofClipped(value);
      return tf.where(kept(value), rows, tf.zerosLike(rows));
    }

    /** Returns which elements of the rows belong to segments that are not negative. */
    Output kept(Output value) {
      Output rows = ofClipped(value);
      Output isKept = tf.greaterEqual(segments, tf.zerosLike(segments));
      Output missing = tf.minus(tf.rank(rows), tf.rank(isKept));
      Output ones = tf.fill(tf.expandDims(missing, 0), tf.constant(1));
      Output shape = tf.concat(List.of(tf.shape(isKept), ones), 0);
      Output all = tf.cast(tf.onesLike(rows), DataType.BOOL);
      return tf.logicalAnd(tf.reshape(isKept, shape), all);
    }
  }
}

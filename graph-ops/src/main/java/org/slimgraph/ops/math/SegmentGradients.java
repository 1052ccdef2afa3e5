package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;

/** The derivatives of {@link SegmentOps}: each row gets what arrived at its segment. */
final class SegmentGradients {
  private SegmentGradients() {}

  static void sorted(GradientContext g) {
    g.set(0, g.tf().gather(g.dy(0), g.input(1)));
  }

  /** Rows of negative segments were dropped and get zeros. */
  static void unsorted(GradientContext g) {
    Ops tf = g.tf();
    Output segments = g.input(1);
    Output zero = tf.zerosLike(segments);
    Output rows = tf.gather(g.dy(0), tf.maximum(segments, zero));
    Output kept = tf.cast(tf.greaterEqual(segments, 0), g.dy(0).dataType());
    int missing = g.input(0).shape().rank() - segments.shape().rank();
    for (int i = 0; i < missing; i++) {
      kept = tf.expandDims(kept, -1);
    }
    g.set(0, tf.multiplyNoNan(rows, kept));
  }
}

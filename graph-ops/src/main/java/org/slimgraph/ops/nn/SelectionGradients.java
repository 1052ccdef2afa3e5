package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** The gradients of ops that choose elements. */
final class SelectionGradients {
  private SelectionGradients() {}

  /** Each value's gradient goes back to the place that the value came from. */
  static void topK(GradientContext g) {
    Ops tf = g.tf();
    Output inputShape = tf.shape(g.input(0));
    Output classes = last(tf, inputShape);
    Output indices = g.output(1);
    Output k = last(tf, tf.shape(indices));
    Output rows = tf.reshape(indices, tf.stack(List.of(tf.constant(-1), k)));
    Output rowCount = tf.gather(tf.shape(rows), tf.constant(0));
    Output firsts = tf.range(tf.constant(0), tf.times(rowCount, classes), classes);
    Output places = tf.reshape(tf.plus(rows, tf.expandDims(firsts, -1)), Shape.of(-1));
    Output spread =
        tf.scatterNd(
            tf.expandDims(places, -1),
            tf.reshape(g.dy(0), Shape.of(-1)),
            tf.expandDims(tf.size(g.input(0)), 0));
    g.set(0, tf.reshape(spread, inputShape));
  }

  private static Output last(Ops tf, Output vector) {
    return tf.gather(vector, tf.minus(tf.size(vector), 1));
  }
}

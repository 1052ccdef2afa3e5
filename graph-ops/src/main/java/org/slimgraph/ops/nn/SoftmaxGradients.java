package org.slimgraph.ops.nn;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;

/** The gradients of softmax, its logarithm and the cross entropies. */
final class SoftmaxGradients {
  private static final String NO_SECOND_DERIVATIVE =
      "Currently there is no way to take the second derivative of"
          + " sparse_softmax_cross_entropy_with_logits due to the fused implementation's"
          + " interaction with tf.gradients()";

  private SoftmaxGradients() {}

  /** {@code (dy - sum(dy * y)) * y}. */
  static void softmax(GradientContext g) {
    g.set(0, throughSoftmax(g.tf(), g.dy(0), g.output(0)));
  }

  private static Output throughSoftmax(Ops tf, Output dy, Output y) {
    return tf.times(tf.minus(dy, sumOfClasses(tf, tf.times(dy, y))), y);
  }

  /** {@code dy - sum(dy) * exp(y)}. */
  static void logSoftmax(GradientContext g) {
    Ops tf = g.tf();
    Output softmax = tf.exp(g.output(0));
    g.set(0, tf.minus(g.dy(0), tf.times(sumOfClasses(tf, g.dy(0)), softmax)));
  }

  /**
   * What arrives at the loss scales {@code softmax - labels}; what arrives at that second output
   * goes through the softmax once more.
   */
  static void crossEntropy(GradientContext g) {
    Ops tf = g.tf();
    Output logits = g.input(0);
    Output gradient = timesRows(tf, g.dy(0), g.output(1));
    if (g.hasDy(1)) {
      gradient = tf.plus(gradient, throughSoftmax(tf, g.dy(1), tf.nn().softmax(logits)));
    }
    g.set(0, gradient);
    g.set(1, timesRows(tf, g.dy(0), tf.negative(tf.nn().logSoftmax(logits))));
  }

  static void sparseCrossEntropy(GradientContext g) {
    Output once = g.tf().preventGradient(g.output(1), NO_SECOND_DERIVATIVE);
    g.set(0, timesRows(g.tf(), g.dy(0), once));
  }

  private static Output timesRows(Ops tf, Output rows, Output matrix) {
    return tf.times(tf.expandDims(rows, -1), matrix);
  }

  private static Output sumOfClasses(Ops tf, Output x) {
    return tf.reduceSum(x, o -> o.axis(-1).keepDims(true));
  }
}

package org.slimgraph.ops.nn;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** Softmax along any dimension: the dimension changes places with the last one and back. */
final class SoftmaxAxis {
  private SoftmaxAxis() {}

  static Output apply(Ops tf, String type, Output logits, int axis, String name) {
    int rank = logits.shape().rank();
    if (axis == -1 || axis == rank - 1) {
      return Activations.activation(tf, type, logits, name);
    }
    if (rank < 0) {
      throw SlimgraphException.invalidArgument(
          "%s along dimension %d needs logits of known rank", type, axis);
    }
    if (axis < -rank || axis >= rank) {
      throw SlimgraphException.invalidArgument(
          "Invalid 'axis' argument %d: %s has %d dimensions", axis, logits.name(), rank);
    }
    int[] swap = new int[rank];
    for (int d = 0; d < rank; d++) {
      swap[d] = d;
    }
    int from = axis < 0 ? axis + rank : axis;
    swap[from] = rank - 1;
    swap[rank - 1] = from;
    Output swapped = tf.transpose(logits, swap);
    return tf.transpose(Activations.activation(tf, type, swapped, type), swap, name);
  }
}

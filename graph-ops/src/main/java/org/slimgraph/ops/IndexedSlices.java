package org.slimgraph.ops;

import org.slimgraph.graph.Output;

/**
 * Some rows of a larger tensor, the rest being zero: TF's IndexedSlices.
 *
 * @param values [rows, …]
 * @param indices [rows], int32 or int64: the place of each row; repeated places add up
 * @param denseShape the shape of the larger tensor, an integer vector
 */
public record IndexedSlices(Output values, Output indices, Output denseShape) {

  /** Adds the larger tensor itself: rows with the same place added up, the rest zero. */
  public Output toDense(Ops tf) {
    Output rows = tf.squeeze(tf.slice(denseShape, new int[] {0}, new int[] {1}));
    return tf.unsortedSegmentSum(values, indices, rows);
  }
}

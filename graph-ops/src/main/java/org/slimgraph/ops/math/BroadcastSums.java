package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;

/**
 * Brings the gradients of a broadcast op back to the shapes of its two operands: sums over the axes
 * along which an operand was stretched.
 *
 * @param xShape the shape of the first operand
 * @param yShape the shape of the second operand
 * @param xAxes the axes to sum over for the first
 * @param yAxes the axes to sum over for the second
 */
record BroadcastSums(Ops tf, Output xShape, Output yShape, Output xAxes, Output yAxes) {

  /** Prepares the sums for inputs 0 and 1. */
  static BroadcastSums of(GradientContext g) {
    Output xShape = g.tf().shape(g.input(0));
    Output yShape = g.tf().shape(g.input(1));
    List<Output> axes = axes(g.tf(), xShape, yShape);
    return new BroadcastSums(g.tf(), xShape, yShape, axes.get(0), axes.get(1));
  }

  /** Returns the axes along which either of two shapes is stretched to the other. */
  static List<Output> axes(Ops tf, Output xShape, Output yShape) {
    return tf.graph()
        .opBuilder("BroadcastGradientArgs", "BroadcastGradientArgs")
        .input(xShape)
        .input(yShape)
        .build()
        .outputs();
  }

  /** Returns {@code gradient}, of the common shape, in the shape of the first operand. */
  Output ofX(Output gradient) {
    return tf.reshape(tf.reduceSum(gradient, xAxes), xShape);
  }

  /** Returns {@code gradient}, of the common shape, in the shape of the second operand. */
  Output ofY(Output gradient) {
    return tf.reshape(tf.reduceSum(gradient, yAxes), yShape);
  }
}

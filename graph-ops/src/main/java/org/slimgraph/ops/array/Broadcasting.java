package org.slimgraph.ops.array;

import com.google.common.primitives.Ints;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** Broadcasting of shapes that are tensors or belong to tensors. */
final class Broadcasting {
  private Broadcasting() {}

  /**
   * Returns the plan to walk arrays of these sizes together.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they cannot be broadcast
   */
  static BroadcastPlan plan(int[]... sizes) {
    try {
      return BroadcastPlan.of(sizes);
    } catch (IllegalArgumentException e) {
      throw SlimgraphException.invalidArgument(String.valueOf(e.getMessage()));
    }
  }

  static Shape shape(BroadcastPlan plan) {
    return Shape.of(Ints.asList(plan.shape()).stream().mapToLong(Integer::longValue).toArray());
  }

  /**
   * Returns the broadcast of two lists of sizes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they cannot be broadcast
   */
  static long[] broadcast(long[] a, long[] b) {
    long[] sizes = new long[Math.max(a.length, b.length)];
    for (int i = 0; i < sizes.length; i++) {
      long x = fromRight(a, sizes.length - 1 - i);
      long y = fromRight(b, sizes.length - 1 - i);
      if (x != y && x != 1 && y != 1) {
        throw SlimgraphException.invalidArgument(
            "Incompatible shapes: %s vs. %s", Integers.brackets(a), Integers.brackets(b));
      }
      sizes[i] = x == 1 ? y : x;
    }
    return sizes;
  }

  /** Returns the {@code i}-th size from the right, 1 beyond the left end. */
  static long fromRight(long[] sizes, int i) {
    return i < sizes.length ? sizes[sizes.length - 1 - i] : 1;
  }

  /** Builds the sum of a broadcast tensor over what was broadcast, in the shape before. */
  static Output sumTo(Ops tf, Output tensor, Output shape, Output broadcastShape) {
    Output axes =
        BroadcastGradientArgs.broadcastGradientArgs(
                tf, shape, broadcastShape, "BroadcastGradientArgs")
            .get(0);
    return tf.reshape(tf.reduceSum(tensor, axes), shape);
  }
}

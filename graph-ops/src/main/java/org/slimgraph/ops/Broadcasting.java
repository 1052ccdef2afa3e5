package org.slimgraph.ops;

import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.Shape;

/** Broadcasting of actual shapes, for kernels; static shapes are {@link ShapeRules#broadcast}'s. */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * Returns the common shape of two values.
   *
   * @throws SlimgraphException INVALID_ARGUMENT, in TF's words, if there is none
   */
  public static Shape shape(Shape x, Shape y) {
    if (x.equals(y)) {
      return x;
    }
    int rank = Math.max(x.rank(), y.rank());
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      long a = i < rank - x.rank() ? 1 : x.dim(i - (rank - x.rank()));
      long b = i < rank - y.rank() ? 1 : y.dim(i - (rank - y.rank()));
      if (a != b && a != 1 && b != 1) {
        throw SlimgraphException.invalidArgument(
            "Incompatible shapes: %s vs. %s", x.toBrackets(), y.toBrackets());
      }
      dims[i] = a == 1 ? b : a;
    }
    return Shape.of(dims);
  }

  /**
   * Returns the walk over inputs 0 and 1, whose {@link #shape} exists and fits an array; made once
   * for the shapes of a step.
   */
  public static BroadcastPlan plan(KernelContext c) {
    return c.prepared(new Pair(c.shape(0), c.shape(1)), Broadcasting::plan);
  }

  /** Two shapes that broadcast. */
  private record Pair(Shape x, Shape y) {}

  private static BroadcastPlan plan(Pair shapes) {
    return plan(shapes.x(), shapes.y());
  }

  /** Returns the walk over two values whose {@link #shape} exists and fits an array. */
  public static BroadcastPlan plan(Shape x, Shape y) {
    if (x.equals(y)) {
      int[] flat = {(int) x.elementCount()};
      return BroadcastPlan.of(flat, flat);
    }
    return BroadcastPlan.of(sizes(x), sizes(y));
  }

  private static int[] sizes(Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) shape.dim(i);
    }
    return sizes;
  }
}

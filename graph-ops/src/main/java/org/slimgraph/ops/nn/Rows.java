package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * A value as a matrix over its last dimension.
 *
 * @param rows the number of rows
 * @param classes the size of the last dimension
 */
record Rows(int rows, int classes) {

  /** Returns the rows of input {@code i}, whose rank is at least 1. */
  static Rows of(KernelContext context, int i) {
    Shape shape = context.shape(i);
    return new Rows(
        Math.toIntExact(shape.slice(0, -1).elementCount()), Math.toIntExact(shape.dim(-1)));
  }

  /** The shape rule of functions over the last dimension. */
  static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 1);
    return List.of(c.input(0));
  }
}

package org.slimgraph.randomgraphs;

import java.util.Arrays;
import java.util.Optional;
import org.slimgraph.tensor.Shape;

/** What operations make of fully defined shapes, said apart from the rules under test. */
final class Shapes {
  private Shapes() {}

  /** Returns the shape of elementwise operations on both, if they fit. */
  static Optional<Shape> broadcast(Shape x, Shape y) {
    long[] dims = new long[Math.max(x.rank(), y.rank())];
    for (int i = 1; i <= dims.length; i++) {
      long a = i <= x.rank() ? x.dim(x.rank() - i) : 1;
      long b = i <= y.rank() ? y.dim(y.rank() - i) : 1;
      if (a != b && a != 1 && b != 1) {
        return Optional.empty();
      }
      dims[dims.length - i] = a == 1 ? b : a;
    }
    return Optional.of(Shape.of(dims));
  }

  /** Returns the shape with the dimensions removed, or 1, where {@code reduced} says so. */
  static Shape reduced(Shape shape, boolean[] reduced, boolean keep) {
    long[] dims = new long[shape.rank()];
    int rank = 0;
    for (int i = 0; i < shape.rank(); i++) {
      if (!reduced[i] || keep) {
        dims[rank++] = reduced[i] ? 1 : shape.dim(i);
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  /** Returns the shape with {@code size} put before dimension {@code axis}. */
  static Shape inserted(Shape shape, int axis, long size) {
    return shape.slice(0, axis).concat(Shape.of(size)).concat(shape.slice(axis));
  }

  /** Returns the shape without dimension {@code axis}. */
  static Shape without(Shape shape, int axis) {
    return shape.slice(0, axis).concat(shape.slice(axis + 1));
  }
}

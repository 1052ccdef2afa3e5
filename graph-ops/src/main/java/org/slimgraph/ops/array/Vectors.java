package org.slimgraph.ops.array;

import java.util.Optional;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * What is known before running of integer vectors and scalars; -1 stands for an unknown element.
 */
final class Vectors {
  private Vectors() {}

  /** Returns what is known of input {@code i}; absent if it is no integer vector or scalar. */
  static Optional<Shape> input(ShapeContext c, int i) {
    DataType type = c.inputType(i).base();
    int rank = c.input(i).rank();
    if ((type != DataType.INT32 && type != DataType.INT64) || rank < 0 || rank > 1) {
      return Optional.empty();
    }
    Shape known = c.constantShape(i);
    return known.isRankKnown() ? Optional.of(known) : Optional.empty();
  }

  /** The output is input 0, perhaps as a vector instead of a scalar or the other way round. */
  static Optional<Shape> unchanged(ShapeContext c) {
    return input(c, 0);
  }

  /** The output joins inputs {@code from} up to and without {@code to}. */
  static Optional<Shape> joined(ShapeContext c, int from, int to) {
    Shape all = Shape.scalar();
    for (int i = from; i < to; i++) {
      Optional<Shape> part = input(c, i);
      if (part.isEmpty() || all.rank() + part.get().rank() > Shape.MAX_RANK) {
        return Optional.empty();
      }
      all = all.concat(part.get());
    }
    return Optional.of(all);
  }
}

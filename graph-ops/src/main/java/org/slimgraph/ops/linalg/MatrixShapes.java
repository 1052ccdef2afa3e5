package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** Shape rules of batches of matrices. */
final class MatrixShapes {
  private MatrixShapes() {}

  /** Returns a batch of matrices with both sides known to be equal. */
  static Shape square(Shape in) {
    ShapeRules.withRankAtLeast(in, 2);
    if (!in.isRankKnown()) {
      return in;
    }
    long side = ShapeRules.mergeDim(in.dim(-2), in.dim(-1));
    return stack(in).concat(Shape.of(side, side));
  }

  /** Returns the dimensions before those of the matrices. */
  static Shape stack(Shape in) {
    return in.isRankKnown() ? in.slice(0, in.rank() - 2) : in;
  }

  /** The output has the shape of the square input. */
  static List<Shape> squareUnchanged(ShapeContext c) {
    return List.of(square(c.input(0)));
  }

  /** The solution of a square system. */
  static List<Shape> solution(ShapeContext c) {
    return solution(square(c.input(0)), c.input(1));
  }

  /** The solution of a system that need not be square. */
  static List<Shape> leastSquaresSolution(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 2);
    ShapeRules.withRank(c.input(2), 0);
    return solution(c.input(0), c.input(1));
  }

  private static List<Shape> solution(Shape matrix, Shape right) {
    ShapeRules.withRankAtLeast(right, 2);
    Shape stack = ShapeRules.merge(stack(matrix), stack(right));
    ShapeRules.mergeDim(matrix.dim(-2), right.dim(-2));
    return List.of(stack.concat(Shape.of(matrix.dim(-1), right.dim(-1))));
  }

  /** Returns the smaller of two sizes, as far as it is known. */
  static long smaller(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    return a < 0 || b < 0 ? -1 : Math.min(a, b);
  }
}

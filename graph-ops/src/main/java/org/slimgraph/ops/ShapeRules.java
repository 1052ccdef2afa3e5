package org.slimgraph.ops;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.tensor.Shape;

/** Shape rules that many ops share, and the checks they are made of; messages are TF's. */
public final class ShapeRules {
  private ShapeRules() {}

  /** Output 0 has the shape of input 0. */
  public static List<Shape> unchanged(ShapeContext c) {
    return List.of(c.input(0));
  }

  /** Output 0 is a scalar. */
  public static List<Shape> scalar(ShapeContext c) {
    return List.of(Shape.scalar());
  }

  /** There are no outputs. */
  public static List<Shape> none(ShapeContext c) {
    return List.of();
  }

  /** Nothing is known of any output. */
  public static List<Shape> unknown(ShapeContext c) {
    return java.util.Collections.nCopies(c.outputCount(), Shape.unknown());
  }

  /** Output 0 is the broadcast of inputs 0 and 1. */
  public static List<Shape> broadcast(ShapeContext c) {
    return List.of(broadcast(c.input(0), c.input(1)));
  }

  /**
   * Returns the broadcast of two static shapes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they cannot be broadcast
   */
  public static Shape broadcast(Shape x, Shape y) {
    if (!x.isRankKnown() || !y.isRankKnown()) {
      return Shape.unknown();
    }
    int rank = Math.max(x.rank(), y.rank());
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      long a = i < rank - x.rank() ? 1 : x.dim(i - (rank - x.rank()));
      long b = i < rank - y.rank() ? 1 : y.dim(i - (rank - y.rank()));
      dims[i] = broadcastDim(a, b);
    }
    return Shape.of(dims);
  }

  private static long broadcastDim(long a, long b) {
    if (a == b || b == 1) {
      return a;
    }
    if (a == 1) {
      return b;
    }
    if (a < 0 || b < 0) {
      // An unknown size next to one above 1 must be 1 or that size.
      return Math.max(a, b);
    }
    throw SlimgraphException.invalidArgument("Dimensions must be equal, but are %d and %d", a, b);
  }

  /**
   * Returns {@code shape} with its rank known to be {@code rank}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it has another rank
   */
  public static Shape withRank(Shape shape, int rank) {
    if (!shape.isRankKnown()) {
      return Shape.ofRank(rank);
    }
    if (shape.rank() != rank) {
      throw SlimgraphException.invalidArgument(
          "Shape must be rank %d but is rank %d", rank, shape.rank());
    }
    return shape;
  }

  /**
   * Checks that {@code shape}, if its rank is known, has at least {@code rank} dimensions.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it has fewer
   */
  public static void withRankAtLeast(Shape shape, int rank) {
    if (shape.isRankKnown() && shape.rank() < rank) {
      throw SlimgraphException.invalidArgument(
          "Shape must be at least rank %d but is rank %d", rank, shape.rank());
    }
  }

  /**
   * Returns the size that two dimensions, which must be equal, have.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if both are known and differ
   */
  public static long mergeDim(long a, long b) {
    if (a >= 0 && b >= 0 && a != b) {
      throw SlimgraphException.invalidArgument("Dimensions must be equal, but are %d and %d", a, b);
    }
    return Math.max(a, b);
  }

  /**
   * Returns what two shapes, which must be equal, say together.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they contradict each other
   */
  public static Shape merge(Shape a, Shape b) {
    if (!a.isRankKnown() || !b.isRankKnown()) {
      return a.isRankKnown() ? a : b;
    }
    if (a.rank() != b.rank()) {
      throw SlimgraphException.invalidArgument(
          "Shapes must be equal rank, but are %d and %d", a.rank(), b.rank());
    }
    long[] dims = a.dims();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] >= 0 && b.dim(i) >= 0 && dims[i] != b.dim(i)) {
        throw SlimgraphException.invalidArgument(
            "Dimension %d in both shapes must be equal, but are %d and %d. Shapes are %s and %s.",
            i, dims[i], b.dim(i), a.toBrackets(), b.toBrackets());
      }
      dims[i] = Math.max(dims[i], b.dim(i));
    }
    return Shape.of(dims);
  }
}

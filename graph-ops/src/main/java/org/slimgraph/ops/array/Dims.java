package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** Arithmetic on sizes of which some are unknown (-1). */
final class Dims {
  private Dims() {}

  static long add(long a, long b) {
    return a < 0 || b < 0 ? -1 : a + b;
  }

  static long multiply(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    return a < 0 || b < 0 ? -1 : Math.multiplyExact(a, b);
  }

  /**
   * Returns {@code a / b}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if that leaves a rest
   */
  static long divideEvenly(long a, long b) {
    if (a < 0 || b < 0) {
      return -1;
    }
    if (b == 0 || a % b != 0) {
      throw SlimgraphException.invalidArgument(
          "Dimension size must be evenly divisible by %d but is %d", b, a);
    }
    return a / b;
  }

  /**
   * Returns {@code a - b}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if that is negative
   */
  static long subtract(long a, long b) {
    if (a < 0 || b < 0) {
      return -1;
    }
    if (b > a) {
      throw SlimgraphException.invalidArgument(
          "Negative dimension size caused by subtracting %d from %d", b, a);
    }
    return a - b;
  }

  /**
   * Checks that {@code dim}, if it is known, is {@code value}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is another
   */
  static void mustBe(long dim, long value) {
    if (dim >= 0 && value >= 0 && dim != value) {
      throw SlimgraphException.invalidArgument("Dimension must be %d but is %d", value, dim);
    }
  }

  /**
   * Checks that {@code shape} starts with the dimensions of {@code prefix}, as far as known.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it does not
   */
  static void mustStartWith(Shape shape, Shape prefix) {
    ShapeRules.withRankAtLeast(shape, prefix.rank());
    for (int i = 0; i < prefix.rank(); i++) {
      ShapeRules.mergeDim(shape.dim(i), prefix.dim(i));
    }
  }
}

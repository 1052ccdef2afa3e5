package org.slimgraph.randomgraphs;

import org.slimgraph.tensor.DataType;

/**
 * What is known of a value's elements before it is computed. Follows from operation to operation,
 * so that a graph stays away from overflow, steps are taken only of what is exact in every order of
 * summation, and each result has a tolerance of its own.
 *
 * @param type the element type
 * @param bound the largest magnitude
 * @param grid all elements are multiples of 2^grid, unless they are off
 * @param error how far elements may be off, 0 if all legal implementations give the same
 */
record Numbers(DataType type, double bound, int grid, double error) {
  /** The grid of numbers of which nothing is known. */
  private static final int NONE = -2000;

  /** How many last bits an implementation may be off in one operation. */
  private static final int ULPS = 16;

  static Numbers exact(DataType type, double bound, int grid) {
    return new Numbers(type, bound, grid, 0).rounded(1);
  }

  static Numbers booleans() {
    return exact(DataType.BOOL, 1, 0);
  }

  /**
   * Numbers of which nothing is known; they are compared by the size that they turn out to have.
   */
  static Numbers unknown(DataType type) {
    return new Numbers(type, Double.POSITIVE_INFINITY, NONE, Double.NaN);
  }

  boolean isExact() {
    return error == 0;
  }

  /** Whether numbers of this size neither overflow nor drown what is added to them. */
  boolean fit() {
    return bound <= limit() && error <= 0.01 * Math.max(1, bound);
  }

  private double limit() {
    return switch (type) {
      case BOOL -> 1;
      case INT8 -> 127;
      case UINT8 -> 255;
      case INT16 -> 32767;
      case INT32 -> 1 << 30;
      case INT64 -> 1L << 52;
      case HALF -> 1000;
      case FLOAT -> 1e5;
      default -> 1e10;
    };
  }

  private int digits() {
    return switch (type) {
      case HALF -> 11;
      case FLOAT -> 24;
      case DOUBLE -> 53;
      default -> 63;
    };
  }

  private double epsilon() {
    return Math.scalb(ULPS, -digits());
  }

  /** Adds what rounding may do in {@code operations} that follow one another. */
  private Numbers rounded(long operations) {
    boolean fitsDigits = type.isInteger() || bound <= Math.scalb(1.0, grid + digits());
    return fitsDigits
        ? this
        : new Numbers(type, bound, NONE, error + operations * bound * epsilon());
  }

  Numbers plus(Numbers y) {
    return new Numbers(type, bound + y.bound, Math.min(grid, y.grid), error + y.error).rounded(1);
  }

  Numbers times(Numbers y) {
    double off = error * y.bound + y.error * bound + error * y.error;
    return new Numbers(type, bound * y.bound, Math.max(NONE, grid + y.grid), off).rounded(1);
  }

  /** The sum of {@code count} such numbers. */
  Numbers sum(long count) {
    return new Numbers(type, bound * Math.max(count, 1), grid, error * Math.max(count, 1))
        .rounded(count);
  }

  /** Either of both. */
  Numbers or(Numbers y) {
    return new Numbers(
        type, Math.max(bound, y.bound), Math.min(grid, y.grid), Math.max(error, y.error));
  }

  /** A function with rounding whose derivative is at most {@code slope}. */
  Numbers smooth(double newBound, double slope) {
    double off = error * slope + epsilon() * (Math.max(newBound, 1e-3) + slope * bound);
    return new Numbers(type, newBound, NONE, off);
  }

  /** A function without rounding whose derivative is at most 1. */
  Numbers within(double newBound, int newGrid) {
    return new Numbers(type, newBound, Math.min(grid, newGrid), error);
  }

  /** The same numbers as elements of {@code other}, where conversion does not change them. */
  Numbers as(DataType other) {
    return new Numbers(other, bound, grid, error).rounded(1);
  }
}

package org.slimgraph.ops.math;

import org.slimgraph.error.SlimgraphException;

/** Integer arithmetic that refuses what TF refuses; everything else wraps. */
final class IntegerMath {
  private IntegerMath() {}

  static int divide(int x, int y) {
    return x / nonZero(y);
  }

  static long divide(long x, long y) {
    return x / nonZero(y);
  }

  static int remainder(int x, int y) {
    return x % nonZero(y);
  }

  static long remainder(long x, long y) {
    return x % nonZero(y);
  }

  /** TF 1.x: the lowest value, of which no positive counterpart exists, gives a wrong sign. */
  static int floorDivide(int x, int y) {
    int divisor = Math.abs(nonZero(y));
    return x < 0 != y < 0 ? -(Math.abs(x) + divisor - 1) / divisor : x / y;
  }

  static long floorDivide(long x, long y) {
    long divisor = Math.abs(nonZero(y));
    return x < 0 != y < 0 ? -(Math.abs(x) + divisor - 1) / divisor : x / y;
  }

  static int floorRemainder(int x, int y) {
    return Math.floorMod(x, nonZero(y));
  }

  static long floorRemainder(long x, long y) {
    return Math.floorMod(x, nonZero(y));
  }

  static int truncateDivide(int x, int y) {
    return x / nonZeroOfTruncation(y);
  }

  static long truncateDivide(long x, long y) {
    return x / nonZeroOfTruncation(y);
  }

  static int truncateRemainder(int x, int y) {
    return x % nonZeroOfTruncation(y);
  }

  static long truncateRemainder(long x, long y) {
    return x % nonZeroOfTruncation(y);
  }

  private static int nonZero(int y) {
    if (y == 0) {
      throw SlimgraphException.invalidArgument("Integer division by zero");
    }
    return y;
  }

  private static long nonZero(long y) {
    if (y == 0) {
      throw SlimgraphException.invalidArgument("Integer division by zero");
    }
    return y;
  }

  /** TF 1.x: TruncateDiv and TruncateMod know the error but not its name. */
  private static int nonZeroOfTruncation(int y) {
    if (y == 0) {
      throw unexpected();
    }
    return y;
  }

  private static long nonZeroOfTruncation(long y) {
    if (y == 0) {
      throw unexpected();
    }
    return y;
  }

  private static SlimgraphException unexpected() {
    return SlimgraphException.internal(
        "Unexpected error in binary operator (only integer div and mod should have errors)");
  }

  static int power(int x, int y) {
    return (int) power((long) x, y);
  }

  static long power(long x, long y) {
    if (y < 0) {
      throw SlimgraphException.invalidArgument(
          "Integers to negative integer powers are not allowed");
    }
    long result = 1;
    long square = x;
    for (long rest = y; rest != 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}

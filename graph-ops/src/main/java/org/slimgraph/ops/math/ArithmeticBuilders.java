package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders of the functions of two arguments, element by element; part of {@link MathOps}. The
 * arguments have one type and broadcast; a Java number becomes a constant {@code …/y} of the other
 * argument's type. Shapes that do not broadcast are an INVALID_ARGUMENT error, of the builder as
 * far as they are known and of the run otherwise.
 */
public interface ArithmeticBuilders extends Builders {

  /** Adds {@code x + y}; integers wrap, strings are joined. */
  default Output add(Output x, Output y) {
    return add(x, y, "Add");
  }

  /** Adds {@code x + y}; integers wrap, strings are joined. */
  default Output add(Output x, Output y, String name) {
    return Operands.call(tf(), "Add", x, y, name);
  }

  /** Adds {@code x + y}; integers wrap, strings are joined, with a constant {@code y}. */
  default Output add(Output x, Number y) {
    return Operands.call(tf(), "Add", x, y, "Add");
  }

  /** Adds {@code x - y}; integers wrap. */
  default Output subtract(Output x, Output y) {
    return subtract(x, y, "Sub");
  }

  /** Adds {@code x - y}; integers wrap. */
  default Output subtract(Output x, Output y, String name) {
    return Operands.call(tf(), "Sub", x, y, name);
  }

  /** Adds {@code x - y}; integers wrap, with a constant {@code y}. */
  default Output subtract(Output x, Number y) {
    return Operands.call(tf(), "Sub", x, y, "Sub");
  }

  /** Adds {@code x * y}; integers wrap. */
  default Output multiply(Output x, Output y) {
    return multiply(x, y, "Mul");
  }

  /** Adds {@code x * y}; integers wrap. */
  default Output multiply(Output x, Output y, String name) {
    return Operands.call(tf(), "Mul", x, y, name);
  }

  /** Adds {@code x * y}; integers wrap, with a constant {@code y}. */
  default Output multiply(Output x, Number y) {
    return Operands.call(tf(), "Mul", x, y, "Mul");
  }

  /** Adds {@code x / y} of floating-point numbers. */
  default Output realdiv(Output x, Output y) {
    return realdiv(x, y, "RealDiv");
  }

  /** Adds {@code x / y} of floating-point numbers. */
  default Output realdiv(Output x, Output y, String name) {
    return Operands.call(tf(), "RealDiv", x, y, name);
  }

  /** Adds {@code x / y} of floating-point numbers, with a constant {@code y}. */
  default Output realdiv(Output x, Number y) {
    return Operands.call(tf(), "RealDiv", x, y, "RealDiv");
  }

  /**
   * Adds {@code x / y} rounded towards minus infinity; a zero among integer divisors is an error of
   * the run.
   */
  default Output floorDiv(Output x, Output y) {
    return floorDiv(x, y, "FloorDiv");
  }

  /**
   * Adds {@code x / y} rounded towards minus infinity; a zero among integer divisors is an error of
   * the run.
   */
  default Output floorDiv(Output x, Output y, String name) {
    return Operands.call(tf(), "FloorDiv", x, y, name);
  }

  /**
   * Adds {@code x / y} rounded towards minus infinity; a zero among integer divisors is an error of
   * the run, with a constant {@code y}.
   */
  default Output floorDiv(Output x, Number y) {
    return Operands.call(tf(), "FloorDiv", x, y, "FloorDiv");
  }

  /** Adds the remainder of {@link #floorDiv(Output, Output)}, which has the sign of {@code y}. */
  default Output floormod(Output x, Output y) {
    return floormod(x, y, "FloorMod");
  }

  /** Adds the remainder of {@link #floorDiv(Output, Output)}, which has the sign of {@code y}. */
  default Output floormod(Output x, Output y, String name) {
    return Operands.call(tf(), "FloorMod", x, y, name);
  }

  /**
   * Adds the remainder of {@link #floorDiv(Output, Output)}, which has the sign of {@code y}, with
   * a constant {@code y}.
   */
  default Output floormod(Output x, Number y) {
    return Operands.call(tf(), "FloorMod", x, y, "FloorMod");
  }

  /** Adds {@code x / y} of integers, rounded towards zero. */
  default Output truncatediv(Output x, Output y) {
    return truncatediv(x, y, "TruncateDiv");
  }

  /** Adds {@code x / y} of integers, rounded towards zero. */
  default Output truncatediv(Output x, Output y, String name) {
    return Operands.call(tf(), "TruncateDiv", x, y, name);
  }

  /** Adds {@code x / y} of integers, rounded towards zero, with a constant {@code y}. */
  default Output truncatediv(Output x, Number y) {
    return Operands.call(tf(), "TruncateDiv", x, y, "TruncateDiv");
  }

  /** Adds the remainder of division rounded towards zero, which has the sign of {@code x}. */
  default Output truncatemod(Output x, Output y) {
    return truncatemod(x, y, "TruncateMod");
  }

  /** Adds the remainder of division rounded towards zero, which has the sign of {@code x}. */
  default Output truncatemod(Output x, Output y, String name) {
    return Operands.call(tf(), "TruncateMod", x, y, name);
  }

  /**
   * Adds the remainder of division rounded towards zero, which has the sign of {@code x}, with a
   * constant {@code y}.
   */
  default Output truncatemod(Output x, Number y) {
    return Operands.call(tf(), "TruncateMod", x, y, "TruncateMod");
  }

  /** Adds {@code x / y}, and 0 where {@code y} is 0. */
  default Output divNoNan(Output x, Output y) {
    return divNoNan(x, y, "DivNoNan");
  }

  /** Adds {@code x / y}, and 0 where {@code y} is 0. */
  default Output divNoNan(Output x, Output y, String name) {
    return Operands.call(tf(), "DivNoNan", x, y, name);
  }

  /** Adds {@code x / y}, and 0 where {@code y} is 0, with a constant {@code y}. */
  default Output divNoNan(Output x, Number y) {
    return Operands.call(tf(), "DivNoNan", x, y, "DivNoNan");
  }

  /** Adds {@code x * y}, and 0 where {@code y} is 0. */
  default Output multiplyNoNan(Output x, Output y) {
    return multiplyNoNan(x, y, "MulNoNan");
  }

  /** Adds {@code x * y}, and 0 where {@code y} is 0. */
  default Output multiplyNoNan(Output x, Output y, String name) {
    return Operands.call(tf(), "MulNoNan", x, y, name);
  }

  /** Adds {@code x * y}, and 0 where {@code y} is 0, with a constant {@code y}. */
  default Output multiplyNoNan(Output x, Number y) {
    return Operands.call(tf(), "MulNoNan", x, y, "MulNoNan");
  }

  /** Adds {@code (x - y) * (x - y)}. */
  default Output squaredDifference(Output x, Output y) {
    return squaredDifference(x, y, "SquaredDifference");
  }

  /** Adds {@code (x - y) * (x - y)}. */
  default Output squaredDifference(Output x, Output y, String name) {
    return Operands.call(tf(), "SquaredDifference", x, y, name);
  }

  /** Adds {@code (x - y) * (x - y)}, with a constant {@code y}. */
  default Output squaredDifference(Output x, Number y) {
    return Operands.call(tf(), "SquaredDifference", x, y, "SquaredDifference");
  }

  /** Adds the larger of two; a NaN in {@code x} stays, one in {@code y} does not. */
  default Output maximum(Output x, Output y) {
    return maximum(x, y, "Maximum");
  }

  /** Adds the larger of two; a NaN in {@code x} stays, one in {@code y} does not. */
  default Output maximum(Output x, Output y, String name) {
    return Operands.call(tf(), "Maximum", x, y, name);
  }

  /**
   * Adds the larger of two; a NaN in {@code x} stays, one in {@code y} does not, with a constant
   * {@code y}.
   */
  default Output maximum(Output x, Number y) {
    return Operands.call(tf(), "Maximum", x, y, "Maximum");
  }

  /** Adds the smaller of two; a NaN in {@code x} stays, one in {@code y} does not. */
  default Output minimum(Output x, Output y) {
    return minimum(x, y, "Minimum");
  }

  /** Adds the smaller of two; a NaN in {@code x} stays, one in {@code y} does not. */
  default Output minimum(Output x, Output y, String name) {
    return Operands.call(tf(), "Minimum", x, y, name);
  }

  /**
   * Adds the smaller of two; a NaN in {@code x} stays, one in {@code y} does not, with a constant
   * {@code y}.
   */
  default Output minimum(Output x, Number y) {
    return Operands.call(tf(), "Minimum", x, y, "Minimum");
  }

  /**
   * Adds {@code x} to the power of {@code y}; negative powers of integers are an error of the run.
   */
  default Output pow(Output x, Output y) {
    return pow(x, y, "Pow");
  }

  /**
   * Adds {@code x} to the power of {@code y}; negative powers of integers are an error of the run.
   */
  default Output pow(Output x, Output y, String name) {
    return Operands.call(tf(), "Pow", x, y, name);
  }

  /**
   * Adds {@code x} to the power of {@code y}; negative powers of integers are an error of the run,
   * with a constant {@code y}.
   */
  default Output pow(Output x, Number y) {
    return Operands.call(tf(), "Pow", x, y, "Pow");
  }

  /** Adds {@code x / y}, and 0 where {@code x} is 0. */
  default Output xdivy(Output x, Output y) {
    return xdivy(x, y, "Xdivy");
  }

  /** Adds {@code x / y}, and 0 where {@code x} is 0. */
  default Output xdivy(Output x, Output y, String name) {
    return Operands.call(tf(), "Xdivy", x, y, name);
  }

  /** Adds {@code x / y}, and 0 where {@code x} is 0, with a constant {@code y}. */
  default Output xdivy(Output x, Number y) {
    return Operands.call(tf(), "Xdivy", x, y, "Xdivy");
  }

  /** Adds {@code x * log(y)}, and 0 where {@code x} is 0. */
  default Output xlogy(Output x, Output y) {
    return xlogy(x, y, "Xlogy");
  }

  /** Adds {@code x * log(y)}, and 0 where {@code x} is 0. */
  default Output xlogy(Output x, Output y, String name) {
    return Operands.call(tf(), "Xlogy", x, y, name);
  }

  /** Adds {@code x * log(y)}, and 0 where {@code x} is 0, with a constant {@code y}. */
  default Output xlogy(Output x, Number y) {
    return Operands.call(tf(), "Xlogy", x, y, "Xlogy");
  }

  /** Adds the angle of the point ({@code x}, {@code y}). */
  default Output atan2(Output y, Output x) {
    return atan2(y, x, "Atan2");
  }

  /** Adds the angle of the point ({@code x}, {@code y}). */
  default Output atan2(Output y, Output x, String name) {
    return Operands.call(tf(), "Atan2", y, x, name);
  }

  /** Adds {@code x / y} as Python divides: see {@link OperatorBuilders#over(Output, Output)}. */
  default Output divide(Output x, Output y) {
    return tf().over(x, y);
  }

  /**
   * Adds {@code x / y} as Python 2 divides: of floating-point numbers the quotient, of integers the
   * one rounded down.
   */
  default Output div(Output x, Output y) {
    return div(x, y, "div");
  }

  /** Adds {@code x / y} as Python 2 divides. */
  default Output div(Output x, Output y, String name) {
    boolean floating = x.dataType().isFloating() || x.dataType().isComplex();
    return Operands.call(tf(), floating ? "RealDiv" : "FloorDiv", x, y, name);
  }

  /** Adds {@code x / y} as Python divides; the operation is called {@code name}. */
  default Output divide(Output x, Output y, String name) {
    return Operator.TRUEDIV.of(tf(), x, y, name);
  }

  /** Adds {@code x / y} as Python divides. */
  default Output divide(Output x, Number y) {
    return tf().over(x, y);
  }

  /** Adds the regularized lower incomplete gamma function P(a, x). */
  default Output igamma(Output a, Output x) {
    return igamma(a, x, "Igamma");
  }

  /** Adds the regularized lower incomplete gamma function P(a, x). */
  default Output igamma(Output a, Output x, String name) {
    return Operands.call(tf(), "Igamma", a, x, name);
  }

  /** Adds the regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x). */
  default Output igammac(Output a, Output x) {
    return igammac(a, x, "Igammac");
  }

  /** Adds the regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x). */
  default Output igammac(Output a, Output x, String name) {
    return Operands.call(tf(), "Igammac", a, x, name);
  }

  /** Adds Hurwitz's zeta function, the sum of (q + k)<sup>-x</sup> over k from 0 on. */
  default Output zeta(Output x, Output q) {
    return zeta(x, q, "Zeta");
  }

  /** Adds Hurwitz's zeta function, the sum of (q + k)<sup>-x</sup> over k from 0 on. */
  default Output zeta(Output x, Output q, String name) {
    return Operands.call(tf(), "Zeta", x, q, name);
  }

  /** Adds the derivative of order {@code a} of {@code digamma}; NaN unless it is a whole number. */
  default Output polygamma(Output a, Output x) {
    return polygamma(a, x, "Polygamma");
  }

  /** Adds the derivative of order {@code a} of {@code digamma}; NaN unless it is a whole number. */
  default Output polygamma(Output a, Output x, String name) {
    return Operands.call(tf(), "Polygamma", a, x, name);
  }

  /** Adds the number next to {@code x1} in the direction of {@code x2}. */
  default Output nextafter(Output x1, Output x2) {
    return nextafter(x1, x2, "NextAfter");
  }

  /** Adds the number next to {@code x1} in the direction of {@code x2}. */
  default Output nextafter(Output x1, Output x2, String name) {
    return Operands.call(tf(), "NextAfter", x1, x2, name);
  }
}

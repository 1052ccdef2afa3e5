package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders of the functions of one argument, element by element; part of {@link MathOps}. Results
 * have the shape of the argument and, but for tests, its type.
 */
public interface FunctionBuilders extends Builders {

  private Output unary(String type, Output x, String name) {
    return graph().opBuilder(type, name).input(x).build().output(0);
  }

  /** Adds the absolute value. */
  default Output abs(Output x) {
    return abs(x, "Abs");
  }

  /** Adds the absolute value. */
  default Output abs(Output x, String name) {
    return unary("Abs", x, name);
  }

  /** Adds minus {@code x}; integers wrap. */
  default Output negative(Output x) {
    return negative(x, "Neg");
  }

  /** Adds minus {@code x}; integers wrap. */
  default Output negative(Output x, String name) {
    return unary("Neg", x, name);
  }

  /** Adds {@code x * x}; integers wrap. */
  default Output square(Output x) {
    return square(x, "Square");
  }

  /** Adds {@code x * x}; integers wrap. */
  default Output square(Output x, String name) {
    return unary("Square", x, name);
  }

  /** Adds the square root; NaN below 0. */
  default Output sqrt(Output x) {
    return sqrt(x, "Sqrt");
  }

  /** Adds the square root; NaN below 0. */
  default Output sqrt(Output x, String name) {
    return unary("Sqrt", x, name);
  }

  /** Adds one over the square root. */
  default Output rsqrt(Output x) {
    return rsqrt(x, "Rsqrt");
  }

  /** Adds one over the square root. */
  default Output rsqrt(Output x, String name) {
    return unary("Rsqrt", x, name);
  }

  /** Adds one over {@code x}. */
  default Output reciprocal(Output x) {
    return reciprocal(x, "Reciprocal");
  }

  /** Adds one over {@code x}. */
  default Output reciprocal(Output x, String name) {
    return unary("Reciprocal", x, name);
  }

  /** Adds e to the power of {@code x}. */
  default Output exp(Output x) {
    return exp(x, "Exp");
  }

  /** Adds e to the power of {@code x}. */
  default Output exp(Output x, String name) {
    return unary("Exp", x, name);
  }

  /** Adds e to the power of {@code x}, minus 1, precise near 0. */
  default Output expm1(Output x) {
    return expm1(x, "Expm1");
  }

  /** Adds e to the power of {@code x}, minus 1, precise near 0. */
  default Output expm1(Output x, String name) {
    return unary("Expm1", x, name);
  }

  /** Adds the natural logarithm; minus infinity at 0, NaN below. */
  default Output log(Output x) {
    return log(x, "Log");
  }

  /** Adds the natural logarithm; minus infinity at 0, NaN below. */
  default Output log(Output x, String name) {
    return unary("Log", x, name);
  }

  /** Adds the logarithm of {@code 1 + x}, precise near 0. */
  default Output log1p(Output x) {
    return log1p(x, "Log1p");
  }

  /** Adds the logarithm of {@code 1 + x}, precise near 0. */
  default Output log1p(Output x, String name) {
    return unary("Log1p", x, name);
  }

  /** Adds the sine. */
  default Output sin(Output x) {
    return sin(x, "Sin");
  }

  /** Adds the sine. */
  default Output sin(Output x, String name) {
    return unary("Sin", x, name);
  }

  /** Adds the cosine. */
  default Output cos(Output x) {
    return cos(x, "Cos");
  }

  /** Adds the cosine. */
  default Output cos(Output x, String name) {
    return unary("Cos", x, name);
  }

  /** Adds the tangent. */
  default Output tan(Output x) {
    return tan(x, "Tan");
  }

  /** Adds the tangent. */
  default Output tan(Output x, String name) {
    return unary("Tan", x, name);
  }

  /** Adds the inverse sine; NaN outside -1…1. */
  default Output asin(Output x) {
    return asin(x, "Asin");
  }

  /** Adds the inverse sine; NaN outside -1…1. */
  default Output asin(Output x, String name) {
    return unary("Asin", x, name);
  }

  /** Adds the inverse cosine; NaN outside -1…1. */
  default Output acos(Output x) {
    return acos(x, "Acos");
  }

  /** Adds the inverse cosine; NaN outside -1…1. */
  default Output acos(Output x, String name) {
    return unary("Acos", x, name);
  }

  /** Adds the inverse tangent. */
  default Output atan(Output x) {
    return atan(x, "Atan");
  }

  /** Adds the inverse tangent. */
  default Output atan(Output x, String name) {
    return unary("Atan", x, name);
  }

  /** Adds the hyperbolic sine. */
  default Output sinh(Output x) {
    return sinh(x, "Sinh");
  }

  /** Adds the hyperbolic sine. */
  default Output sinh(Output x, String name) {
    return unary("Sinh", x, name);
  }

  /** Adds the hyperbolic cosine. */
  default Output cosh(Output x) {
    return cosh(x, "Cosh");
  }

  /** Adds the hyperbolic cosine. */
  default Output cosh(Output x, String name) {
    return unary("Cosh", x, name);
  }

  /** Adds the hyperbolic tangent. */
  default Output tanh(Output x) {
    return tanh(x, "Tanh");
  }

  /** Adds the hyperbolic tangent. */
  default Output tanh(Output x, String name) {
    return unary("Tanh", x, name);
  }

  /** Adds the inverse hyperbolic sine. */
  default Output asinh(Output x) {
    return asinh(x, "Asinh");
  }

  /** Adds the inverse hyperbolic sine. */
  default Output asinh(Output x, String name) {
    return unary("Asinh", x, name);
  }

  /** Adds the inverse hyperbolic cosine; NaN below 1. */
  default Output acosh(Output x) {
    return acosh(x, "Acosh");
  }

  /** Adds the inverse hyperbolic cosine; NaN below 1. */
  default Output acosh(Output x, String name) {
    return unary("Acosh", x, name);
  }

  /** Adds the inverse hyperbolic tangent; NaN outside -1…1. */
  default Output atanh(Output x) {
    return atanh(x, "Atanh");
  }

  /** Adds the inverse hyperbolic tangent; NaN outside -1…1. */
  default Output atanh(Output x, String name) {
    return unary("Atanh", x, name);
  }

  /** Adds one over {@code 1 + exp(-x)}. */
  default Output sigmoid(Output x) {
    return sigmoid(x, "Sigmoid");
  }

  /** Adds one over {@code 1 + exp(-x)}. */
  default Output sigmoid(Output x, String name) {
    return unary("Sigmoid", x, name);
  }

  /** Adds the logarithm of the absolute gamma function. */
  default Output lgamma(Output x) {
    return lgamma(x, "Lgamma");
  }

  /** Adds the logarithm of the absolute gamma function. */
  default Output lgamma(Output x, String name) {
    return unary("Lgamma", x, name);
  }

  /** Adds the derivative of {@link #lgamma(Output)}. */
  default Output digamma(Output x) {
    return digamma(x, "Digamma");
  }

  /** Adds the derivative of {@link #lgamma(Output)}. */
  default Output digamma(Output x, String name) {
    return unary("Digamma", x, name);
  }

  /** Adds the error function. */
  default Output erf(Output x) {
    return erf(x, "Erf");
  }

  /** Adds the error function. */
  default Output erf(Output x, String name) {
    return unary("Erf", x, name);
  }

  /** Adds one minus the error function. */
  default Output erfc(Output x) {
    return erfc(x, "Erfc");
  }

  /** Adds one minus the error function. */
  default Output erfc(Output x, String name) {
    return unary("Erfc", x, name);
  }

  /** Adds -1, 0 or 1; TF 1.x: 0 for NaN. */
  default Output sign(Output x) {
    return sign(x, "Sign");
  }

  /** Adds -1, 0 or 1; TF 1.x: 0 for NaN. */
  default Output sign(Output x, String name) {
    return unary("Sign", x, name);
  }

  /** Adds the largest whole number not above {@code x}. */
  default Output floor(Output x) {
    return floor(x, "Floor");
  }

  /** Adds the largest whole number not above {@code x}. */
  default Output floor(Output x, String name) {
    return unary("Floor", x, name);
  }

  /** Adds the smallest whole number not below {@code x}. */
  default Output ceil(Output x) {
    return ceil(x, "Ceil");
  }

  /** Adds the smallest whole number not below {@code x}. */
  default Output ceil(Output x, String name) {
    return unary("Ceil", x, name);
  }

  /** Adds the nearest whole number, halves to the even one. */
  default Output rint(Output x) {
    return rint(x, "Rint");
  }

  /** Adds the nearest whole number, halves to the even one. */
  default Output rint(Output x, String name) {
    return unary("Rint", x, name);
  }

  /** Adds the nearest whole number, halves to the even one. */
  default Output round(Output x) {
    return round(x, "Round");
  }

  /** Adds the nearest whole number, halves to the even one. */
  default Output round(Output x, String name) {
    return unary("Round", x, name);
  }

  /** Adds whether {@code x} is not a number. */
  default Output isNan(Output x) {
    return isNan(x, "IsNan");
  }

  /** Adds whether {@code x} is not a number. */
  default Output isNan(Output x, String name) {
    return unary("IsNan", x, name);
  }

  /** Adds whether {@code x} is infinite. */
  default Output isInf(Output x) {
    return isInf(x, "IsInf");
  }

  /** Adds whether {@code x} is infinite. */
  default Output isInf(Output x, String name) {
    return unary("IsInf", x, name);
  }

  /** Adds whether {@code x} is neither infinite nor NaN. */
  default Output isFinite(Output x) {
    return isFinite(x, "IsFinite");
  }

  /** Adds whether {@code x} is neither infinite nor NaN. */
  default Output isFinite(Output x, String name) {
    return unary("IsFinite", x, name);
  }

  /** Adds the negation of a boolean. */
  default Output logicalNot(Output x) {
    return logicalNot(x, "LogicalNot");
  }

  /** Adds the negation of a boolean. */
  default Output logicalNot(Output x, String name) {
    return unary("LogicalNot", x, name);
  }

  /** Adds the modified Bessel function of order 0 times e<sup>-|x|</sup>. */
  default Output besselI0e(Output x) {
    return besselI0e(x, "BesselI0e");
  }

  /** Adds the modified Bessel function of order 0 times e<sup>-|x|</sup>. */
  default Output besselI0e(Output x, String name) {
    return unary("BesselI0e", x, name);
  }

  /** Adds the modified Bessel function of order 1 times e<sup>-|x|</sup>. */
  default Output besselI1e(Output x) {
    return besselI1e(x, "BesselI1e");
  }

  /** Adds the modified Bessel function of order 1 times e<sup>-|x|</sup>. */
  default Output besselI1e(Output x, String name) {
    return unary("BesselI1e", x, name);
  }
}

package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;

/**
 * The derivatives of {@link UnaryOps}. TF: math_grad.py. As there, what does not depend on the
 * incoming gradient waits for it, so that it does not occupy memory earlier than it is needed.
 */
final class UnaryGradients {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private UnaryGradients() {}

  /** The derivative at x. */
  private interface Derivative {
    Output at(Ops tf, Output x);
  }

  /** Sets dy times the derivative at the input, which is built to wait for dy. */
  private static void byInput(GradientContext g, Derivative derivative) {
    try (Scope scope = g.tf().controlDependencies(g.dy(0))) {
      g.set(0, g.tf().times(g.dy(0), derivative.at(g.tf(), g.input(0))));
    }
  }

  private static Output one(GradientContext g) {
    return g.tf().constant(Scalars.of(g.dy(0).dataType(), 1), "Const");
  }

  /** Adds a Grad op of the output and dy. */
  private static void byOutput(GradientContext g, String type) {
    g.set(0, Operands.call(g.tf(), type, g.output(0), g.dy(0), type));
  }

  private static void byOutputWaiting(GradientContext g, String type) {
    try (Scope scope = g.tf().controlDependencies(g.dy(0))) {
      byOutput(g, type);
    }
  }

  static void abs(GradientContext g) {
    g.set(0, g.tf().times(g.dy(0), g.tf().sign(g.input(0))));
  }

  static void neg(GradientContext g) {
    g.set(0, g.tf().negate(g.dy(0)));
  }

  static void reciprocal(GradientContext g) {
    byOutput(g, "ReciprocalGrad");
  }

  static void square(GradientContext g) {
    Ops tf = g.tf();
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output two = tf.constant(Scalars.of(g.input(0).dataType(), 2), "Const");
      g.set(0, tf.multiply(g.dy(0), tf.multiply(g.input(0), two)));
    }
  }

  static void sqrt(GradientContext g) {
    byOutput(g, "SqrtGrad");
  }

  static void rsqrt(GradientContext g) {
    byOutput(g, "RsqrtGrad");
  }

  static void exp(GradientContext g) {
    try (Scope scope = g.tf().controlDependencies(g.dy(0))) {
      g.set(0, g.tf().times(g.dy(0), g.output(0)));
    }
  }

  static void expm1(GradientContext g) {
    byInput(g, Ops::exp);
  }

  static void log(GradientContext g) {
    byInput(g, Ops::reciprocal);
  }

  static void log1p(GradientContext g) {
    byInput(g, (tf, x) -> tf.reciprocal(tf.plus(1, x)));
  }

  static void sinh(GradientContext g) {
    byInput(g, Ops::cosh);
  }

  static void cosh(GradientContext g) {
    byInput(g, Ops::sinh);
  }

  static void tanh(GradientContext g) {
    byOutputWaiting(g, "TanhGrad");
  }

  static void sigmoid(GradientContext g) {
    byOutputWaiting(g, "SigmoidGrad");
  }

  static void asinh(GradientContext g) {
    try (Scope scope = g.tf().controlDependencies(g.dy(0))) {
      g.set(0, g.tf().over(g.dy(0), g.tf().cosh(g.output(0))));
    }
  }

  static void acosh(GradientContext g) {
    try (Scope scope = g.tf().controlDependencies(g.dy(0))) {
      g.set(0, g.tf().over(g.dy(0), g.tf().sinh(g.output(0))));
    }
  }

  static void atanh(GradientContext g) {
    byInput(g, (tf, x) -> tf.reciprocal(tf.subtract(one(g), tf.square(x))));
  }

  static void sin(GradientContext g) {
    byInput(g, Ops::cos);
  }

  static void cos(GradientContext g) {
    Ops tf = g.tf();
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      g.set(0, tf.times(tf.negate(g.dy(0)), tf.sin(g.input(0))));
    }
  }

  static void tan(GradientContext g) {
    Ops tf = g.tf();
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output secant = tf.reciprocal(tf.cos(g.input(0)));
      g.set(0, tf.times(tf.square(secant), g.dy(0)));
    }
  }

  private static Output asinDerivative(GradientContext g) {
    Ops tf = g.tf();
    return tf.reciprocal(tf.sqrt(tf.subtract(one(g), tf.square(g.input(0)))));
  }

  static void asin(GradientContext g) {
    byInput(g, (tf, x) -> asinDerivative(g));
  }

  static void acos(GradientContext g) {
    Ops tf = g.tf();
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output derivative = asinDerivative(g);
      g.set(0, tf.times(tf.negate(g.dy(0)), derivative));
    }
  }

  static void atan(GradientContext g) {
    byInput(g, (tf, x) -> tf.reciprocal(tf.add(one(g), tf.square(x))));
  }

  static void lgamma(GradientContext g) {
    byInput(g, Ops::digamma);
  }

  static void digamma(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      g.set(0, tf.times(g.dy(0), tf.polygamma(tf.constant(Scalars.of(x.dataType(), 1)), x)));
    }
  }

  static void besselI0e(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output slope = tf.minus(tf.besselI1e(x), tf.times(tf.sign(x), g.output(0)));
      g.set(0, tf.times(g.dy(0), slope));
    }
  }

  /** At 0, where the formula divides by zero, the slope is one half. */
  static void besselI1e(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output y = g.output(0);
    DataType type = x.dataType().base();
    double smallest = Math.ulp(type == DataType.DOUBLE ? 1.0 : 1f);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output isZero = tf.less(tf.abs(x), tf.constant(Scalars.of(type, smallest)));
      Output safe = tf.where(isZero, tf.multiply(tf.onesLike(x), smallest), x);
      Output slope =
          tf.minus(tf.besselI0e(safe), tf.times(y, tf.plus(tf.sign(safe), tf.reciprocal(safe))));
      Output half = tf.multiply(tf.onesLike(x), 0.5);
      g.set(0, tf.times(g.dy(0), tf.where(isZero, half, slope)));
    }
  }

  static void erf(GradientContext g) {
    errorFunction(g, TWO_OVER_ROOT_PI);
  }

  static void erfc(GradientContext g) {
    errorFunction(g, -TWO_OVER_ROOT_PI);
  }

  private static void errorFunction(GradientContext g, double factor) {
    Ops tf = g.tf();
    Output constant = tf.constant(Scalars.of(g.dy(0).dataType(), factor), "Const");
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output scaled = tf.times(g.dy(0), constant);
      g.set(0, tf.times(scaled, tf.exp(tf.negate(tf.square(g.input(0))))));
    }
  }

  /** TF 1.x: the gradient of the sign is a tensor of zeros, not the absence of one. */
  static void sign(GradientContext g) {
    g.set(0, g.tf().zerosLike(g.input(0)));
  }
}

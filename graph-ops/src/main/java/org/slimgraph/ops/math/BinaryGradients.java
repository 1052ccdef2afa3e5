package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The derivatives of {@link BinaryOps}: what flows to either operand, summed over the axes along
 * which it was broadcast. TF: math_grad.py.
 */
final class BinaryGradients {

  private BinaryGradients() {}

  /** Returns whether nothing was broadcast, as far as the static shapes tell. */
  private static boolean sameShapes(GradientContext g) {
    Shape x = g.input(0).shape();
    return x.isFullyDefined() && x.equals(g.input(1).shape()) && x.equals(g.dy(0).shape());
  }

  static void add(GradientContext g) {
    if (sameShapes(g)) {
      g.set(0, g.dy(0));
      g.set(1, g.dy(0));
      return;
    }
    BroadcastSums sums = BroadcastSums.of(g);
    g.set(0, sums.ofX(g.dy(0)));
    g.set(1, sums.ofY(g.dy(0)));
  }

  static void sub(GradientContext g) {
    Ops tf = g.tf();
    if (sameShapes(g)) {
      g.set(0, g.dy(0));
      g.set(1, tf.negate(g.dy(0)));
      return;
    }
    BroadcastSums sums = BroadcastSums.of(g);
    g.set(0, sums.ofX(g.dy(0)));
    Output sum = tf.reduceSum(g.dy(0), sums.yAxes());
    g.set(1, tf.reshape(tf.negate(sum), sums.yShape()));
  }

  static void mul(GradientContext g) {
    Ops tf = g.tf();
    DataType type = g.dy(0).dataType().base();
    if (sameShapes(g) && (type == DataType.FLOAT || type == DataType.INT32)) {
      g.set(0, tf.multiply(g.dy(0), g.input(1)));
      g.set(1, tf.multiply(g.dy(0), g.input(0)));
      return;
    }
    BroadcastSums sums = BroadcastSums.of(g);
    g.set(0, sums.ofX(tf.multiply(g.dy(0), g.input(1))));
    g.set(1, sums.ofY(tf.multiply(g.input(0), g.dy(0))));
  }

  static void mulNoNan(GradientContext g) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    g.set(0, sums.ofX(tf.multiplyNoNan(g.dy(0), g.input(1))));
    g.set(1, sums.ofY(tf.multiplyNoNan(g.input(0), g.dy(0))));
  }

  /** A division op. */
  private interface Division {
    Output over(Ops tf, Output x, Output y);
  }

  private static void quotient(GradientContext g, Division division) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output y = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    g.set(0, sums.ofX(division.over(tf, g.dy(0), y)));
    Output slope = division.over(tf, division.over(tf, tf.negate(x), y), y);
    g.set(1, sums.ofY(tf.times(g.dy(0), slope)));
  }

  static void realDiv(GradientContext g) {
    quotient(g, Ops::realdiv);
  }

  static void div(GradientContext g) {
    quotient(g, (tf, x, y) -> Operands.call(tf, "Div", x, y, "Div"));
  }

  static void divNoNan(GradientContext g) {
    quotient(g, Ops::divNoNan);
  }

  static void floorMod(GradientContext g) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    Output quotient = tf.floorDiv(g.input(0), g.input(1));
    g.set(0, sums.ofX(g.dy(0)));
    g.set(1, sums.ofY(tf.times(g.dy(0), tf.negative(quotient))));
  }

  /** TF 1.x: where x is not positive, log(x) counts as 0. */
  static void pow(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output y = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    Output slope = tf.pow(x, tf.minus(y, 1));
    g.set(0, sums.ofX(tf.times(tf.times(g.dy(0), y), slope)));
    Output positive = tf.greater(x, 0);
    Output safe = tf.where(positive, x, tf.onesLike(x));
    Output log = tf.where(positive, tf.log(safe), tf.zerosLike(x));
    g.set(1, sums.ofY(tf.times(tf.times(g.dy(0), g.output(0)), log)));
  }

  static void maximum(GradientContext g) {
    chosen(g, g.tf().greaterEqual(g.input(0), g.input(1)));
  }

  static void minimum(GradientContext g) {
    chosen(g, g.tf().lessEqual(g.input(0), g.input(1)));
  }

  /** Everything flows to the operand that was taken, to the first of equals. */
  private static void chosen(GradientContext g, Output first) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    Output zeros = tf.zerosLike(g.dy(0));
    g.set(0, sums.ofX(tf.where(first, g.dy(0), zeros)));
    g.set(1, sums.ofY(tf.where(first, zeros, g.dy(0))));
  }

  static void squaredDifference(GradientContext g) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    Output slope;
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output two = tf.constant(Scalars.of(g.dy(0).dataType(), 2), "scalar");
      Output doubled = tf.multiply(two, g.dy(0));
      slope = tf.times(doubled, tf.minus(g.input(0), g.input(1)));
    }
    g.set(0, sums.ofX(slope));
    g.set(1, tf.negate(sums.ofY(slope)));
  }

  private static Output notZero(Ops tf, Output x) {
    return tf.cast(tf.notEqual(x, tf.zerosLike(x)), x.dataType());
  }

  static void xdivy(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output y = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byX = tf.xdivy(notZero(tf, x), y);
      Output byY = tf.xdivy(tf.negative(x), tf.square(y));
      g.set(0, sums.ofX(tf.times(byX, g.dy(0))));
      g.set(1, sums.ofY(tf.times(byY, g.dy(0))));
    }
  }

  static void xlogy(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output y = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byX = tf.xlogy(notZero(tf, x), y);
      Output byY = tf.xdivy(x, y);
      g.set(0, sums.ofX(tf.times(byX, g.dy(0))));
      g.set(1, sums.ofY(tf.times(byY, g.dy(0))));
    }
  }

  static void atan2(GradientContext g) {
    Ops tf = g.tf();
    Output y = g.input(0);
    Output x = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output inverse = tf.over(g.dy(0), tf.plus(tf.square(x), tf.square(y)));
      g.set(0, sums.ofX(tf.times(x, inverse)));
      g.set(1, sums.ofY(tf.times(tf.negate(y), inverse)));
    }
  }

  static void igamma(GradientContext g) {
    igamma(g, g.dy(0));
  }

  static void igammac(GradientContext g) {
    igamma(g, g.tf().negative(g.dy(0)));
  }

  /** What flows back where {@code dy} arrives at the lower incomplete gamma function. */
  private static void igamma(GradientContext g, Output dy) {
    Ops tf = g.tf();
    Output a = g.input(0);
    Output x = g.input(1);
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byA = Operands.call(tf, "IgammaGradA", a, x, "IgammaGradA");
      Output power = tf.times(tf.minus(a, 1), tf.log(x));
      Output byX = tf.exp(tf.minus(tf.plus(tf.negative(x), power), tf.lgamma(a)));
      g.set(0, sums.ofX(tf.times(byA, dy)));
      g.set(1, sums.ofY(tf.times(byX, dy)));
    }
  }

  /** TF 1.x: nothing flows to the exponent. */
  static void zeta(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byQ = tf.times(tf.negative(x), tf.zeta(tf.plus(x, 1), g.input(1)));
      g.set(1, sums.ofY(tf.times(byQ, g.dy(0))));
    }
  }

  /** TF 1.x: nothing flows to the order. */
  static void polygamma(GradientContext g) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byX = tf.polygamma(tf.plus(g.input(0), 1), g.input(1));
      g.set(1, sums.ofY(tf.times(byX, g.dy(0))));
    }
  }

  static void nextAfter(GradientContext g) {
    Ops tf = g.tf();
    BroadcastSums sums = BroadcastSums.of(g);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      g.set(0, sums.ofX(g.dy(0)));
      g.set(1, tf.zerosLike(g.input(1)));
    }
  }

  static void reciprocalGrad(GradientContext g) {
    Ops tf = g.tf();
    Output y = g.input(0);
    Output dy = g.input(1);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      g.set(0, tf.times(tf.times(tf.times(g.dy(0), -2.0), dy), y));
      g.set(1, Operands.call(tf, "ReciprocalGrad", y, g.dy(0), "ReciprocalGrad"));
    }
  }

  static void sqrtGrad(GradientContext g) {
    Ops tf = g.tf();
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output quotient = tf.over(g.dy(0), g.input(0));
      g.set(0, tf.times(tf.negate(quotient), g.output(0)));
      g.set(1, tf.times(0.5, quotient));
    }
  }

  static void rsqrtGrad(GradientContext g) {
    Ops tf = g.tf();
    Output y = g.input(0);
    Output dy = g.input(1);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output byDy = Operands.call(tf, "RsqrtGrad", y, g.dy(0), "RsqrtGrad");
      g.set(0, tf.times(tf.times(tf.times(-1.5, g.dy(0)), dy), tf.square(y)));
      g.set(1, byDy);
    }
  }

  static void sigmoidGrad(GradientContext g) {
    Ops tf = g.tf();
    Output y = g.input(0);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output product = tf.times(g.dy(0), g.input(1));
      g.set(0, tf.minus(product, tf.times(tf.times(2.0, product), y)));
      g.set(1, Operands.call(tf, "SigmoidGrad", y, g.dy(0), "SigmoidGrad"));
    }
  }

  static void tanhGrad(GradientContext g) {
    Ops tf = g.tf();
    Output y = g.input(0);
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      g.set(0, tf.times(tf.times(tf.times(g.dy(0), -2.0), g.input(1)), y));
      g.set(1, Operands.call(tf, "TanhGrad", y, g.dy(0), "TanhGrad"));
    }
  }
}

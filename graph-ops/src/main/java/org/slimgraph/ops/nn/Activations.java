package org.slimgraph.ops.nn;

import com.google.common.collect.ImmutableList;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/**
 * The activation functions and their gradients, one row an op. TF: tf.nn.relu, relu6, leaky_relu,
 * elu, selu, softplus, softsign.
 *
 * <p>Float results are computed in double and rounded once, except where a fast loop exists. TF
 * 1.x: {@code exp(x) - 1} of elu and selu cancels in the type itself, so that a tiny negative x
 * gives 0, whose gradient is that of a positive x.
 */
final class Activations {
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;
  private static final double SELU_SCALE_ALPHA = 1.7580993408473768599402175208123;

  /** Above this, softplus(x) is x in double as well. */
  private static final double SOFTPLUS_LINEAR = 40;

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          ActivationRow.of(
                  "Relu",
                  "{float, double, int32, uint8, int16, int8, int64, bfloat16,"
                      + " uint16, half, uint32, uint64, qint8}")
              .loop(UnaryOp.RELU)
              .integers(x -> Math.max(x, 0))
              .gradient(g -> g.set(0, gradientOp(g, "ReluGrad", g.output(0)))),
          ActivationRow.gradientOf("ReluGrad", "features", "realnumbertype")
              .loop(BinaryOp.RELU_GRAD)
              .integers((dy, x) -> x > 0 ? dy : 0)
              .gradient(piecewiseLinear("ReluGrad")),
          ActivationRow.of("Relu6", "realnumbertype")
              .loop(UnaryOp.RELU6)
              .integers(x -> Math.min(Math.max(x, 0), 6))
              .gradient(g -> g.set(0, gradientOp(g, "Relu6Grad", g.output(0)))),
          ActivationRow.gradientOf("Relu6Grad", "features", "realnumbertype")
              .loop(BinaryOp.RELU6_GRAD)
              .integers((dy, x) -> x > 0 && x < 6 ? dy : 0)
              .gradient(piecewiseLinear("Relu6Grad")),
          ActivationRow.leaky("LeakyRelu")
              .slope(alpha -> x -> Math.max(x, x * alpha))
              .gradient(g -> g.set(0, gradientOp(g, "LeakyReluGrad", g.input(0)))),
          ActivationRow.leakyGradient("LeakyReluGrad")
              .slopeGradient(alpha -> (dy, x) -> x > 0 ? dy : dy * alpha)
              .gradient(piecewiseLinear("LeakyReluGrad")),
          ActivationRow.of("Elu")
              .function(x -> x < 0 ? Math.exp(x) - 1 : x)
              .floatFunction(x -> x < 0 ? (float) Math.exp(x) - 1f : x)
              .gradient(g -> g.set(0, gradientOp(g, "EluGrad", g.output(0)))),
          ActivationRow.gradientOf("EluGrad", "outputs")
              .function((dy, y) -> y < 0 ? (y + 1) * dy : dy)
              .gradient(exponentialBelowZero("EluGrad")),
          ActivationRow.of("Selu")
              .function(x -> x < 0 ? SELU_SCALE_ALPHA * (Math.exp(x) - 1) : SELU_SCALE * x)
              .floatFunction(
                  x ->
                      x < 0
                          ? (float) SELU_SCALE_ALPHA * ((float) Math.exp(x) - 1f)
                          : (float) SELU_SCALE * x)
              .gradient(g -> g.set(0, gradientOp(g, "SeluGrad", g.output(0)))),
          ActivationRow.gradientOf("SeluGrad", "outputs")
              .function((dy, y) -> y < 0 ? dy * (y + SELU_SCALE_ALPHA) : dy * SELU_SCALE)
              .gradient(exponentialBelowZero("SeluGrad")),
          ActivationRow.of("Softplus")
              .function(x -> x > SOFTPLUS_LINEAR ? x : Math.log1p(Math.exp(x)))
              .gradient(g -> g.set(0, gradientOp(g, "SoftplusGrad", g.input(0)))),
          ActivationRow.gradientOf("SoftplusGrad", "features")
              .function((dy, x) -> dy / (Math.exp(-x) + 1))
              .gradient(Activations::softplusGradGradient),
          ActivationRow.of("Softsign")
              .function(x -> x / (1 + Math.abs(x)))
              .gradient(g -> g.set(0, gradientOp(g, "SoftsignGrad", g.input(0)))),
          ActivationRow.gradientOf("SoftsignGrad", "features")
              .function((dy, x) -> dy / ((1 + Math.abs(x)) * (1 + Math.abs(x))))
              .notDifferentiable("TF registers no gradient for it"));

  private Activations() {}

  /** Adds {@code type} of what arrived and {@code x}, with the operation's slope if it has one. */
  private static Output gradientOp(GradientContext g, String type, Output x) {
    return withSlope(g, g.tf().graph().opBuilder(type, type).input(g.dy(0)).input(x));
  }

  private static Output withSlope(GradientContext g, OperationBuilder builder) {
    g.op().attrs().find("alpha").ifPresent(alpha -> builder.attr("alpha", alpha));
    return builder.build().output(0);
  }

  /** The gradient of a gradient that is linear in dy and piecewise constant in x. */
  private static Gradient piecewiseLinear(String type) {
    return g -> {
      g.set(0, gradientOp(g, type, g.input(1)));
      g.set(1, g.tf().zerosLike(g.input(1)));
    };
  }

  /** The gradient of a gradient that multiplies by dy below zero. */
  private static Gradient exponentialBelowZero(String type) {
    return g -> {
      Ops tf = g.tf();
      Output y = g.input(1);
      g.set(0, gradientOp(g, type, y));
      Output zeros = tf.zerosLike(y);
      g.set(1, tf.where(tf.less(y, zeros), tf.times(g.dy(0), g.input(0)), zeros));
    };
  }

  /** {@code dy · x'} by x is {@code dy / (exp(-x) + 2 + exp(x))}. */
  private static void softplusGradGradient(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(1);
    g.set(0, gradientOp(g, "SoftplusGrad", x));
    Output sum = tf.plus(tf.plus(tf.exp(tf.negative(x)), 2), tf.exp(x));
    g.set(1, tf.divide(tf.times(g.dy(0), g.input(0)), sum));
  }

  static Output activation(Ops tf, String type, Output features, String name) {
    return tf.graph().opBuilder(type, name).input(features).build().output(0);
  }

  static Output leakyRelu(Ops tf, Output features, float alpha, String name) {
    return tf.graph()
        .opBuilder("LeakyRelu", name)
        .input(features)
        .attr("alpha", alpha)
        .build()
        .output(0);
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.cpu.FloatUnaryOperator;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.tensor.Shape;

/**
 * What a fused op does after its product: it adds input 2 to each channel, then applies an
 * activation; the slope of Prelu is input 3.
 *
 * <p>The converter of TensorFlow.js writes fused ops into its files; TF 1.15 makes some of them
 * when it rewrites a graph to run it. Batch normalization, which that may fuse too, is in no file.
 *
 * @param activation the activation's name as in {@code fused_ops}; "" for none
 * @param alpha the slope of LeakyRelu
 */
record FusedOps(String activation, float alpha) {
  static final String NO_GRADIENT =
      "TF registers no gradient for fused ops, which are made for inference";

  /** What TensorFlow.js takes where no slope of LeakyRelu is given. */
  private static final float DEFAULT_ALPHA = 0.2f;

  private static final List<String> ACTIVATIONS =
      List.of("", "Relu", "Relu6", "Elu", "LeakyRelu", "Sigmoid", "Tanh", "Prelu");

  /**
   * Reads {@code fused_ops}.
   *
   * @throws SlimgraphException UNIMPLEMENTED for other ops than a bias and an activation,
   *     INVALID_ARGUMENT if there are not as many arguments as they need
   */
  static FusedOps of(Attributes attrs) {
    List<String> ops = attrs.strings("fused_ops");
    String activation = ops.size() == 2 ? ops.get(1) : "";
    if (ops.isEmpty()
        || ops.size() > 2
        || !ops.get(0).equals("BiasAdd")
        || !ACTIVATIONS.contains(activation)) {
      throw SlimgraphException.unimplemented(
          "Fusion is not implemented: [%s]; BiasAdd is, alone or with one of%s",
          String.join(",", ops), String.join(" ", ACTIVATIONS));
    }
    long wanted = activation.equals("Prelu") ? 2 : 1;
    if (attrs.integer("num_args") != wanted) {
      throw SlimgraphException.invalidArgument(
          "Fused [%s] must have %d extra arguments, but num_args is %d",
          String.join(",", ops), wanted, attrs.integer("num_args"));
    }
    boolean sloped = attrs.find("leakyrelu_alpha").isPresent();
    return new FusedOps(activation, sloped ? attrs.real("leakyrelu_alpha") : DEFAULT_ALPHA);
  }

  /**
   * Changes the product of shape {@code shape}, channels last.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if bias or slope do not fit it
   */
  void apply(KernelContext context, float[] product, Shape shape) {
    Shape bias = context.shape(2);
    long channels = shape.dim(-1);
    if (bias.rank() != 1 || bias.dim(0) != channels) {
      throw SlimgraphException.invalidArgument(
          "Must provide as many biases as the last dimension of the product: %s vs. %s",
          bias.toBrackets(), shape.toBrackets());
    }
    int size = (int) shape.elementCount();
    if (size == 0) {
      return;
    }
    int rows = (int) (size / channels);
    CpuLoops.get()
        .bias()
        .add(
            product, 0, context.floats(2), 0, product, 0, rows, (int) channels, context.parallel());
    activate(context, product, shape, size);
  }

  private void activate(KernelContext context, float[] values, Shape shape, int size) {
    switch (activation) {
      case "Relu" -> map(context, UnaryOp.RELU, values, size);
      case "Relu6" -> map(context, UnaryOp.RELU6, values, size);
      case "Sigmoid" -> map(context, UnaryOp.SIGMOID, values, size);
      case "Tanh" -> map(context, UnaryOp.TANH, values, size);
      case "Elu" -> map(context, x -> x < 0 ? (float) Math.expm1(x) : x, values, size);
      case "LeakyRelu" -> map(context, x -> x > 0 ? x : alpha * x, values, size);
      case "Prelu" -> prelu(context, values, shape);
      default -> {}
    }
  }

  private static Elementwise loops() {
    return CpuLoops.get().elementwise();
  }

  private static void map(KernelContext context, UnaryOp op, float[] values, int size) {
    loops().unary(op, values, 0, values, 0, size, context.parallel());
  }

  private static void map(KernelContext context, FloatUnaryOperator f, float[] values, int size) {
    loops().map(f, values, 0, values, 0, size, context.parallel());
  }

  private static void prelu(KernelContext context, float[] values, Shape shape) {
    Shape slope = context.shape(3);
    BroadcastPlan plan = Prelu.plan(shape, slope);
    loops().map(Prelu::apply, plan, values, 0, context.floats(3), 0, values, 0, context.parallel());
  }
}

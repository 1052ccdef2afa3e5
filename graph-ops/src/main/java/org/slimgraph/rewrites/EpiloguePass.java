package org.slimgraph.rewrites;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.Epilogue;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.plan.PlanView;
import org.slimgraph.plan.Step;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A step that can be done to a product block by block: a bias, a batch normalization by given
 * moments, arithmetic with a value, a vector of the channels or a tensor of the same shape, an
 * activation.
 */
@FunctionalInterface
interface EpiloguePass {
  ImmutableMap<String, UnaryOp> ACTIVATIONS =
      ImmutableMap.of(
          "Relu", UnaryOp.RELU,
          "Relu6", UnaryOp.RELU6,
          "Sigmoid", UnaryOp.SIGMOID,
          "Tanh", UnaryOp.TANH);

  ImmutableMap<String, BinaryOp> ARITHMETIC =
      ImmutableMap.of(
          "Add", BinaryOp.ADD,
          "AddV2", BinaryOp.ADD,
          "Sub", BinaryOp.SUB,
          "Mul", BinaryOp.MUL);

  /** Adds the pass to the epilogue of a step in {@code context}. */
  void addTo(Epilogue.Builder epilogue, KernelContext context);

  /**
   * Returns the pass that {@code step} is to {@code value}, of shape {@code shape}, if it is one.
   *
   * @param inputs the inputs of the fused step, to which those of the pass are added
   */
  static Optional<EpiloguePass> of(
      PlanView plan, Step step, int value, Shape shape, List<Integer> inputs) {
    Operation op = step.operation();
    if (step.operations().size() > 1 || plan.type(value) != DataType.FLOAT) {
      return Optional.empty();
    }
    UnaryOp activation = ACTIVATIONS.get(op.type());
    if (activation != null) {
      return Optional.of((epilogue, context) -> epilogue.map(activation));
    }
    switch (op.type()) {
      case "Identity":
        return Optional.of((epilogue, context) -> {});
      case "BiasAdd":
      case "BiasAddV1":
        return bias(plan, step, value, shape, inputs);
      case "FusedBatchNorm":
      case "FusedBatchNormV2":
      case "FusedBatchNormV3":
        return normalization(plan, step, value, shape, inputs);
      default:
        BinaryOp arithmetic = ARITHMETIC.get(op.type());
        return arithmetic == null
            ? Optional.empty()
            : arithmetic(arithmetic, plan, step, value, shape, inputs);
    }
  }

  private static boolean isChannelsFirst(Operation op) {
    return op.attrs().find("data_format").isPresent()
        && op.attrs().string("data_format").startsWith("NC");
  }

  private static boolean isVector(PlanView plan, int value, Shape shape) {
    Shape vector = plan.shape(value);
    return vector.rank() == 1 && vector.dim(0) == shape.dim(-1);
  }

  private static Optional<EpiloguePass> bias(
      PlanView plan, Step step, int value, Shape shape, List<Integer> inputs) {
    if (step.input(0) != value
        || isChannelsFirst(step.operation())
        || !isVector(plan, step.input(1), shape)) {
      return Optional.empty();
    }
    int bias = add(inputs, step.input(1));
    return Optional.of((epilogue, context) -> epilogue.channel(BinaryOp.ADD, context.floats(bias)));
  }

  private static Optional<EpiloguePass> normalization(
      PlanView plan, Step step, int value, Shape shape, List<Integer> inputs) {
    Operation op = step.operation();
    if (step.input(0) != value
        || op.attrs().bool("is_training")
        || isChannelsFirst(op)
        || plan.usesOtherOutputs(step)) {
      return Optional.empty();
    }
    for (int i = 1; i < 5; i++) {
      if (!isVector(plan, step.input(i), shape)) {
        return Optional.empty();
      }
    }
    int gamma = add(inputs, step.input(1));
    int beta = add(inputs, step.input(2));
    int mean = add(inputs, step.input(3));
    int variance = add(inputs, step.input(4));
    float epsilon = op.attrs().real("epsilon");
    int channels = Math.toIntExact(shape.dim(-1));
    return Optional.of(
        (epilogue, context) ->
            epilogue.normalize(
                context.floats(mean),
                context.floats(variance),
                context.floats(gamma),
                context.floats(beta),
                epsilon,
                channels));
  }

  private static Optional<EpiloguePass> arithmetic(
      BinaryOp op, PlanView plan, Step step, int value, Shape shape, List<Integer> inputs) {
    boolean left = step.input(0) == value;
    if (!left && op == BinaryOp.SUB) {
      return Optional.empty();
    }
    int operand = step.input(left ? 1 : 0);
    Shape other = plan.shape(operand);
    if (!other.isFullyDefined() || other.rank() > shape.rank()) {
      return Optional.empty();
    }
    int channels = Math.toIntExact(shape.dim(-1));
    if (other.elementCount() == 1) {
      int i = add(inputs, operand);
      return Optional.of((epilogue, context) -> epilogue.scalar(op, context.floats(i)[0]));
    }
    if (other.equals(shape)) {
      int i = add(inputs, operand);
      return Optional.of((epilogue, context) -> epilogue.elements(op, context.floats(i), channels));
    }
    if (other.elementCount() == channels && other.dim(-1) == channels) {
      int i = add(inputs, operand);
      return Optional.of((epilogue, context) -> epilogue.channel(op, context.floats(i)));
    }
    return Optional.empty();
  }

  private static int add(List<Integer> inputs, int value) {
    inputs.add(value);
    return inputs.size() - 1;
  }
}

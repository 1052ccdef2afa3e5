package org.slimgraph.ops.flow;

import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Zeros for values into which no gradient flows, where a conditional or a loop may leave the value
 * itself dead. TF: control_flow_state.ZerosLike, zeros and shape_internal with optimize=False.
 */
final class FlowZeros {
  private FlowZeros() {}

  /** Returns the shape of {@code value} as it is in the run, even if it is known before. */
  static Output shape(Ops tf, Output value) {
    return tf.graph().opBuilder("Shape", "Shape").input(value).build().output(0);
  }

  static Output zeros(Ops tf, Output shape, DataType type) {
    try (NameScope scope = tf.nameScope("zeros")) {
      Output zero = tf.constant(Tensor.zeros(type, Shape.scalar()), "Const");
      return tf.fill(shape, zero, scope.name());
    }
  }

  static Output zerosLike(Ops tf, Output value) {
    return tf.graph().opBuilder("ZerosLike", "zeros_like").input(value).build().output(0);
  }

  /** Returns one row of zeros that fits in front of the rows of {@code gradient}. */
  static Output firstRow(Ops tf, IndexedSlices gradient, Output wholeShape) {
    Shape shape = gradient.values().shape();
    DataType type = gradient.values().dataType().base();
    if (shape.isFullyDefined()) {
      Shape row = Shape.of(1).concat(shape.slice(1));
      return tf.constant(Tensor.zeros(type, row), "b_acc");
    }
    Output row = tf.slice(wholeShape, new int[] {1}, new int[] {-1});
    Output one = tf.constant(Tensor.of(Shape.of(1), new int[] {1}));
    return zeros(tf, tf.concat(List.of(one, row), 0), type);
  }

  /** Returns zeros for output {@code i}; none for a handle that does not say what it stands for. */
  static Optional<Output> zerosLike(Ops tf, Operation operation, int i) {
    Output value = operation.output(i);
    if (isSwitch(operation) && FlowContext.of(operation) instanceof CondContext branch) {
      return untaken(tf, operation, value, branch);
    }
    if (value.dataType().base() == DataType.RESOURCE) {
      Optional<HandleInfo> info = operation.outputHandle(i);
      return info.map(of -> zeros(tf, variableShape(tf, value), of.type()));
    }
    return Optional.of(zerosLike(tf, value));
  }

  /** The zeros of the branch that is not taken are computed only where it is not. */
  private static Optional<Output> untaken(
      Ops tf, Operation choice, Output value, CondContext branch) {
    Output other = Switch.of(tf, choice.input(0), branch.predicate()).output(1 - branch.branch());
    Output pivot = tf.identity(other);
    Optional<HandleInfo> info = other.operation().outputHandle(1 - branch.branch());
    if (value.dataType().base() == DataType.RESOURCE) {
      try (Scope waiting = tf.controlDependencies(pivot)) {
        return info.map(of -> zeros(tf, variableShape(tf, other), of.type()));
      }
    }
    Output shape = shape(tf, other);
    try (Scope waiting = tf.controlDependencies(pivot)) {
      return Optional.of(zeros(tf, shape, value.dataType().base()));
    }
  }

  static Output variableShape(Ops tf, Output handle) {
    return tf.graph().opBuilder("VariableShape", "VariableShape").input(handle).build().output(0);
  }

  static boolean isSwitch(Operation operation) {
    return operation.type().equals("Switch") || operation.type().equals("RefSwitch");
  }
}

package org.slimgraph.slim;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Whether a layer trains: a boolean, or a tensor that says so.
 *
 * @param value the boolean; null if a tensor says it
 * @param tensor the tensor; null if there is a boolean, or nothing at all
 */
record IsTraining(@Nullable Boolean value, @Nullable Output tensor) {

  static IsTraining of(boolean value) {
    return new IsTraining(value, null);
  }

  static IsTraining of(@Nullable GraphElement element) {
    if (element == null) {
      return new IsTraining(null, null);
    }
    if (element instanceof Variable variable) {
      return new IsTraining(null, variable.value());
    }
    if (element instanceof Output output) {
      return new IsTraining(null, output);
    }
    throw new IllegalArgumentException(
        "isTraining: '" + element.name() + "' is neither a tensor nor a variable");
  }

  /** Returns whether there is neither a boolean nor a tensor. */
  boolean isNothing() {
    return value == null && tensor == null;
  }

  /** Returns this, or Keras' learning phase, false unless fed, if there is nothing. */
  IsTraining orLearningPhase(Ops tf) {
    return isNothing() ? new IsTraining(null, LearningPhase.of(tf)) : this;
  }

  /**
   * Returns the value if it is known while the graph is built. A tensor of known value can no
   * longer be fed.
   *
   * @throws SlimgraphException INVALID_ARGUMENT without boolean and tensor, or if the tensor is
   *     neither bool nor a constant 0 or 1
   */
  Optional<Boolean> known() {
    if (value != null) {
      return Optional.of(value);
    }
    Output predicate = tensor;
    if (predicate == null) {
      throw SlimgraphException.invalidArgument("value_or_tensor_or_var cannot be None");
    }
    Optional<Boolean> known = predicate.graph().constantValue(predicate).map(IsTraining::truth);
    if (known.isEmpty() && predicate.dataType().base() != DataType.BOOL) {
      throw notBool(predicate.dataType().base());
    }
    return known;
  }

  /** Returns whether it is known that the layer never trains. */
  boolean isNever() {
    return known().equals(Optional.of(false));
  }

  private static boolean truth(Tensor constant) {
    switch (constant.dataType()) {
      case BOOL:
        return constant.booleans()[0];
      case INT32, INT64:
        return constant.longs()[0] != 0;
      default:
        throw notBool(constant.dataType());
    }
  }

  private static SlimgraphException notBool(DataType type) {
    return SlimgraphException.invalidArgument(
        "isTraining must be a bool, not a tensor of type %s", type.tfName());
  }

  /** Builds one of two results, or, if only a run knows which, a conditional. */
  Output choose(Ops tf, Supplier<Output> inTraining, Supplier<Output> inInference) {
    return chooseAll(tf, () -> List.of(inTraining.get()), () -> List.of(inInference.get())).get(0);
  }

  /** Builds one of two lists of results, or, if only a run knows which, a conditional. */
  List<Output> chooseAll(
      Ops tf, Supplier<List<Output>> inTraining, Supplier<List<Output>> inInference) {
    Optional<Boolean> known = known();
    if (known.isPresent()) {
      return (known.get() ? inTraining : inInference).get();
    }
    return tf.condList(requireNonNull(tensor), inTraining, inInference, "cond");
  }
}

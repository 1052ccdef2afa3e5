package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/** {@code a += g²; w -= rate·g/sqrt(a)}. */
final class Adagrad extends Optimizer {
  private static final String RATE = "learning_rate";
  private static final String ACCUMULATOR = "accumulator";

  private final double initialValue;

  Adagrad(Ops tf, Setting learningRate, double initialValue, AdagradOptions options) {
    super(tf, options, ImmutableMap.of(RATE, learningRate));
    this.initialValue = initialValue;
    if (!(initialValue > 0)) {
      throw SlimgraphException.invalidArgument(
          "initial_accumulator_value must be positive: %s", initialValue);
    }
  }

  @Override
  void createSlots(List<Variable> variables) {
    variables.forEach(variable -> slot(variable, ACCUMULATOR, Initializers.constant(initialValue)));
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return updateOp("ApplyAdagrad", variable, ACCUMULATOR)
        .input(setting(RATE, variable))
        .input(gradient)
        .build();
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    return updateOp("SparseApplyAdagrad", variable, ACCUMULATOR)
        .input(setting(RATE, variable))
        .input(values)
        .input(indices)
        .build();
  }
}

package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/** {@code a = m·a + g; w -= rate·a}; Nesterov's form: {@code w -= rate·(g + m·a)}. */
final class Momentum extends Optimizer {
  private static final String RATE = "learning_rate";
  private static final String MOMENTUM = "momentum";

  private final boolean useNesterov;

  Momentum(Ops tf, Setting learningRate, Setting momentum, MomentumOptions options) {
    super(tf, options, ImmutableMap.of(RATE, learningRate, MOMENTUM, momentum));
    this.useNesterov = options.useNesterov;
  }

  @Override
  void createSlots(List<Variable> variables) {
    variables.forEach(variable -> zerosSlot(variable, MOMENTUM));
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return withMomentum(
        updateOp("ApplyMomentum", variable, MOMENTUM)
            .input(setting(RATE, variable))
            .input(gradient),
        variable);
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    return withMomentum(
        updateOp("SparseApplyMomentum", variable, MOMENTUM)
            .input(setting(RATE, variable))
            .input(values)
            .input(indices),
        variable);
  }

  private Operation withMomentum(OperationBuilder op, Variable variable) {
    return op.input(setting(MOMENTUM, variable)).attr("use_nesterov", useNesterov).build();
  }
}

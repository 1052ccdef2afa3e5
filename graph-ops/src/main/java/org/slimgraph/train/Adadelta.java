package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/**
 * {@code a = rho·a + (1 - rho)·g²; step = g·sqrt(u + epsilon)/sqrt(a + epsilon); u = rho·u + (1 -
 * rho)·step²; w -= rate·step}.
 */
final class Adadelta extends Optimizer {

  Adadelta(Ops tf, Setting learningRate, AdadeltaOptions options) {
    super(
        tf,
        options,
        ImmutableMap.of(
            "lr", learningRate,
            "rho", Setting.of(options.rho),
            "epsilon", Setting.of(options.epsilon)));
  }

  @Override
  void createSlots(List<Variable> variables) {
    for (Variable variable : variables) {
      zerosSlot(variable, "accum");
      zerosSlot(variable, "accum_update");
    }
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return start("ApplyAdadelta", variable).input(gradient).build();
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    return start("SparseApplyAdadelta", variable).input(values).input(indices).build();
  }

  private OperationBuilder start(String type, Variable variable) {
    return updateOp(type, variable, "accum", "accum_update")
        .input(setting("lr", variable))
        .input(setting("rho", variable))
        .input(setting("epsilon", variable));
  }
}

package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/**
 * {@code rms += (g² - rms)(1 - decay); step = m·step + rate·g/sqrt(rms + epsilon); w -= step}; the
 * centered form subtracts the square of the mean gradient under the root.
 */
final class RmsProp extends Optimizer {
  private final boolean centered;
  private final String type;
  private final String[] slotKeys;

  RmsProp(Ops tf, Setting learningRate, RmsPropOptions options) {
    super(
        tf,
        options,
        ImmutableMap.of(
            "learning_rate", learningRate,
            "decay", Setting.of(options.decay),
            "momentum", Setting.of(options.momentum),
            "epsilon", Setting.of(options.epsilon)));
    this.centered = options.centered;
    this.type = centered ? "ApplyCenteredRMSProp" : "ApplyRMSProp";
    this.slotKeys =
        centered ? new String[] {"mg", "rms", "momentum"} : new String[] {"rms", "momentum"};
  }

  @Override
  void createSlots(List<Variable> variables) {
    for (Variable variable : variables) {
      slot(variable, "rms", Initializers.ones());
      if (centered) {
        zerosSlot(variable, "mg");
      }
      zerosSlot(variable, "momentum");
    }
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return withSettings(updateOp(type, variable, slotKeys), variable).input(gradient).build();
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    return withSettings(updateOp("Sparse" + type, variable, slotKeys), variable)
        .input(values)
        .input(indices)
        .build();
  }

  private OperationBuilder withSettings(OperationBuilder op, Variable variable) {
    return op.input(setting("learning_rate", variable))
        .input(setting("decay", variable))
        .input(setting("momentum", variable))
        .input(setting("epsilon", variable));
  }
}

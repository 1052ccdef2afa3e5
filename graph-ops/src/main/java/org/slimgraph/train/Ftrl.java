package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/** Follow the regularized leader, with L1, L2 and shrinkage regularization. */
final class Ftrl extends Optimizer {
  private static final String RATE = "learning_rate";
  private static final String POWER = "learning_rate_power";
  private static final String L1 = "l1_regularization_strength";
  private static final String L2 = "l2_regularization_strength";
  private static final String SHRINKAGE = "l2_shrinkage_regularization_strength";

  private final double initialValue;
  private final boolean shrinks;

  Ftrl(Ops tf, Setting learningRate, FtrlOptions options) {
    super(tf, options, settings(learningRate, options));
    this.initialValue = options.initialAccumulatorValue;
    this.shrinks = options.l2ShrinkageRegularizationStrength > 0;
    checkAtLeastZero("initial_accumulator_value", initialValue);
    checkAtLeastZero(L1, options.l1RegularizationStrength);
    checkAtLeastZero(L2, options.l2RegularizationStrength);
    checkAtLeastZero(SHRINKAGE, options.l2ShrinkageRegularizationStrength);
    if (options.learningRatePower > 0) {
      throw SlimgraphException.invalidArgument(
          "learning_rate_power %f needs to be negative or zero", options.learningRatePower);
    }
  }

  private static ImmutableMap<String, Setting> settings(Setting learningRate, FtrlOptions options) {
    return ImmutableMap.of(
        RATE, learningRate,
        L1, Setting.of(options.l1RegularizationStrength),
        L2, Setting.of(options.l2RegularizationStrength),
        SHRINKAGE, Setting.of(options.l2ShrinkageRegularizationStrength),
        POWER, Setting.of(options.learningRatePower));
  }

  private static void checkAtLeastZero(String name, double value) {
    if (!(value >= 0)) {
      throw SlimgraphException.invalidArgument(
          "%s %f needs to be greater than or equal to zero", name, value);
    }
  }

  @Override
  void createSlots(List<Variable> variables) {
    for (Variable variable : variables) {
      Output initial =
          tf.constant(Literals.filled(variable.dataType(), variable.shape(), initialValue));
      slot(variable, "accum", initial);
      zerosSlot(variable, "linear");
    }
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return start("ApplyFtrl", variable, gradient);
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    return start("SparseApplyFtrl", variable, values, indices);
  }

  private Operation start(String type, Variable variable, Output... gradient) {
    OperationBuilder op = updateOp(shrinks ? type + "V2" : type, variable, "accum", "linear");
    for (Output part : gradient) {
      op.input(part);
    }
    op.input(setting(RATE, variable)).input(setting(L1, variable)).input(setting(L2, variable));
    if (shrinks) {
      op.input(setting(SHRINKAGE, variable));
    }
    return op.input(setting(POWER, variable)).build();
  }
}

package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * {@code m += (g - m)(1 - β1); v += (g² - v)(1 - β2); w -= rate·sqrt(1 - β2ᵗ)/(1 - β1ᵗ)·m/(sqrt(v)
 * + epsilon)}. The powers β1ᵗ and β2ᵗ are two variables of the optimizer; they are multiplied when
 * all updates are done.
 */
final class Adam extends Optimizer {
  private static final String RATE = "learning_rate";
  private static final String BETA1 = "beta1";
  private static final String BETA2 = "beta2";
  private static final String EPSILON = "epsilon";

  private final AdamOptions options;
  private @Nullable Powers powers;

  /** The variables β1ᵗ and β2ᵗ. */
  private record Powers(Variable beta1, Variable beta2) {}

  Adam(Ops tf, Setting learningRate, AdamOptions options) {
    super(
        tf,
        options,
        ImmutableMap.of(
            RATE, learningRate,
            BETA1, Setting.of(options.beta1),
            BETA2, Setting.of(options.beta2),
            EPSILON, Setting.of(options.epsilon)));
    this.options = options;
  }

  @Override
  void createSlots(List<Variable> variables) {
    if (powers == null) {
      Variable first = variables.stream().min(Comparator.comparing(Variable::name)).orElseThrow();
      powers =
          new Powers(
              power(options.beta1, "beta1_power", first),
              power(options.beta2, "beta2_power", first));
    }
    for (Variable variable : variables) {
      zerosSlot(variable, "m");
      zerosSlot(variable, "v");
    }
  }

  private Variable power(double initialValue, String name, Variable beside) {
    try (Scope colocated = tf.colocateWith(beside)) {
      return tf.variable(
          Tensor.scalar((float) initialValue),
          o -> o.name(name).trainable(false).useResource(beside.isResource()));
    }
  }

  private Powers powers() {
    if (powers == null) {
      throw new IllegalStateException("The powers of " + name() + " are not made");
    }
    return powers;
  }

  private Output power(Variable power, Variable variable) {
    return tf.cast(Rows.read(tf, power), variable.dataType());
  }

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    return updateOp("ApplyAdam", variable, "m", "v")
        .input(power(powers().beta1, variable))
        .input(power(powers().beta2, variable))
        .input(setting(RATE, variable))
        .input(setting(BETA1, variable))
        .input(setting(BETA2, variable))
        .input(setting(EPSILON, variable))
        .input(gradient)
        .build();
  }

  /** There is no sparse op. TF decays the moments of all rows, so all weights move. */
  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    Output beta1Power = power(powers().beta1, variable);
    Output beta2Power = power(powers().beta2, variable);
    Output beta1 = setting(BETA1, variable);
    Output beta2 = setting(BETA2, variable);
    Output rate =
        tf.over(
            tf.times(setting(RATE, variable), tf.sqrt(tf.minus(1, beta2Power))),
            tf.minus(1, beta1Power));
    Output first = tf.times(values, tf.minus(1, beta1));
    Output m = moment(slot(variable, "m"), beta1, indices, first);
    Output second = tf.times(tf.times(values, values), tf.minus(1, beta2));
    Output v = moment(slot(variable, "v"), beta2, indices, second);
    Output step = tf.over(tf.times(rate, m), tf.plus(tf.sqrt(v), setting(EPSILON, variable)));
    Output update = variable.assignSub(step);
    return tf.group(List.of(update, m, v));
  }

  private Output moment(Variable slot, Output beta, Output indices, Output values) {
    Output decayed = slot.assign(tf.times(Rows.read(tf, slot), beta));
    try (Scope after = tf.controlDependencies(decayed)) {
      return Rows.add(tf, slot, indices, values, useLocking());
    }
  }

  @Override
  Operation finish(List<Operation> updates, String scope) {
    List<Operation> all = new ArrayList<>(updates);
    try (Scope after = tf.controlDependencies(updates);
        Scope colocated = tf.colocateWith(powers().beta1)) {
      all.add(multiply(powers().beta1, setting(BETA1)));
      all.add(multiply(powers().beta2, setting(BETA2)));
    }
    return tf.group(all, scope);
  }

  private Operation multiply(Variable power, Output beta) {
    Output product = tf.times(Rows.read(tf, power), beta);
    return power.assignOp(product, power.isResource() ? "AssignVariableOp" : "Assign");
  }
}

package org.slimgraph.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/**
 * Averages of variables or tensors over the steps, each in a shadow variable {@code
 * w/ExponentialMovingAverage}: {@code shadow -= (shadow - value)·(1 - decay)}. TF 1.15: {@code
 * training/moving_averages.py}.
 *
 * <p>The shadow of a variable starts as the variable's initial value, which both get when they are
 * initialized in one run, as {@code globalVariablesInitializer} does.
 */
public final class ExponentialMovingAverage {
  private final Ops tf;
  private final Setting decay;
  private final ExponentialMovingAverageOptions options;
  private final Map<GraphElement, Variable> averages = new LinkedHashMap<>();

  ExponentialMovingAverage(Ops tf, Setting decay, ExponentialMovingAverageOptions options) {
    this.tf = tf;
    this.decay = decay;
    this.options = options;
  }

  /** Returns the name of the averages. */
  public String name() {
    return options.name();
  }

  /** Adds the update of the averages of all trainable variables. */
  public Operation apply() {
    return apply(tf.trainableVariables());
  }

  /**
   * Adds the update of the averages of {@code values}, variables or tensors. Shadows are made where
   * there are none, outside of all control dependencies; variables join MOVING_AVERAGE_VARIABLES.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other than floating-point types, and under TF
   *     1.0 for what has an average
   */
  public Operation apply(List<? extends GraphElement> values) {
    Set<Variable> startAtZero = new LinkedHashSet<>();
    for (GraphElement value : values) {
      checkType(value);
      if (!averages.containsKey(value)) {
        Variable shadow = makeShadow(value);
        averages.put(value, shadow);
        if (options.zeroDebias() && !(value instanceof Variable)) {
          startAtZero.add(shadow);
        }
      } else if (tf.graph().compat() == Compat.TF_1_0) {
        throw SlimgraphException.invalidArgument(
            "Moving average already computed for: %s", value.name());
      }
    }
    try (NameScope scope = tf.nameScope(name())) {
      Setting effective = Setting.of(effectiveDecay());
      List<Output> updates = new ArrayList<>();
      for (GraphElement value : values) {
        updates.add(update(value, effective, startAtZero));
      }
      return tf.group(updates, scope.name());
    }
  }

  private Output update(GraphElement element, Setting effective, Set<Variable> startAtZero) {
    Variable shadow = averages.get(element);
    if (shadow == null) {
      throw new IllegalStateException("No average of " + element);
    }
    Output value =
        element instanceof Variable variable ? Rows.read(tf, variable) : (Output) element;
    return startAtZero.contains(shadow)
        ? MovingAverage.assignZeroDebiased(tf, shadow, value, effective, MovingAverage.NAME)
        : MovingAverage.assign(tf, shadow, value, effective, MovingAverage.NAME);
  }

  private Output effectiveDecay() {
    Output given = decay.in(tf, "decay");
    if (options.numUpdates().isEmpty()) {
      return given;
    }
    Output count = tf.cast(options.numUpdates().get(), DataType.FLOAT, "num_updates");
    return tf.minimum(given, tf.over(tf.plus(1.0, count), tf.plus(10.0, count)));
  }

  private Variable makeShadow(GraphElement value) {
    try (Scope independent = tf.graph().clearControlDependencies()) {
      if (value instanceof Variable variable) {
        Variable shadow =
            Slots.create(
                tf, variable, name(), Shape.unknown(), Initializers.value(variable.initialValue()));
        tf.graph().addToCollection(GraphKeys.MOVING_AVERAGE_VARIABLES, variable);
        return shadow;
      }
      return Slots.create(tf, (Output) value, name());
    }
  }

  private static void checkType(GraphElement value) {
    if (!(value instanceof Variable) && !(value instanceof Output)) {
      throw new IllegalArgumentException("Only variables and tensors have averages: " + value);
    }
    DataType type =
        value instanceof Variable variable ? variable.dataType() : ((Output) value).dataType();
    if (!type.base().isFloating()) {
      throw SlimgraphException.invalidArgument(
          "The variables must be half, float, or double: %s", value.name());
    }
  }

  /** Returns the shadow that holds the average of {@code value}, if there is one. */
  public Optional<Variable> average(GraphElement value) {
    return Optional.ofNullable(averages.get(value));
  }

  /** Returns the name in checkpoints that the average of {@code value} has or would have. */
  public String averageName(GraphElement value) {
    return average(value)
        .map(Variable::opName)
        .orElseGet(() -> tf.graph().uniqueName(value.operation().name() + "/" + name(), false));
  }

  /**
   * Returns which variable to restore from which name, to go on with averages in place of values:
   * trainable and averaged variables from their averages, all other global ones from themselves.
   */
  public Map<String, Variable> variablesToRestore() {
    Set<Variable> averaged = new LinkedHashSet<>(tf.trainableVariables());
    averaged.addAll(tf.movingAverageVariables());
    Map<String, Variable> restore = new LinkedHashMap<>();
    averaged.forEach(variable -> restore.put(averageName(variable), variable));
    for (Variable variable : tf.globalVariables()) {
      if (!averaged.contains(variable) && !restore.containsKey(variable.opName())) {
        restore.put(variable.opName(), variable);
      }
    }
    return restore;
  }
}

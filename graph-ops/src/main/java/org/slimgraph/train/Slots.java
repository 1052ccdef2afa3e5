package org.slimgraph.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Variable;

/**
 * Variables that belong to other variables, such as the momentum of weights: of their shape,
 * global, not trainable, named below them. TF 1.15: {@code training/slot_creator.py}.
 */
final class Slots {
  private final Ops tf;
  private final Map<String, Map<Variable, Variable>> slots = new LinkedHashMap<>();

  Slots(Ops tf) {
    this.tf = tf;
  }

  Set<String> names() {
    return slots.keySet();
  }

  Optional<Variable> find(Variable primary, String key) {
    return Optional.ofNullable(slots.getOrDefault(key, Map.of()).get(primary));
  }

  /**
   * Makes the slot {@code key} of {@code primary}, unless there is one.
   *
   * @param shape that of the variable; unknown for an initializer that is a value
   */
  void make(Variable primary, String key, String name, Shape shape, Initializer initializer) {
    slots
        .computeIfAbsent(key, k -> new LinkedHashMap<>())
        .computeIfAbsent(primary, p -> create(tf, p, name, shape, initializer));
  }

  /** Adds the variable {@code w/name} for {@code w}, colocated with it. */
  static Variable create(
      Ops tf, Variable primary, String name, Shape shape, Initializer initializer) {
    try (OpenVariableScope scope =
            tf.variableScope(o -> o.defaultName(primary.opName() + "/" + name));
        Scope colocated = tf.colocateWith(primary)) {
      return tf.getVariable(
          "",
          shape,
          o ->
              o.dtype(primary.dataType())
                  .initializer(initializer)
                  .trainable(false)
                  .useResource(primary.isResource())
                  .validateShape(primary.shape().isFullyDefined()));
    }
  }

  /** Adds the variable {@code op/name} of zeros for a tensor. */
  static Variable create(Ops tf, Output primary, String name) {
    String prefix = primary.operation().name();
    try (OpenVariableScope scope = tf.variableScope(o -> o.defaultName(prefix + "/" + name))) {
      return tf.getVariable(
          "",
          primary.shape(),
          o ->
              o.dtype(primary.dataType().base())
                  .initializer(Initializers.zeros())
                  .trainable(false));
    }
  }
}

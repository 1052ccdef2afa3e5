package org.slimgraph.train;

import java.util.HashSet;
import java.util.Set;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Reuse;
import org.slimgraph.variables.Variable;

/**
 * The update of a moving average: {@code moving ← moving − (moving − value)·(1 − decay)}. TF builds
 * it in three ways that differ in names, in colocation and in the last bits of the factor.
 */
public final class MovingAverage {
  static final String NAME = "AssignMovingAvg";

  private MovingAverage() {}

  /**
   * Adds the update of {@code training/moving_averages.py}: the factor is a constant, 1 − decay
   * rounded to float.
   *
   * @return by reference: the reference after the update; by handle: the new value
   */
  public static Output assign(Ops tf, Variable moving, Output value, double decay) {
    return assign(tf, moving, value, Setting.of(decay), NAME);
  }

  static Output assign(Ops tf, Variable moving, Output value, Setting decay, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output factor = decay.complement(tf, moving.dataType());
      try (Scope colocated = tf.colocateWith(moving)) {
        return moving.assignSub(delta(tf, moving, value, factor), updateName(moving, scope));
      }
    }
  }

  /** Adds the update of tf.layers where the decay is a number. Differs in colocation only. */
  public static Operation assignInLayer(Ops tf, Variable moving, Output value, double decay) {
    try (NameScope scope = tf.nameScope(NAME);
        Scope colocated = tf.colocateWith(moving)) {
      Output factor = Setting.of(decay).complement(tf, moving.dataType());
      return moving.assignSubOp(delta(tf, moving, value, factor), updateName(moving, scope));
    }
  }

  /** Adds the same update; returns as {@link #assign}. */
  public static Output updatedInLayer(Ops tf, Variable moving, Output value, double decay) {
    try (NameScope scope = tf.nameScope(NAME);
        Scope colocated = tf.colocateWith(moving)) {
      Output factor = Setting.of(decay).complement(tf, moving.dataType());
      return moving.assignSub(delta(tf, moving, value, factor), updateName(moving, scope));
    }
  }

  /**
   * Adds the update of tf.layers where the decay is a float tensor, so that 1 − decay is computed
   * by an op: for 0.999 it differs in the fifth digit from the constant of the other updates.
   */
  public static Operation assignInLayer(Ops tf, Variable moving, Output value, Output decay) {
    try (NameScope scope = tf.nameScope(NAME);
        Scope colocated = tf.colocateWith(moving)) {
      Output factor = tf.cast(tf.minus(1.0, decay), moving.dataType());
      return moving.assignSubOp(delta(tf, moving, value, factor), updateName(moving, scope));
    }
  }

  /**
   * Adds the update of an average that started at zero: a variable {@code biased} holds the plain
   * average, {@code local_step} counts, and {@code moving ← biased / (1 − decay^step)}.
   */
  public static Output assignZeroDebiased(Ops tf, Variable moving, Output value, double decay) {
    return assignZeroDebiased(tf, moving, value, Setting.of(decay), NAME);
  }

  static Output assignZeroDebiased(
      Ops tf, Variable moving, Output value, Setting decay, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output factor = decay.complement(tf, moving.dataType());
      Variable biased;
      Variable localStep;
      try (OpenVariableScope variables = tf.variableScope(moving.opName())) {
        biased = shadow(tf, "biased", moving.shape(), moving.dataType());
        localStep = shadow(tf, "local_step", Shape.scalar(), moving.dataType());
      }
      try (Scope colocated = tf.colocateWith(moving)) {
        Output newBiased = biased.assignSub(delta(tf, biased, value, factor));
        Tensor one = Literals.scalar(moving.dataType(), 1);
        Output newStep = localStep.assignAdd(tf.constant(one, "AssignAdd/value"));
        Output remaining = tf.pow(tf.minus(1.0, factor), newStep);
        Output debiased = tf.over(newBiased, tf.minus(1.0, remaining));
        return moving.assign(debiased, moving.isResource() ? "AssignVariableOp" : scope.name());
      }
    }
  }

  private static Variable shadow(Ops tf, String name, Shape shape, DataType dtype) {
    return tf.getVariable(
        freeName(tf, name),
        shape,
        o -> o.dtype(dtype).initializer(Initializers.zeros()).trainable(false));
  }

  /** TF 1.15: a second update that shares nothing gets variables of its own. */
  private static String freeName(Ops tf, String name) {
    var scope = tf.getVariableScope();
    boolean reuses = scope.reuse() == Reuse.TRUE || scope.reuse() == Reuse.AUTO_REUSE;
    if (reuses || tf.graph().compat() == Compat.TF_1_0) {
      return name;
    }
    Set<String> taken = new HashSet<>();
    scope.globalVariables().forEach(variable -> taken.add(variable.opName()));
    String free = name;
    for (int i = 1; taken.contains(scope.name() + "/" + free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static Output delta(Ops tf, Variable moving, Output value, Output factor) {
    Output statistic = tf.cast(value, moving.dataType());
    return tf.times(tf.minus(moving.value(), statistic), factor);
  }

  /** TF 1.x: an update by reference has the scope's own name, one by handle its type's. */
  private static String updateName(Variable moving, NameScope scope) {
    return moving.isResource() ? "AssignSubVariableOp" : scope.name();
  }
}

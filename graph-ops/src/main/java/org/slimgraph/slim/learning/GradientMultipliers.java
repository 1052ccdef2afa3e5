package org.slimgraph.slim.learning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/**
 * Factors for the gradients of variables, each named by the variable or by the name of its
 * operation; a factor is a number or a tensor of the gradient's type. Mutable; not thread-safe.
 */
public final class GradientMultipliers {
  private final Map<String, Factor> factors = new LinkedHashMap<>();

  /** Multiplies a gradient. */
  private interface Factor {
    Output times(Ops tf, Output gradient);
  }

  /** Creates no multipliers. */
  public GradientMultipliers() {}

  /** Multiplies the gradient of {@code variable} by {@code factor}. */
  public GradientMultipliers put(Variable variable, double factor) {
    return put(variable.opName(), factor);
  }

  /** Multiplies the gradient of {@code variable} by {@code factor}, such as a scalar. */
  public GradientMultipliers put(Variable variable, Output factor) {
    return put(variable.opName(), factor);
  }

  /** Multiplies the gradient of the variable whose operation is {@code name}. */
  public GradientMultipliers put(String name, double factor) {
    factors.put(
        name,
        (tf, gradient) ->
            tf.times(gradient, tf.constant(Literals.scalar(gradient.dataType().base(), factor))));
    return this;
  }

  /** Multiplies the gradient of the variable whose operation is {@code name}. */
  public GradientMultipliers put(String name, Output factor) {
    factors.put(name, (tf, gradient) -> tf.times(gradient, factor));
    return this;
  }

  boolean isEmpty() {
    return factors.isEmpty();
  }

  /** Returns what multiplies the gradient of {@code variable}, if anything does. */
  Optional<UnaryOperator<Output>> of(Ops tf, Variable variable) {
    return Optional.ofNullable(factors.get(variable.opName()))
        .map(factor -> gradient -> factor.times(tf, gradient));
  }
}

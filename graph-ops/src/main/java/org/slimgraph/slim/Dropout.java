package org.slimgraph.slim;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.OpenVariableScope;

/**
 * slim.dropout and tf.layers.dropout. TF 1.15: {@code dropout} in {@code
 * contrib/layers/python/layers/layers.py} over {@code Dropout} in {@code keras/layers/core.py}.
 */
final class Dropout {
  private final Ops tf;
  private final Output inputs;
  private final DropoutOptions options;

  Dropout(Ops tf, Output inputs, DropoutOptions options) {
    this.tf = tf;
    this.inputs = inputs;
    this.options = options;
  }

  Output build(String defaultName) {
    String name = options.scope;
    try (OpenVariableScope scope =
        tf.variableScope(
            o -> {
              if (name == null) {
                o.defaultName(defaultName);
              } else {
                o.name(name);
              }
            })) {
      return NamedOutputs.collect(options, scope.name(), outputs());
    }
  }

  private Output outputs() {
    IsTraining training = options.isTraining.orLearningPhase(tf);
    return training.choose(tf, this::dropped, () -> tf.identity(inputs));
  }

  private Output dropped() {
    Output keepProb = options.keepProb;
    return keepProb == null
        ? tf.nn()
            .dropoutRate(
                inputs, options.rate, o -> o.noiseShape(options.noiseShape).seed(options.seed))
        : tf.nn()
            .dropout(inputs, keepProb, o -> o.noiseShape(options.noiseShape).seed(options.seed));
  }
}

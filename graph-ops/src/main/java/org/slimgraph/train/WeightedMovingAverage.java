package org.slimgraph.train;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Variable;

/** Two moving averages and their quotient. */
final class WeightedMovingAverage {
  private WeightedMovingAverage() {}

  static Output build(Ops tf, Output value, Setting decay, Output weight) {
    try (OpenVariableScope scope = tf.variableScope(o -> o.defaultName("WeightedMovingAvg"))) {
      Variable products = average(tf, "value_x_weight", value);
      Variable weights = average(tf, "weight", weight);
      Output product = tf.times(value, weight);
      Output numerator = MovingAverage.assign(tf, products, product, decay, MovingAverage.NAME);
      Output denominator = MovingAverage.assign(tf, weights, weight, decay, MovingAverage.NAME);
      return tf.realdiv(numerator, denominator, scope.scope().originalNameScope());
    }
  }

  private static Variable average(Ops tf, String name, Output like) {
    return tf.getVariable(
        name,
        like.shape(),
        o -> o.dtype(like.dataType().base()).initializer(Initializers.zeros()).trainable(false));
  }
}

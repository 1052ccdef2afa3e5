package org.slimgraph.variables;

import java.util.function.Supplier;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Tensor;

/**
 * Where the first value of a variable comes from.
 *
 * @param isBuilt whether the value is built for the variable, in its scope {@code Initializer}
 * @param builder makes the value
 */
record InitialValue(boolean isBuilt, Supplier<Output> builder) {

  /** A tensor of the graph. */
  static InitialValue of(Output value) {
    return new InitialValue(false, () -> value);
  }

  /** A constant, which becomes the operation {@code initial_value}. */
  static InitialValue of(Graph graph, Tensor value) {
    return new InitialValue(false, () -> Ops.on(graph).constant(value, "initial_value"));
  }

  /** A value that {@code builder} builds. */
  static InitialValue built(Supplier<Output> builder) {
    return new InitialValue(true, builder);
  }

  Output build() {
    return builder.get();
  }
}

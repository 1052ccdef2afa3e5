package org.slimgraph.variables;

import java.util.List;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The names of variables that have no value yet, as a tensor. */
final class UninitializedReport {
  private UninitializedReport() {}

  static Output build(Ops tf, List<Variable> variables, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      List<Output> initialized = variables.stream().map(tf::isVariableInitialized).toList();
      try (Scope device = tf.device("/CPU:0")) {
        if (variables.isEmpty()) {
          return tf.constant(Tensor.strings(Shape.of(0)));
        }
        Output mask = unary(tf, "LogicalNot", pack(tf, initialized));
        String[] names = variables.stream().map(Variable::opName).toArray(String[]::new);
        return select(tf, tf.constant(Tensor.strings(Shape.of(names.length), names)), mask);
      }
    }
  }

  /** TF's boolean_mask of a vector. */
  private static Output select(Ops tf, Output values, Output mask) {
    try (NameScope scope = tf.nameScope("boolean_mask")) {
      Output places =
          tf.graph()
              .opBuilder("Squeeze", "Squeeze")
              .input(unary(tf, "Where", mask))
              .attr("squeeze_dims", List.of(1L))
              .build()
              .output(0);
      return tf.graph()
          .opBuilder("GatherV2", "GatherV2")
          .input(values)
          .input(places)
          .input(tf.constant(Tensor.scalar(0), "GatherV2/axis"))
          .build()
          .output(0);
    }
  }

  private static Output pack(Ops tf, List<Output> values) {
    return tf.graph().opBuilder("Pack", "stack").inputs(values).build().output(0);
  }

  private static Output unary(Ops tf, String type, Output input) {
    return tf.graph().opBuilder(type, type).input(input).build().output(0);
  }
}

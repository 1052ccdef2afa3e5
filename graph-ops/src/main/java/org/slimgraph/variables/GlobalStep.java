package org.slimgraph.variables;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The step counter of a graph. TF 1.15: {@code training/training_util.py}. */
final class GlobalStep {
  private static final String NAME = "global_step";

  private GlobalStep() {}

  static Optional<Variable> find(Graph graph) {
    List<Variable> steps = Variable.among(graph.collection(GraphKeys.GLOBAL_STEP));
    if (steps.size() > 1) {
      throw SlimgraphException.invalidArgument(
          "Multiple tensors in global_step collection: %s", steps);
    }
    Optional<Variable> step =
        steps.isEmpty()
            ? Variable.among(graph.collection(GraphKeys.GLOBAL_VARIABLES)).stream()
                .filter(variable -> variable.opName().equals(NAME))
                .findFirst()
            : Optional.of(steps.get(0));
    step.ifPresent(GlobalStep::check);
    return step;
  }

  private static void check(Variable step) {
    if (!step.dataType().isInteger()) {
      throw SlimgraphException.invalidArgument(
          "Existing \"global_step\" does not have integer type: %s", step.dataType().tfName());
    }
    if (step.shape().rank() > 0) {
      throw SlimgraphException.invalidArgument(
          "Existing \"global_step\" is not scalar: %s", step.shape());
    }
  }

  static Variable create(Ops tf) {
    if (find(tf.graph()).isPresent()) {
      throw SlimgraphException.invalidArgument("\"global_step\" already exists.");
    }
    try (NameScope root = tf.nameScope("")) {
      return tf.getVariable(
          NAME,
          Shape.scalar(),
          o ->
              o.dtype(DataType.INT64)
                  .initializer(Initializers.zeros())
                  .trainable(false)
                  .collections(GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP));
    }
  }
}

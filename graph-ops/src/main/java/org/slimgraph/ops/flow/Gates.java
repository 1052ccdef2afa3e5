package org.slimgraph.ops.flow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;

/** Identities that wait. TF: tf.tuple, control_flow_ops.with_dependencies. */
final class Gates {
  private Gates() {}

  static Output withDependencies(
      Ops tf, Iterable<? extends GraphElement> dependencies, Output output, String name) {
    try (NameScope scope = tf.nameScope(name);
        Scope colocation = tf.colocateWith(output);
        Scope control = tf.controlDependencies(dependencies)) {
      return tf.identity(output, scope.name());
    }
  }

  static List<Output> tuple(
      Ops tf, List<Output> tensors, Iterable<? extends GraphElement> controlInputs, String name) {
    Map<Integer, Operation> waitFor = new TreeMap<>();
    tensors.forEach(tensor -> waitFor.put(tensor.operation().id(), tensor.operation()));
    controlInputs.forEach(element -> waitFor.put(element.operation().id(), element.operation()));
    if (waitFor.isEmpty()) {
      throw SlimgraphException.invalidArgument("Must have at least one Tensor: %s", tensors);
    }
    try (NameScope scope = tf.nameScope(name)) {
      Operation gate = tf.group(waitFor.values());
      return tensors.stream().map(tensor -> tf.withDependencies(List.of(gate), tensor)).toList();
    }
  }
}

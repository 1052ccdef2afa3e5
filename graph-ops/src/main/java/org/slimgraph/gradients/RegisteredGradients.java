package org.slimgraph.gradients;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.StandardOps;

/**
 * The gradients that a graph's user registered, by the names under which operations ask for them
 * with the attribute {@code _gradient_op_type}. Guarded by itself.
 */
final class RegisteredGradients {
  private final Map<String, Gradient> byName = new HashMap<>();
  private int custom;

  private RegisteredGradients() {}

  static RegisteredGradients of(Graph graph) {
    return graph.attachment(RegisteredGradients.class, RegisteredGradients::new);
  }

  synchronized void register(String name, Gradient gradient) {
    if (byName.putIfAbsent(name, gradient) != null) {
      throw SlimgraphException.alreadyExists("Registering two gradient with name '%s'!", name);
    }
  }

  /** Registers {@code gradient} under a name of its own and returns that. */
  synchronized String registerCustom(Gradient gradient) {
    String name = "CustomGradient-" + custom++;
    register(name, gradient);
    return name;
  }

  /**
   * Returns the gradient of {@code operation}: the one it asks for, else that of its type; absent
   * if nothing flows through it.
   *
   * @throws SlimgraphException NOT_FOUND if there is no such gradient
   */
  static Optional<Gradient> find(Operation operation) {
    if (operation.attrs().find("_gradient_op_type").isPresent()) {
      String name = operation.attrs().string("_gradient_op_type");
      return Optional.of(
          of(operation.graph()).named(name).orElseThrow(() -> notDefined(operation, name)));
    }
    return StandardOps.find(operation.type())
        .filter(spec -> !spec.refusesGradients())
        .orElseThrow(() -> notDefined(operation, operation.type()))
        .gradient();
  }

  /** A type may stand for the name of its own gradient. */
  private synchronized Optional<Gradient> named(String name) {
    return Optional.ofNullable(byName.get(name))
        .or(() -> StandardOps.find(name).flatMap(spec -> spec.gradient()));
  }

  private static SlimgraphException notDefined(Operation operation, String name) {
    return SlimgraphException.notFound(
        "No gradient defined for operation '%s' (op type: %s)%s",
        operation.name(),
        operation.type(),
        name.equals(operation.type()) ? "" : ": no gradient is registered as '" + name + "'");
  }
}

package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;

/** Does nothing; its control inputs make it useful. TF: tf.no_op, tf.group. */
final class NoOp {
  static final OpSpec SPEC =
      OpSpec.of("NoOp")
          .shape(ShapeRules::none)
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> context -> {})
          .build();

  private NoOp() {}

  /**
   * TF's group: one NoOp over all elements; over several devices, one for each and one over those.
   */
  static Operation group(Ops tf, Iterable<? extends GraphElement> elements, String name) {
    Map<String, List<Operation>> byDevice = new LinkedHashMap<>();
    for (GraphElement element : elements) {
      byDevice
          .computeIfAbsent(element.operation().device(), device -> new ArrayList<>())
          .add(element.operation());
    }
    if (byDevice.size() <= 1) {
      List<Operation> all = byDevice.isEmpty() ? List.of() : byDevice.values().iterator().next();
      return over(tf, all, name);
    }
    List<Operation> perDevice = new ArrayList<>();
    String scopeName;
    try (var scope = tf.nameScope(name)) {
      scopeName = scope.name();
      byDevice.forEach((device, ops) -> perDevice.add(onDevice(tf, device, ops)));
    }
    return over(tf, perDevice, scopeName);
  }

  private static Operation onDevice(Ops tf, String device, List<Operation> ops) {
    try (Scope scope = tf.device(device)) {
      return over(tf, ops, "group_deps");
    }
  }

  private static Operation over(Ops tf, List<Operation> ops, String name) {
    var builder = tf.graph().opBuilder("NoOp", name);
    if (!ops.isEmpty() && !ops.get(0).device().isEmpty()) {
      builder.device(ops.get(0).device());
    }
    ops.forEach(builder::controlInput);
    return builder.build();
  }
}

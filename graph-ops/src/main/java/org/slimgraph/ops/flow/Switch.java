package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Passes its data to output 1 if the predicate is true, else to output 0; the other output is dead.
 * TF: {@code control_flow_ops.switch}.
 */
final class Switch {
  static final OpSpec SPEC = spec("Switch", "T").build();
  static final OpSpec REF =
      spec("RefSwitch", "Ref(T)").def(def -> def.allowsUninitializedInput()).build();

  private Switch() {}

  private static OpSpec.Builder spec(String type, String tensor) {
    return OpSpec.of(type)
        .input("data: " + tensor)
        .input("pred: bool")
        .output("output_false: " + tensor)
        .output("output_true: " + tensor)
        .attr("T: type")
        .shape(Switch::infer)
        .gradient(FlowGradients::ofSwitch)
        .traits(traits -> traits.control(ControlRole.SWITCH))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }

  /** Adds a Switch of {@code data} that stands on the same device. */
  static Operation beside(Ops tf, Output data, Output predicate) {
    return beside(tf, data, predicate, "Switch");
  }

  static Operation beside(Ops tf, Output data, Output predicate, String name) {
    try (Scope free = tf.graph().clearColocation();
        Scope beside = tf.colocateWith(data)) {
      return of(tf, data, predicate, name);
    }
  }

  /** Adds a Switch; what refers to a variable goes on doing so. */
  static Operation of(Ops tf, Output data, Output predicate) {
    return of(tf, data, predicate, "Switch");
  }

  private static Operation of(Ops tf, Output data, Output predicate, String name) {
    String type = data.dataType().isRef() ? "RefSwitch" : "Switch";
    return tf.graph().opBuilder(type, name).input(data).input(predicate).build();
  }

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    c.inputHandle(0)
        .ifPresent(
            info -> {
              c.outputHandle(0, info);
              c.outputHandle(1, info);
            });
    return List.of(c.input(0), c.input(0));
  }
}

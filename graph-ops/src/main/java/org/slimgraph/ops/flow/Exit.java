package org.slimgraph.ops.flow;

import org.slimgraph.graph.Output;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;

/** Takes a value out of a loop when it ends. TF: {@code gen_control_flow_ops.exit}. */
final class Exit {
  static final OpSpec SPEC = spec("Exit", "T").build();
  static final OpSpec REF = spec("RefExit", "Ref(T)").build();

  private Exit() {}

  private static OpSpec.Builder spec(String type, String tensor) {
    return OpSpec.of(type)
        .input("data: " + tensor)
        .output("output: " + tensor)
        .attr("T: type")
        .shape(ShapeRules::unchanged)
        .gradient(FlowGradients::ofExit)
        .traits(traits -> traits.control(ControlRole.EXIT))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }

  /** Adds one; what refers to a variable goes on doing so. */
  static Output of(Ops tf, Output value, String name) {
    String type = value.dataType().isRef() ? "RefExit" : "Exit";
    return tf.graph().opBuilder(type, name).input(value).build().output(0);
  }
}

package org.slimgraph.ops.flow;

import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
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
        .notDifferentiable(
            "the gradient of a conditional or a loop is built as a whole, not op by op")
        .traits(traits -> traits.control(ControlRole.EXIT))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }
}

package org.slimgraph.ops.flow;

import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/**
 * Brings a value to the next iteration of its loop. TF: {@code
 * gen_control_flow_ops.next_iteration}.
 */
final class NextIteration {
  static final OpSpec SPEC = spec("NextIteration", "T").build();
  static final OpSpec REF = spec("RefNextIteration", "Ref(T)").build();

  private NextIteration() {}

  private static OpSpec.Builder spec(String type, String tensor) {
    return OpSpec.of(type)
        .input("data: " + tensor)
        .output("output: " + tensor)
        .attr("T: type")
        .shape(ShapeRules::unchanged)
        .notDifferentiable(
            "the gradient of a conditional or a loop is built as a whole, not op by op")
        .traits(traits -> traits.control(ControlRole.NEXT_ITERATION))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }
}

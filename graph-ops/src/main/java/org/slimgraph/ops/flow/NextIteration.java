package org.slimgraph.ops.flow;

import org.slimgraph.graph.Output;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
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
        .gradient(FlowGradients::ofNextIteration)
        .traits(traits -> traits.control(ControlRole.NEXT_ITERATION))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }

  /** Adds one; what refers to a variable goes on doing so. */
  static Output of(Ops tf, Output value) {
    String type = value.dataType().isRef() ? "RefNextIteration" : "NextIteration";
    return tf.graph().opBuilder(type, "NextIteration").input(value).build().output(0);
  }
}

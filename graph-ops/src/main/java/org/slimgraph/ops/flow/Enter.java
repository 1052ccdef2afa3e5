package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Brings a value into a loop: for its first iteration, or for all of them if {@code is_constant}.
 * TF: {@code gen_control_flow_ops.enter}.
 */
final class Enter {
  static final OpSpec SPEC = spec("Enter", "T").shape(Enter::infer).build();

  /** A variable keeps its shape. */
  static final OpSpec REF = spec("RefEnter", "Ref(T)").shape(ShapeRules::unchanged).build();

  private Enter() {}

  private static OpSpec.Builder spec(String type, String tensor) {
    return OpSpec.of(type)
        .input("data: " + tensor)
        .output("output: " + tensor)
        .attr("T: type")
        .attr("frame_name: string")
        .attr("is_constant: bool = false")
        .attr("parallel_iterations: int = 10")
        .gradient(FlowGradients::ofEnter)
        .traits(traits -> traits.control(ControlRole.ENTER))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }

  /** A value that changes from iteration to iteration may change its shape too. */
  private static List<Shape> infer(ShapeContext c) {
    c.inputHandle(0).ifPresent(info -> c.outputHandle(0, info));
    return List.of(c.attrs().bool("is_constant") ? c.input(0) : Shape.unknown());
  }
}

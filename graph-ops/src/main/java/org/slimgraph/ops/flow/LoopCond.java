package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/** Marks the condition of a loop. TF: {@code gen_control_flow_ops.loop_cond}. */
final class LoopCond {
  static final OpSpec SPEC =
      OpSpec.of("LoopCond")
          .input("input: bool")
          .output("output: bool")
          .shape(c -> List.of(ShapeRules.withRank(c.input(0), 0)))
          .notDifferentiable("a loop's condition is no number")
          .traits(traits -> traits.control(ControlRole.LOOP_COND))
          .kernel(attrs -> context -> context.setOutput(0, context.input(0)))
          .build();

  private LoopCond() {}
}

package org.slimgraph.ops.flow;

import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/** Does nothing, even when what it waits for is dead. TF: tf.control_trigger. */
final class ControlTrigger {
  static final OpSpec SPEC =
      OpSpec.of("ControlTrigger")
          .shape(ShapeRules::none)
          .notDifferentiable("it has no outputs")
          .traits(traits -> traits.control(ControlRole.CONTROL_TRIGGER))
          .kernel(attrs -> context -> {})
          .build();

  private ControlTrigger() {}
}

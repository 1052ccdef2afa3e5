package org.slimgraph.ops.state;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;

/** Makes a variable held by handle uninitialised. */
final class DestroyResourceOp {
  static final OpSpec SPEC =
      OpSpec.of("DestroyResourceOp")
          .input("resource: resource")
          .attr("ignore_lookup_error: bool = true")
          .stateful()
          .shape(ShapeRules::none)
          .notDifferentiable("it changes state")
          .traits(traits -> traits.writes(0))
          .kernel(DestroyResourceOp::kernel)
          .build();

  private DestroyResourceOp() {}

  private static Kernel kernel(Attributes attrs) {
    boolean ignoreMissing = attrs.bool("ignore_lookup_error");
    return context -> {
      Variable variable = context.variable(0);
      if (!ignoreMissing && !variable.isInitialized()) {
        throw SlimgraphException.notFound("Resource localhost/%s does not exist.", variable.name());
      }
      variable.clear();
    };
  }
}

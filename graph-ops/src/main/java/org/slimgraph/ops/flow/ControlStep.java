package org.slimgraph.ops.flow;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;

/** The kernel of ops that an executor carries out itself, because they decide what runs. */
final class ControlStep {
  static final Kernel EXECUTORS_OWN =
      context -> {
        throw SlimgraphException.internal(
            "'%s' is control flow, which has no kernel of its own", context.name());
      };

  private ControlStep() {}
}

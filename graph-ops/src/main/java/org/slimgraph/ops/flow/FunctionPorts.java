package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/**
 * The arguments and results of a graph that was a function's body, or was cut out of a larger graph
 * for one run. Results run and hand nothing on; arguments must be fed.
 */
final class FunctionPorts {
  private static final String NO_GRADIENT = "gradients are taken inside a graph, not across it";

  static final OpSpec ARG =
      OpSpec.of("_Arg")
          .output("output: T")
          .attr("T: type")
          .attr("index: int >= 0")
          .stateful()
          .shape(ShapeRules::unknown)
          .notDifferentiable(NO_GRADIENT)
          .graphOnly("no function is called that would pass an argument; feed its output")
          .build();

  static final OpSpec RETVAL =
      OpSpec.of("_Retval")
          .input("input: T")
          .attr("T: type")
          .attr("index: int >= 0")
          .stateful()
          .shape(c -> List.of())
          .notDifferentiable(NO_GRADIENT)
          .kernel(attrs -> context -> {})
          .build();

  private FunctionPorts() {}
}

package org.slimgraph.ops.io;

import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/**
 * Values as serialised Summary messages, for TensorBoard. Graphs with such ops load and train; only
 * running the summaries themselves fails.
 */
final class Summaries {
  private static final String NO_GRADIENT = "summaries are strings";
  private static final String GRAPH_ONLY = "summaries are not serialised; fetch the value instead";

  static final OpSpec SCALAR =
      OpSpec.of("ScalarSummary")
          .input("tags: string")
          .input("values: T")
          .output("summary: string")
          .attr("T: realnumbertype")
          .shape(ShapeRules::scalar)
          .notDifferentiable(NO_GRADIENT)
          .graphOnly(GRAPH_ONLY)
          .build();

  static final OpSpec MERGE =
      OpSpec.of("MergeSummary")
          .input("inputs: N * string")
          .output("summary: string")
          .attr("N: int >= 1")
          .shape(ShapeRules::scalar)
          .notDifferentiable(NO_GRADIENT)
          .graphOnly(GRAPH_ONLY)
          .build();

  private Summaries() {}
}

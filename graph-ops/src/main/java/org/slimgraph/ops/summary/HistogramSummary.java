package org.slimgraph.ops.summary;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.summary.Histogram;

/** The distribution of values under a tag. TF: tf.summary.histogram. */
final class HistogramSummary {
  static final OpSpec SPEC =
      OpSpec.of("HistogramSummary")
          .input("tag: string")
          .input("values: T")
          .output("summary: string")
          .attr("T: realnumbertype = DT_FLOAT")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> HistogramSummary::compute)
          .build();

  private HistogramSummary() {}

  private static void compute(KernelContext context) {
    String tag = SummaryInputs.tag(context, "tags must be scalar");
    Histogram histogram = new Histogram();
    for (double value : Numbers.doubles(context.input(1))) {
      if (!Double.isFinite(value)) {
        throw SlimgraphException.invalidArgument(
            "%s in summary histogram for: %s",
            Double.isNaN(value) ? "Nan" : "Infinity", context.name());
      }
      histogram.add(value);
    }
    SummaryInputs.output(
        context,
        Summary.newBuilder()
            .addValue(Summary.Value.newBuilder().setTag(tag).setHisto(histogram.toProto()))
            .build());
  }
}

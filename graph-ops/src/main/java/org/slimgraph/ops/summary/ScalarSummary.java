package org.slimgraph.ops.summary;

import java.nio.charset.StandardCharsets;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Numbers under tags, one tag a number. TF: tf.summary.scalar. */
final class ScalarSummary {
  static final OpSpec SPEC =
      OpSpec.of("ScalarSummary")
          .input("tags: string")
          .input("values: T")
          .output("summary: string")
          .attr("T: realnumbertype")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> ScalarSummary::compute)
          .build();

  private ScalarSummary() {}

  private static void compute(KernelContext context) {
    Tensor tags = context.input(0);
    Shape values = context.shape(1);
    byte[][] names = TensorStorage.strings(tags);
    if (!tags.shape().equals(values)) {
      throw SlimgraphException.invalidArgument(
          "tags and values not the same shape: %s != %s%s",
          tags.shape().toBrackets(),
          values.toBrackets(),
          tags.size() == 1 ? " (tag '" + new String(names[0], StandardCharsets.UTF_8) + "')" : "");
    }
    float[] numbers = Numbers.floats(context.input(1));
    Summary.Builder summary = Summary.newBuilder();
    for (int i = 0; i < numbers.length; i++) {
      summary
          .addValueBuilder()
          .setTag(new String(names[i], StandardCharsets.UTF_8))
          .setSimpleValue(numbers[i]);
    }
    SummaryInputs.output(context, summary.build());
  }
}

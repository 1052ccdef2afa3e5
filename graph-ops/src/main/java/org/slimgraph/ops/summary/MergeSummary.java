package org.slimgraph.ops.summary;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.Set;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.TensorStorage;

/** The values of several summaries in one. TF: tf.summary.merge. */
final class MergeSummary {
  static final OpSpec SPEC =
      OpSpec.of("MergeSummary")
          .input("inputs: N * string")
          .output("summary: string")
          .attr("N: int >= 1")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> MergeSummary::compute)
          .build();

  private MergeSummary() {}

  private static void compute(KernelContext context) {
    Summary.Builder merged = Summary.newBuilder();
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < context.inputCount(); i++) {
      byte[][] summaries = TensorStorage.strings(context.input(i));
      for (int k = 0; k < context.input(i).size(); k++) {
        for (Summary.Value value : parse(summaries[k]).getValueList()) {
          if (!value.getTag().isEmpty() && !tags.add(value.getTag())) {
            throw SlimgraphException.invalidArgument(
                "Duplicate tag %s found in summary inputs", value.getTag());
          }
          merged.addValue(value);
        }
      }
    }
    SummaryInputs.output(context, merged.build());
  }

  private static Summary parse(byte[] bytes) {
    try {
      return Summary.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT,
          "Could not parse one of the summary inputs: " + e.getMessage(),
          e);
    }
  }
}

package org.slimgraph.ops.summary;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.graphdef.proto.SummaryMetadata;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** A tensor under a tag, for the plugin that the metadata name. TF: tf.summary.tensor_summary. */
final class TensorSummaryV2 {
  static final OpSpec SPEC =
      OpSpec.of("TensorSummaryV2")
          .input("tag: string")
          .input("tensor: T")
          .input("serialized_summary_metadata: string")
          .output("summary: string")
          .attr("T: type")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> TensorSummaryV2::compute)
          .build();

  private TensorSummaryV2() {}

  private static void compute(KernelContext context) {
    Summary.Value.Builder value =
        Summary.Value.newBuilder()
            .setTag(SummaryInputs.tag(context, "tag must be scalar"))
            .setTensor(proto(context.input(1)));
    byte[] metadata =
        SummaryInputs.scalar(context, 2, "serialized_summary_metadata must be scalar");
    try {
      value.setMetadata(SummaryMetadata.parseFrom(metadata));
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT,
          "serialized_summary_metadata is no SummaryMetadata message: " + e.getMessage(),
          e);
    }
    SummaryInputs.output(context, Summary.newBuilder().addValue(value).build());
  }

  /** Returns a tensor as TF's kernel writes it: strings in a list, everything else as raw bytes. */
  private static TensorProto proto(Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setDtypeValue(tensor.dataType().number())
            .setTensorShape(ShapeProtos.toProto(tensor.shape()));
    if (tensor.dataType() == DataType.STRING) {
      byte[][] strings = TensorStorage.strings(tensor);
      for (int i = 0; i < tensor.size(); i++) {
        proto.addStringVal(ByteString.copyFrom(strings[i]));
      }
    } else {
      proto.setTensorContent(ByteString.copyFrom(tensor.bytes()));
    }
    return proto.build();
  }
}

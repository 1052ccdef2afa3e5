package org.slimgraph.ops.summary;

import com.google.protobuf.ByteString;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.audio.WavEncoding;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/** Sounds as WAV files under a tag. TF: tf.summary.audio, which makes ops of version 2. */
final class AudioSummaries {
  static final OpSpec V1 =
      OpSpec.of("AudioSummary")
          .input("tag: string")
          .input("tensor: float")
          .output("summary: string")
          .attr("sample_rate: float")
          .attr("max_outputs: int >= 1 = 3")
          .def(def -> def.deprecated(15, "Use AudioSummaryV2."))
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> context -> compute(context, attrs, attrs.real("sample_rate")))
          .build();

  static final OpSpec V2 =
      OpSpec.of("AudioSummaryV2")
          .input("tag: string")
          .input("tensor: float")
          .input("sample_rate: float")
          .output("summary: string")
          .attr("max_outputs: int >= 1 = 3")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(attrs -> context -> compute(context, attrs, sampleRate(context)))
          .build();

  private AudioSummaries() {}

  private static float sampleRate(KernelContext context) {
    if (context.input(2).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "sample_rate must be a scalar, got shape %s", context.shape(2).toBrackets());
    }
    return TensorStorage.floats(context.input(2))[0];
  }

  private static void compute(KernelContext context, Attributes attrs, float sampleRate) {
    String tag = SummaryInputs.tag(context, "Tag must be a scalar");
    Shape shape = context.shape(1);
    if (shape.rank() < 2 || shape.rank() > 3) {
      throw SlimgraphException.invalidArgument(
          "Tensor must be 3-D or 2-D, got: %s", shape.toBrackets());
    }
    long maxOutputs = attrs.integer("max_outputs");
    int frames = (int) shape.dim(1);
    int channels = shape.rank() == 2 ? 1 : (int) shape.dim(2);
    int count = (int) Math.min(maxOutputs, shape.dim(0));
    float[] samples = TensorStorage.floats(context.input(1));
    Summary.Builder summary = Summary.newBuilder();
    for (int i = 0; i < count; i++) {
      byte[] wav =
          WavEncoding.encode(
              samples, i * frames * channels, (long) Math.rint(sampleRate), channels, frames);
      summary
          .addValueBuilder()
          .setTag(SummaryInputs.tag(tag, "audio", maxOutputs, i))
          .getAudioBuilder()
          .setSampleRate(sampleRate)
          .setNumChannels(channels)
          .setLengthFrames(frames)
          .setContentType("audio/wav")
          .setEncodedAudioString(ByteString.copyFrom(wav));
    }
    SummaryInputs.output(context, summary.build());
  }
}

package org.slimgraph.ops.audio;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/** Decodes a WAV file of 16-bit samples to floats from -1 to 1. TF: tf.audio.decode_wav. */
final class DecodeWav {
  static final OpSpec SPEC =
      OpSpec.of("DecodeWav")
          .input("contents: string")
          .output("audio: float")
          .output("sample_rate: int32")
          .attr("desired_channels: int = -1")
          .attr("desired_samples: int = -1")
          .shape(DecodeWav::infer)
          .notDifferentiable("strings have no derivative")
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  private DecodeWav() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    return List.of(
        Shape.of(desired(c.attrs(), "samples"), desired(c.attrs(), "channels")), Shape.scalar());
  }

  /** Returns the size that an attribute asks for, -1 for that of the file. */
  private static long desired(Attributes attrs, String what) {
    long size = attrs.integer("desired_" + what);
    if (size < -1) {
      throw SlimgraphException.invalidArgument("%s must be non-negative, got %d", what, size);
    }
    return size;
  }

  private static void compute(KernelContext context, Attributes attrs) {
    Shape contents = context.shape(0);
    if (contents.rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "contents must be scalar, got shape %s", contents.toBrackets());
    }
    WavFile file = WavFile.parse(TensorStorage.strings(context.input(0))[0]);
    long wantedChannels = desired(attrs, "channels");
    long wantedSamples = desired(attrs, "samples");
    int channels = wantedChannels < 0 ? file.channels() : Math.toIntExact(wantedChannels);
    int samples = wantedSamples < 0 ? file.samples() : Math.toIntExact(wantedSamples);
    float[] audio = context.outputFloats(0, Shape.of(samples, channels));
    for (int i = 0; i < samples; i++) {
      for (int c = 0; c < channels; c++) {
        audio[i * channels + c] =
            i < file.samples() ? file.value(i, Math.min(c, file.channels() - 1)) : 0f;
      }
    }
    context.outputInts(1, Shape.scalar())[0] = file.sampleRate();
  }

  static List<Output> decodeWav(
      Ops tf, Output contents, long desiredChannels, long desiredSamples, String name) {
    return tf.graph()
        .opBuilder("DecodeWav", name)
        .input(contents)
        .attr("desired_channels", desiredChannels)
        .attr("desired_samples", desiredSamples)
        .build()
        .outputs();
  }
}

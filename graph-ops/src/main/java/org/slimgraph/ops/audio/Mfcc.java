package org.slimgraph.ops.audio;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Mel-frequency cepstral coefficients: the logarithms of a spectrogram's energies in {@link
 * MelBands}, cosine-transformed. TF: tf.raw_ops.Mfcc.
 */
final class Mfcc {
  static final OpSpec SPEC =
      OpSpec.of("Mfcc")
          .input("spectrogram: float")
          .input("sample_rate: int32")
          .output("output: float")
          .attr("upper_frequency_limit: float = 4000")
          .attr("lower_frequency_limit: float = 20")
          .attr("filterbank_channel_count: int = 40")
          .attr("dct_coefficient_count: int = 13")
          .shape(Mfcc::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(Mfcc::kernel)
          .build();

  /** What quieter bands are raised to, so that their logarithm is finite. */
  private static final double FLOOR = 1e-12;

  private Mfcc() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape spectrogram = ShapeRules.withRank(c.input(0), 3);
    ShapeRules.withRank(c.input(1), 0);
    long coefficients = c.attrs().integer("dct_coefficient_count");
    return List.of(
        Shape.of(spectrogram.dim(0), spectrogram.dim(1), coefficients < 0 ? -1 : coefficients));
  }

  private static Kernel kernel(Attributes attrs) {
    long bands = attrs.integer("filterbank_channel_count");
    long coefficients = attrs.integer("dct_coefficient_count");
    double lower = attrs.real("lower_frequency_limit");
    double upper = attrs.real("upper_frequency_limit");
    boolean valid =
        coefficients >= 1
            && coefficients <= bands
            && bands <= Short.MAX_VALUE
            && lower >= 0
            && upper > lower;
    double[][] cosines = valid ? cosines((int) coefficients, (int) bands) : new double[0][];
    return context -> {
      Shape shape = checkedShape(context);
      int rate = context.ints(1)[0];
      if (!valid || rate <= 0 || shape.dim(2) < 2) {
        throw SlimgraphException.invalidArgument(
            "Mfcc initialization failed for channel count %d and sample rate %d",
            shape.dim(2), rate);
      }
      compute(context, cosines, MelBands.of((int) bands, lower, upper, (int) shape.dim(2), rate));
    };
  }

  private static Shape checkedShape(KernelContext context) {
    Shape spectrogram = context.shape(0);
    if (spectrogram.rank() != 3) {
      throw SlimgraphException.invalidArgument(
          "spectrogram must be 3-dimensional%s", spectrogram.toBrackets());
    }
    if (context.shape(1).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "Input sample_rate should be a scalar tensor, got %s instead.",
          context.shape(1).toBrackets());
    }
    return spectrogram;
  }

  private static double[][] cosines(int coefficients, int bands) {
    double[][] cosines = new double[coefficients][bands];
    for (int i = 0; i < coefficients; i++) {
      for (int j = 0; j < bands; j++) {
        cosines[i][j] = Math.sqrt(2.0 / bands) * Math.cos(i * Math.PI / bands * (j + 0.5));
      }
    }
    return cosines;
  }

  private static void compute(KernelContext context, double[][] cosines, MelBands bands) {
    Shape shape = context.shape(0);
    int frequencies = (int) shape.dim(2);
    float[] spectrogram = context.floats(0);
    float[] out = context.outputFloats(0, shape.withDim(2, cosines.length));
    if (!bands.areCovered()) {
      // TF 1.x: gives zeros where the spectrogram does not reach to the upper limit.
      Arrays.fill(out, 0, (int) (shape.dim(0) * shape.dim(1)) * cosines.length, 0f);
      return;
    }
    double[] energies = new double[bands.count()];
    for (int row = 0; row < shape.dim(0) * shape.dim(1); row++) {
      bands.energies(spectrogram, row * frequencies, energies);
      for (int j = 0; j < energies.length; j++) {
        energies[j] = Math.log(Math.max(energies[j], FLOOR));
      }
      for (int i = 0; i < cosines.length; i++) {
        double sum = 0;
        for (int j = 0; j < energies.length; j++) {
          sum += cosines[i][j] * energies[j];
        }
        out[row * cosines.length + i] = (float) sum;
      }
    }
  }

  static Output mfcc(Ops tf, Output spectrogram, Output sampleRate, String name) {
    return tf.graph()
        .opBuilder("Mfcc", name)
        .input(spectrogram)
        .input(sampleRate)
        .build()
        .output(0);
  }
}

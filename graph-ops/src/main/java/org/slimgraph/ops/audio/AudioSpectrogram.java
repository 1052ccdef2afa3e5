package org.slimgraph.ops.audio;

import java.util.List;
import org.slimgraph.cpu.FourierTransform;
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
 * How strong each frequency is in windows of a sound, which are faded in and out by a Hann window.
 * TF: tf.raw_ops.AudioSpectrogram.
 *
 * <p>TF 1.x: carries the samples at the end of a channel over to the next one, and fails where its
 * windows do not fill the channel. Here each channel is on its own.
 */
final class AudioSpectrogram {
  static final OpSpec SPEC =
      OpSpec.of("AudioSpectrogram")
          .input("input: float")
          .output("spectrogram: float")
          .attr("window_size: int")
          .attr("stride: int")
          .attr("magnitude_squared: bool = false")
          .shape(AudioSpectrogram::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(AudioSpectrogram::kernel)
          .build();

  /** The longest window, about six minutes of sound. */
  private static final long LONGEST_WINDOW = 1L << 24;

  private AudioSpectrogram() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), 2);
    long window = c.attrs().integer("window_size");
    long stride = c.attrs().integer("stride");
    if (window < 2 || stride < 1) {
      return List.of(Shape.of(input.dim(1), -1, -1));
    }
    long windows = input.dim(0) < 0 ? -1 : windows(input.dim(0), window, stride);
    return List.of(Shape.of(input.dim(1), windows, 1 + nextPowerOfTwo(window) / 2));
  }

  private static long windows(long samples, long window, long stride) {
    return samples < window ? 0 : 1 + (samples - window) / stride;
  }

  private static long nextPowerOfTwo(long value) {
    return value <= 1 ? 1 : Long.highestOneBit(value - 1) << 1;
  }

  private static Kernel kernel(Attributes attrs) {
    long window = attrs.integer("window_size");
    long stride = attrs.integer("stride");
    if (window < 2 || stride < 1 || window > LONGEST_WINDOW || stride > Integer.MAX_VALUE) {
      throw SlimgraphException.invalidArgument(
          "Spectrogram initialization failed for window size %d and stride %d", window, stride);
    }
    boolean squared = attrs.bool("magnitude_squared");
    double[] fade = hann((int) window);
    FourierTransform transform = FourierTransform.ofSize((int) nextPowerOfTwo(window));
    return context -> compute(context, fade, (int) stride, transform, squared);
  }

  private static double[] hann(int size) {
    double[] fade = new double[size];
    for (int i = 0; i < size; i++) {
      fade[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
    }
    return fade;
  }

  private static void compute(
      KernelContext context,
      double[] fade,
      int stride,
      FourierTransform transform,
      boolean squared) {
    Shape input = context.shape(0);
    if (input.rank() != 2) {
      throw SlimgraphException.invalidArgument("input must be 2-dimensional%s", input.toBrackets());
    }
    int channels = (int) input.dim(1);
    int windows = (int) windows(input.dim(0), fade.length, stride);
    int frequencies = transform.size() / 2 + 1;
    float[] sound = context.floats(0);
    float[] out = context.outputFloats(0, Shape.of(channels, windows, frequencies));
    context
        .parallel()
        .run(
            channels * windows,
            row -> {
              double[] real = new double[transform.size()];
              double[] imaginary = new double[transform.size()];
              int first = row % windows * stride;
              for (int i = 0; i < fade.length; i++) {
                real[i] = sound[(first + i) * channels + row / windows] * fade[i];
              }
              transform.forward(real, imaginary);
              for (int k = 0; k < frequencies; k++) {
                float power = (float) (real[k] * real[k] + imaginary[k] * imaginary[k]);
                out[row * frequencies + k] = squared ? power : (float) Math.sqrt(power);
              }
            });
  }

  static Output spectrogram(
      Ops tf, Output input, long windowSize, long stride, boolean squared, String name) {
    return tf.graph()
        .opBuilder("AudioSpectrogram", name)
        .input(input)
        .attr("window_size", windowSize)
        .attr("stride", stride)
        .attr("magnitude_squared", squared)
        .build()
        .output(0);
  }
}

package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Changes of contrast, hue and saturation. TF: tf.image.adjust_contrast, tf.image.adjust_hue,
 * tf.image.adjust_saturation.
 */
final class ColorAdjustments {
  private static final String TYPES = "T: {half, float} = DT_FLOAT";

  static final OpSpec CONTRAST =
      spec("AdjustContrastv2", "contrast_factor", ColorAdjustments::contrast);
  static final OpSpec HUE =
      spec("AdjustHue", "delta", c -> colors(c, "delta", ColorAdjustments::turn));
  static final OpSpec SATURATION =
      spec("AdjustSaturation", "scale", c -> colors(c, "scale", ColorAdjustments::saturate));

  private ColorAdjustments() {}

  /** Computes the output of one step. */
  private interface Compute {
    void run(KernelContext context);
  }

  private static OpSpec spec(String type, String amount, Compute compute) {
    return OpSpec.of(type)
        .input("images: T")
        .input(amount + ": float")
        .output("output: T")
        .attr(TYPES)
        .shape(ColorAdjustments::infer)
        .notDifferentiable("TF registers no gradient for it")
        .kernel(DataType.FLOAT, attrs -> compute::run)
        .kernel(DataType.HALF, Widened.of(attrs -> compute::run))
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 3);
    ShapeRules.withRank(c.input(1), 0);
    return List.of(c.input(0));
  }

  private static double amount(KernelContext context, String what) {
    Shape shape = context.shape(0);
    if (shape.rank() < 3) {
      throw SlimgraphException.invalidArgument(
          "input must be at least 3-D, got shape%s", shape.toBrackets());
    }
    if (context.shape(1).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be scalar: %s", what, context.shape(1).toBrackets());
    }
    return context.floats(1)[0];
  }

  private static void contrast(KernelContext context) {
    double factor = amount(context, "contrast_factor");
    Shape shape = context.shape(0);
    float[] in = context.floats(0);
    float[] out = context.outputFloats(0, shape);
    int rank = shape.rank();
    int channels = (int) shape.dim(rank - 1);
    int image = (int) (shape.dim(rank - 3) * shape.dim(rank - 2)) * channels;
    if (shape.elementCount() == 0) {
      return;
    }
    context
        .parallel()
        .run(
            (int) (shape.elementCount() / image),
            n -> {
              for (int first = n * image; first < n * image + channels; first++) {
                double sum = 0;
                int end = n * image + image;
                for (int at = first; at < end; at += channels) {
                  sum += in[at];
                }
                double mean = sum / (image / channels);
                for (int at = first; at < end; at += channels) {
                  out[at] = (float) ((in[at] - mean) * factor + mean);
                }
              }
            });
  }

  /** Changes the colour at a place of an array. */
  private interface Adjustment {
    void change(double[] pixels, int at, double amount);
  }

  /** TF 1.x: keeps the least and the largest part, so that it works for any values. */
  private static void turn(double[] pixels, int at, double delta) {
    ColorSpaces.toHueRangeValue(pixels, at);
    double hue = pixels[at] + delta;
    pixels[at] = hue - Math.floor(hue);
    ColorSpaces.fromHueRangeValue(pixels, at);
  }

  private static void saturate(double[] pixels, int at, double scale) {
    ColorSpaces.toHsv(pixels, at);
    pixels[at + 1] = Math.max(0, Math.min(pixels[at + 1] * scale, 1));
    ColorSpaces.toRgb(pixels, at);
  }

  private static void colors(KernelContext context, String what, Adjustment adjustment) {
    double amount = amount(context, what);
    Shape shape = context.shape(0);
    long channels = shape.dim(shape.rank() - 1);
    if (channels != 3) {
      throw SlimgraphException.invalidArgument(
          "input must have 3 channels but instead has %d channels.", channels);
    }
    Tensor in = context.input(0);
    float[] out = context.outputFloats(0, shape);
    double[] pixels = in.doubles();
    for (int at = 0; at < pixels.length; at += 3) {
      adjustment.change(pixels, at, amount);
    }
    for (int i = 0; i < pixels.length; i++) {
      out[i] = (float) pixels[i];
    }
  }
}

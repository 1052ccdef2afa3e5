package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Colours as red, green, blue or as hue, saturation, value, all from 0 to 1. TF:
 * tf.image.rgb_to_hsv, tf.image.hsv_to_rgb.
 */
final class ColorSpaces {
  private static final String TYPES = "T: {half, bfloat16, float, double} = DT_FLOAT";

  static final OpSpec TO_HSV = spec("RGBToHSV", ColorSpaces::toHsv);
  static final OpSpec TO_RGB = spec("HSVToRGB", ColorSpaces::toRgb);

  private ColorSpaces() {}

  /** Replaces the colour at a place of an array. */
  interface Conversion {
    void convert(double[] pixels, int at);
  }

  private static OpSpec spec(String type, Conversion conversion) {
    return OpSpec.of(type)
        .input("images: T")
        .output("output: T")
        .attr(TYPES)
        .shape(ColorSpaces::infer)
        .notDifferentiable("TF registers no gradient for it")
        .kernel(
            List.of(DataType.FLOAT, DataType.DOUBLE), attrs -> context -> run(context, conversion))
        .kernel(Widened.HALVES, Widened.of(attrs -> context -> run(context, conversion)))
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 1);
    if (!in.isRankKnown()) {
      return List.of(in);
    }
    return List.of(in.withDim(in.rank() - 1, ShapeRules.mergeDim(in.dim(in.rank() - 1), 3)));
  }

  private static void run(KernelContext context, Conversion conversion) {
    Tensor in = context.input(0);
    Shape shape = in.shape();
    if (shape.rank() < 1) {
      throw SlimgraphException.invalidArgument("input must be at least 1D%s", shape.toBrackets());
    }
    if (shape.dim(shape.rank() - 1) != 3) {
      throw SlimgraphException.failedPrecondition(
          "input must have 3 channels but input only has %d channels.",
          shape.dim(shape.rank() - 1));
    }
    double[] pixels = in.doubles();
    Tensor out = context.output(0, shape);
    for (int at = 0; at < pixels.length; at += 3) {
      conversion.convert(pixels, at);
    }
    Pixels.store(pixels, out);
  }

  /** Turns red, green, blue at {@code at} into hue, saturation, value. */
  static void toHsv(double[] pixels, int at) {
    double range = toHueRangeValue(pixels, at);
    double value = pixels[at + 2];
    pixels[at + 1] = value > 0 ? range / value : 0;
  }

  /** Turns red, green, blue at {@code at} into hue, range, value, and returns the range. */
  static double toHueRangeValue(double[] pixels, int at) {
    double red = pixels[at];
    double green = pixels[at + 1];
    double blue = pixels[at + 2];
    double value = Math.max(red, Math.max(green, blue));
    double range = value - Math.min(red, Math.min(green, blue));
    double hue = 0;
    if (range > 0) {
      if (red == value) {
        hue = (green - blue) / (6 * range);
      } else if (green == value) {
        hue = (blue - red) / (6 * range) + 2.0 / 6;
      } else {
        hue = (red - green) / (6 * range) + 4.0 / 6;
      }
    }
    pixels[at] = hue < 0 ? hue + 1 : hue;
    pixels[at + 1] = range;
    pixels[at + 2] = value;
    return range;
  }

  /** Turns hue, saturation, value at {@code at} into red, green, blue. */
  static void toRgb(double[] pixels, int at) {
    pixels[at + 1] *= pixels[at + 2];
    fromHueRangeValue(pixels, at);
  }

  /** Turns hue, range, value at {@code at} into red, green, blue. */
  static void fromHueRangeValue(double[] pixels, int at) {
    double hue = pixels[at] * 6;
    double range = pixels[at + 1];
    double least = pixels[at + 2] - range;
    pixels[at] = least + range * bounded(Math.abs(hue - 3) - 1);
    pixels[at + 1] = least + range * bounded(2 - Math.abs(hue - 2));
    pixels[at + 2] = least + range * bounded(2 - Math.abs(hue - 4));
  }

  private static double bounded(double share) {
    return Math.max(0, Math.min(share, 1));
  }

  static Output convert(Ops tf, String type, Output images, String name) {
    return tf.graph().opBuilder(type, name).input(images).build().output(0);
  }
}

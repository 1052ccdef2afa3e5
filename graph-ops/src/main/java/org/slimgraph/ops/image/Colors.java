package org.slimgraph.ops.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Changes of colours that Python composes of other ops. */
final class Colors {
  private static final float[] LUMINANCE = {0.2989f, 0.587f, 0.114f};

  private Colors() {}

  /** TF: tf.image.convert_image_dtype. */
  static Output convert(Ops tf, Output image, DataType dtype, boolean saturate, String name) {
    DataType from = image.dataType();
    if (from == dtype) {
      return tf.identity(image);
    }
    try (var scope = tf.nameScope(name)) {
      if (from.isFloating() && dtype.isFloating()) {
        return tf.cast(image, dtype);
      }
      if (from.isFloating()) {
        Output scaled = tf.multiply(image, dtype.highest() + 0.5);
        return saturate ? saturated(tf, scaled, dtype) : tf.cast(scaled, dtype);
      }
      if (dtype.isFloating()) {
        return tf.multiply(tf.cast(image, dtype), 1 / from.highest());
      }
      return convertIntegers(tf, image, dtype, saturate);
    }
  }

  private static Output convertIntegers(Ops tf, Output image, DataType dtype, boolean saturate) {
    long in = (long) image.dataType().highest();
    long out = (long) dtype.highest();
    if (in > out) {
      Output scaled = tf.floorDiv(image, (in + 1) / (out + 1));
      return saturate ? saturated(tf, scaled, dtype) : tf.cast(scaled, dtype);
    }
    Output cast = saturate ? saturated(tf, image, dtype) : tf.cast(image, dtype);
    return tf.multiply(cast, (out + 1) / (in + 1));
  }

  /** TF: tf.saturate_cast. */
  private static Output saturated(Ops tf, Output value, DataType dtype) {
    Output bounded = value;
    DataType from = value.dataType();
    if (from.lowest() < dtype.lowest()) {
      bounded = tf.maximum(bounded, bound(from, dtype.lowest()));
    }
    if (from.highest() > dtype.highest()) {
      bounded = tf.minimum(bounded, bound(from, dtype.highest()));
    }
    return tf.cast(bounded, dtype);
  }

  private static Number bound(DataType type, double value) {
    if (type.isFloating()) {
      return value;
    }
    return (long) value;
  }

  /** Changes an image as float, or as half if it is half. */
  private static Output changed(
      Ops tf, Output image, boolean saturate, String name, UnaryOperator<Output> change) {
    try (var scope = tf.nameScope(name)) {
      DataType type = image.dataType();
      boolean asItIs = type == DataType.FLOAT || type == DataType.HALF;
      Output real = asItIs ? image : convert(tf, image, DataType.FLOAT, false, "convert_image");
      return convert(tf, change.apply(real), type, saturate, "convert_image_1");
    }
  }

  static Output brightness(Ops tf, Output image, Output delta) {
    return changed(
        tf,
        image,
        true,
        "adjust_brightness",
        real -> tf.add(real, tf.cast(delta, real.dataType())));
  }

  static Output contrast(Ops tf, Output images, Output factor) {
    return changed(
        tf, images, true, "adjust_contrast", real -> apply(tf, "AdjustContrastv2", real, factor));
  }

  static Output hue(Ops tf, Output image, Output delta) {
    return changed(tf, image, false, "adjust_hue", real -> apply(tf, "AdjustHue", real, delta));
  }

  static Output saturation(Ops tf, Output image, Output factor) {
    return changed(
        tf, image, false, "adjust_saturation", real -> apply(tf, "AdjustSaturation", real, factor));
  }

  private static Output apply(Ops tf, String type, Output image, Output amount) {
    return tf.graph().opBuilder(type, type).input(image).input(amount).build().output(0);
  }

  static Output gamma(Ops tf, Output image, float gamma, float gain) {
    if (!(gamma >= 0)) {
      throw SlimgraphException.invalidArgument(
          "Gamma should be a non-negative real number, not %s", gamma);
    }
    return changed(tf, image, true, "adjust_gamma", real -> tf.multiply(tf.pow(real, gamma), gain));
  }

  static Output rgbToGrayscale(Ops tf, Output images, String name) {
    return changed(
        tf,
        images,
        false,
        name,
        real -> {
          Output weights = tf.cast(tf.constant(Tensor.of(Shape.of(3), LUMINANCE)), real.dataType());
          Output luminance = tf.reduceSum(tf.multiply(real, weights), -1);
          return tf.expandDims(luminance, -1);
        });
  }

  static Output grayscaleToRgb(Ops tf, Output images, String name) {
    int rank = rank(images);
    try (var scope = tf.nameScope(name)) {
      int[] multiples = new int[rank];
      Arrays.fill(multiples, 1);
      multiples[rank - 1] = 3;
      return tf.tile(images, multiples);
    }
  }

  private static int rank(Output images) {
    if (images.shape().rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "The rank of the images must be known and not 0, but their shape is %s", images.shape());
    }
    return images.shape().rank();
  }

  static Output standardize(Ops tf, Output image, String name) {
    try (var scope = tf.nameScope(name)) {
      Output real = image.dataType() == DataType.FLOAT ? image : tf.cast(image, DataType.FLOAT);
      Output sizes =
          tf.slice(
              tf.shape(real),
              tf.expandDims(tf.subtract(tf.rank(real), 3), 0),
              tf.constant(new int[] {3}));
      Output pixels = tf.cast(tf.reduceProd(sizes), DataType.FLOAT);
      Output mean = tf.reduceMean(real, o -> o.axes(-1, -2, -3).keepDims(true));
      Output centred = tf.subtract(real, mean);
      Output variance = tf.reduceMean(tf.square(centred), o -> o.axes(-1, -2, -3).keepDims(true));
      Output deviation = tf.maximum(tf.sqrt(variance), tf.rsqrt(pixels));
      return tf.divide(centred, deviation);
    }
  }

  static Output totalVariation(Ops tf, Output images, String name) {
    int rank = rank(images);
    if (rank != 3 && rank != 4) {
      throw SlimgraphException.invalidArgument("'images' must be either 3 or 4-dimensional.");
    }
    try (var scope = tf.nameScope(name)) {
      int[] axes = rank == 3 ? new int[] {0, 1, 2} : new int[] {1, 2, 3};
      Output down = tf.reduceSum(tf.abs(step(tf, images, rank - 3)), axes);
      Output across = tf.reduceSum(tf.abs(step(tf, images, rank - 2)), axes);
      return tf.add(down, across);
    }
  }

  /** Returns the differences of neighbours along an axis. */
  private static Output step(Ops tf, Output images, int axis) {
    int[] begin = new int[rank(images)];
    int[] end = new int[begin.length];
    int[] strides = new int[begin.length];
    Arrays.fill(strides, 1);
    begin[axis] = 1;
    end[axis] = -1;
    int all = (1 << begin.length) - 1;
    int others = all & ~(1 << axis);
    Output behind = tf.stridedSlice(images, begin, end, strides, masks(others, all));
    Output before =
        tf.stridedSlice(images, new int[begin.length], end, strides, masks(all, others));
    return tf.subtract(behind, before);
  }

  private static SliceMasks masks(int begin, int end) {
    return SliceMasks.none().withBegin(begin).withEnd(end);
  }

  /** Returns a number drawn from -{@code largest} to {@code largest}. */
  static Output around(Ops tf, String what, float largest) {
    if (!(largest >= 0)) {
      throw SlimgraphException.invalidArgument("%s must be non-negative, not %s", what, largest);
    }
    return tf.random().uniform(Shape.scalar(), -largest, largest);
  }

  static Output aroundHue(Ops tf, float largest) {
    if (largest > 0.5f) {
      throw SlimgraphException.invalidArgument("max_delta must be <= 0.5, not %s", largest);
    }
    return around(tf, "max_delta", largest);
  }

  static Output between(Ops tf, float lower, float upper) {
    if (!(lower < upper) || lower < 0) {
      throw SlimgraphException.invalidArgument(
          "upper must be > lower and lower >= 0, not %s and %s", upper, lower);
    }
    return tf.random().uniform(Shape.scalar(), lower, upper);
  }
}

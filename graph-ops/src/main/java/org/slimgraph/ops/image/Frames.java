package org.slimgraph.ops.image;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** Flips, turns, crops and pads that Python composes of other ops. */
final class Frames {
  private Frames() {}

  /** Returns the first dimension of space: 0, or 1 in a batch. */
  private static int first(Output image) {
    int rank = image.shape().rank();
    if (rank != 3 && rank != 4) {
      throw SlimgraphException.invalidArgument(
          "'image' (shape %s) must have either 3 or 4 dimensions.", image.shape());
    }
    return rank - 3;
  }

  /** Returns height or width. */
  private static int size(Output image, int axis) {
    long size = image.shape().dim(first(image) + axis);
    if (size < 0) {
      throw SlimgraphException.invalidArgument(
          "Height and width of the image must be known, but its shape is %s", image.shape());
    }
    return Math.toIntExact(size);
  }

  static Output flip(Ops tf, Output image, int axis, String name) {
    int dim = first(image) + axis;
    try (var scope = tf.nameScope(name)) {
      return tf.reverse(image, new int[] {dim});
    }
  }

  static Output randomFlip(Ops tf, Output image, int axis, String name) {
    int first = first(image);
    try (var scope = tf.nameScope(name)) {
      Output flipped = tf.reverse(image, new int[] {first + axis});
      if (first == 0) {
        Output number = tf.random().uniform(Shape.scalar(), 0, 1);
        return tf.where(tf.less(number, 0.5f), flipped, image);
      }
      Output batch = tf.slice(tf.shape(image), new int[] {0}, new int[] {1});
      Output numbers = tf.random().uniform(batch, 0, 1, o -> {});
      return tf.where(tf.less(numbers, 0.5f), flipped, image);
    }
  }

  static Output transpose(Ops tf, Output image, String name) {
    int[] order = first(image) == 0 ? new int[] {1, 0, 2} : new int[] {0, 2, 1, 3};
    return tf.transpose(image, order, name);
  }

  static Output rot90(Ops tf, Output image, int k, String name) {
    int first = first(image);
    try (var scope = tf.nameScope(name)) {
      int[] columns = {first + 1};
      return switch (Math.floorMod(k, 4)) {
        case 1 -> transpose(tf, tf.reverse(image, columns), "transpose");
        case 2 -> tf.reverse(image, new int[] {first, first + 1});
        case 3 -> tf.reverse(transpose(tf, image, "transpose"), columns);
        default -> tf.identity(image);
      };
    }
  }

  static Output centralCrop(Ops tf, Output image, double fraction, String name) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw SlimgraphException.invalidArgument(
          "central_fraction must be within (0, 1], not %s", fraction);
    }
    if (fraction == 1) {
      return image;
    }
    try (var scope = tf.nameScope(name)) {
      int height = size(image, 0);
      int width = size(image, 1);
      int top = (int) ((height - height * fraction) / 2);
      int left = (int) ((width - width * fraction) / 2);
      return slice(tf, image, top, left, height - 2 * top, width - 2 * left);
    }
  }

  private static Output slice(Ops tf, Output image, int top, int left, int height, int width) {
    boolean single = first(image) == 0;
    return tf.slice(
        image,
        single ? new int[] {top, left, 0} : new int[] {0, top, left, 0},
        single ? new int[] {height, width, -1} : new int[] {-1, height, width, -1});
  }

  static Output crop(Ops tf, Output image, int top, int left, int height, int width) {
    if (top < 0 || left < 0 || height <= 0 || width <= 0) {
      throw SlimgraphException.invalidArgument(
          "offsets must be >= 0 and targets must be > 0, not %d, %d and %d, %d",
          top, left, height, width);
    }
    if (size(image, 0) < top + (long) height || size(image, 1) < left + (long) width) {
      throw SlimgraphException.invalidArgument(
          "height must be >= target + offset and width likewise: the image is %s, the target %d x"
              + " %d at %d, %d",
          image.shape(), height, width, top, left);
    }
    try (var scope = tf.nameScope("crop_to_bounding_box")) {
      return slice(tf, image, top, left, height, width);
    }
  }

  static Output pad(Ops tf, Output image, int top, int left, int height, int width) {
    int bottom = height - top - size(image, 0);
    int right = width - left - size(image, 1);
    if (top < 0 || left < 0 || bottom < 0 || right < 0) {
      throw SlimgraphException.invalidArgument(
          "offsets must be >= 0 and the image must fit: an image of %s at %d, %d in %d x %d",
          image.shape(), top, left, height, width);
    }
    int[] none = {0, 0};
    int[] rows = {top, bottom};
    int[] columns = {left, right};
    try (var scope = tf.nameScope("pad_to_bounding_box")) {
      return first(image) == 0
          ? tf.pad(image, new int[][] {rows, columns, none})
          : tf.pad(image, new int[][] {none, rows, columns, none});
    }
  }

  static Output cropOrPad(Ops tf, Output image, int height, int width, String name) {
    if (height <= 0 || width <= 0) {
      throw SlimgraphException.invalidArgument(
          "target_height and target_width must be > 0, not %d and %d", height, width);
    }
    int down = height - size(image, 0);
    int across = width - size(image, 1);
    try (var scope = tf.nameScope(name)) {
      Output cropped =
          crop(
              tf,
              image,
              Math.max(Math.floorDiv(-down, 2), 0),
              Math.max(Math.floorDiv(-across, 2), 0),
              Math.min(height, size(image, 0)),
              Math.min(width, size(image, 1)));
      return pad(
          tf,
          cropped,
          Math.max(Math.floorDiv(down, 2), 0),
          Math.max(Math.floorDiv(across, 2), 0),
          height,
          width);
    }
  }
}

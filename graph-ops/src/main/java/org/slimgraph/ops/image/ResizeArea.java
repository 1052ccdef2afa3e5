package org.slimgraph.ops.image;

import java.util.Arrays;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.Shape;

/** Resizes images: each pixel is the mean of the area that it covers. TF: tf.image.resize_area. */
final class ResizeArea {
  static final OpSpec SPEC =
      OpSpec.of("ResizeArea")
          .input("images: T")
          .input("size: int32")
          .output("resized_images: float")
          .attr("T: {int8, uint8, int16, uint16, int32, int64, half, float, double}")
          .attr("align_corners: bool = false")
          .shape(ResizeGeometry::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  private ResizeArea() {}

  private static void compute(KernelContext context, Attributes attrs) {
    Shape in = context.shape(0);
    Shape shape = ResizeGeometry.resized(context);
    float[] out = context.outputFloats(0, shape);
    if (shape.elementCount() == 0) {
      return;
    }
    ResizeAxis height = ResizeGeometry.axis(in, shape, 1, attrs);
    ResizeAxis width = ResizeGeometry.axis(in, shape, 2, attrs);
    float[] images = Pixels.floats(context.input(0));
    int channels = (int) in.dim(3);
    int rowLength = width.output() * channels;
    float share = 1f / (height.scale() * width.scale());
    context
        .parallel()
        .run(
            (int) in.dim(0) * height.output(),
            row -> {
              int image = row / height.output() * height.input();
              int y = row % height.output();
              for (int x = 0; x < width.output(); x++) {
                int to = row * rowLength + x * channels;
                Arrays.fill(out, to, to + channels, 0f);
                sum(images, image, height, y, width, x, channels, out, to);
                for (int c = 0; c < channels; c++) {
                  out[to + c] *= share;
                }
              }
            });
  }

  private static void sum(
      float[] images,
      int image,
      ResizeAxis height,
      int y,
      ResizeAxis width,
      int x,
      int channels,
      float[] out,
      int to) {
    int bottom = end(height, y);
    int right = end(width, x);
    for (int inY = begin(height, y); inY < bottom; inY++) {
      int row = (image + bounded(height, inY)) * width.input();
      float down = covered(height, y, inY);
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int inX = begin(width, x); inX < right; inX++) {
          sum += images[(row + bounded(width, inX)) * channels + c] * covered(width, x, inX);
        }
        out[to + c] += sum * down;
      }
    }
  }

  private static int begin(ResizeAxis axis, int place) {
    return (int) Math.floor(place * axis.scale());
  }

  private static int end(ResizeAxis axis, int place) {
    return (int) Math.ceil((place + 1) * axis.scale());
  }

  private static int bounded(ResizeAxis axis, int place) {
    return Math.max(0, Math.min(place, axis.input() - 1));
  }

  /** Returns how much of input {@code i} the area of {@code place} covers. */
  private static float covered(ResizeAxis axis, int place, int i) {
    float from = place * axis.scale();
    float to = (place + 1) * axis.scale();
    if (i < from) {
      return i + 1 > to ? axis.scale() : i + 1 - from;
    }
    return i + 1 > to ? to - i : 1f;
  }
}

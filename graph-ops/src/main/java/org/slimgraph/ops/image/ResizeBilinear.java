package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Resizes images by bilinear interpolation. TF: tf.image.resize_bilinear. */
final class ResizeBilinear {
  static final OpSpec SPEC =
      OpSpec.of("ResizeBilinear")
          .input("images: T")
          .input("size: int32")
          .output("resized_images: float")
          .attr("T: {int8, uint8, int16, uint16, int32, int64, bfloat16, half, float, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(ResizeGeometry::infer)
          .gradient(ResizeBilinear::gradient)
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  static final OpSpec GRAD_SPEC =
      OpSpec.of("ResizeBilinearGrad")
          .input("grads: float")
          .input("original_image: T")
          .output("output: T")
          .attr("T: {float, bfloat16, half, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(c -> List.of(c.input(1)))
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> computeGradient(context, attrs))
          .build();

  private ResizeBilinear() {}

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
    int rows = (int) in.dim(0) * height.output();
    context
        .parallel()
        .run(
            rows,
            row -> {
              int image = row / height.output() * height.input();
              int y = row % height.output();
              int inRow = width.input() * channels;
              interpolate(
                  images,
                  (image + height.lower(y)) * inRow,
                  (image + height.upper(y)) * inRow,
                  height.weight(y),
                  width,
                  channels,
                  out,
                  row * rowLength);
            });
  }

  private static void interpolate(
      float[] images,
      int top,
      int bottom,
      float down,
      ResizeAxis width,
      int channels,
      float[] out,
      int outRow) {
    for (int x = 0; x < width.output(); x++) {
      int left = width.lower(x) * channels;
      int right = width.upper(x) * channels;
      float across = width.weight(x);
      for (int c = 0; c < channels; c++) {
        float topLeft = images[top + left + c];
        float bottomLeft = images[bottom + left + c];
        float above = topLeft + (images[top + right + c] - topLeft) * across;
        float below = bottomLeft + (images[bottom + right + c] - bottomLeft) * across;
        out[outRow + x * channels + c] = above + (below - above) * down;
      }
    }
  }

  private static void computeGradient(KernelContext context, Attributes attrs) {
    Shape shape = context.shape(1);
    Shape grads = context.shape(0);
    Tensor out = context.output(0, shape);
    double[] sums = new double[out.size()];
    if (context.input(0).size() > 0) {
      ResizeAxis height = ResizeGeometry.axis(shape, grads, 1, attrs);
      ResizeAxis width = ResizeGeometry.axis(shape, grads, 2, attrs);
      spread(context.floats(0), (int) shape.dim(0), height, width, (int) shape.dim(3), sums);
    }
    Pixels.store(sums, out);
  }

  private static void spread(
      float[] grads, int batch, ResizeAxis height, ResizeAxis width, int channels, double[] sums) {
    int at = 0;
    for (int row = 0; row < batch * height.output(); row++) {
      int image = row / height.output() * height.input();
      int y = row % height.output();
      int top = (image + height.lower(y)) * width.input();
      int bottom = (image + height.upper(y)) * width.input();
      float down = height.weight(y);
      for (int x = 0; x < width.output(); x++) {
        int left = width.lower(x);
        int right = width.upper(x);
        float across = width.weight(x);
        for (int c = 0; c < channels; c++) {
          float gradient = grads[at++];
          sums[(top + left) * channels + c] += gradient * (1 - down) * (1 - across);
          sums[(top + right) * channels + c] += gradient * (1 - down) * across;
          sums[(bottom + left) * channels + c] += gradient * down * (1 - across);
          sums[(bottom + right) * channels + c] += gradient * down * across;
        }
      }
    }
  }

  private static void gradient(GradientContext g) {
    Attributes attrs = g.op().attrs();
    g.set(
        0,
        g.tf()
            .graph()
            .opBuilder("ResizeBilinearGrad", "ResizeBilinearGrad")
            .input(g.dy(0))
            .input(g.input(0))
            .attr("align_corners", attrs.bool("align_corners"))
            .attr("half_pixel_centers", attrs.bool("half_pixel_centers"))
            .build()
            .output(0));
  }

  /** Adds a resize of either kind. */
  static Output resize(
      Ops tf, String type, Output images, Output size, boolean alignCorners, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(images)
        .input(size)
        .attr("align_corners", alignCorners)
        .build()
        .output(0);
  }
}

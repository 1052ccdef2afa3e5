package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Resizes images by bicubic interpolation, and the gradient. TF: tf.image.resize_bicubic. */
final class ResizeBicubic {
  static final OpSpec SPEC =
      OpSpec.of("ResizeBicubic")
          .input("images: T")
          .input("size: int32")
          .output("resized_images: float")
          .attr("T: {int8, uint8, int16, uint16, int32, int64, half, float, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(ResizeGeometry::infer)
          .gradient(ResizeBicubic::gradient)
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  static final OpSpec GRAD_SPEC =
      OpSpec.of("ResizeBicubicGrad")
          .input("grads: float")
          .input("original_image: T")
          .output("output: T")
          .attr("T: {float, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(c -> List.of(c.input(1)))
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> computeGradient(context, attrs))
          .build();

  private ResizeBicubic() {}

  private static void compute(KernelContext context, Attributes attrs) {
    Shape in = context.shape(0);
    Shape shape = ResizeGeometry.resized(context);
    float[] out = context.outputFloats(0, shape);
    if (shape.elementCount() == 0) {
      return;
    }
    CubicTaps[] rows = CubicTaps.of(ResizeGeometry.axis(in, shape, 1, attrs));
    CubicTaps[] columns = CubicTaps.of(ResizeGeometry.axis(in, shape, 2, attrs));
    float[] images = Pixels.floats(context.input(0));
    int channels = (int) in.dim(3);
    int inRow = (int) in.dim(2) * channels;
    int rowLength = columns.length * channels;
    context
        .parallel()
        .run(
            (int) in.dim(0) * rows.length,
            row -> {
              int image = row / rows.length * (int) in.dim(1) * inRow;
              CubicTaps down = rows[row % rows.length];
              for (int x = 0; x < columns.length; x++) {
                for (int c = 0; c < channels; c++) {
                  out[row * rowLength + x * channels + c] =
                      interpolate(images, image + c, down, inRow, columns[x], channels);
                }
              }
            });
  }

  private static float interpolate(
      float[] images, int from, CubicTaps down, int inRow, CubicTaps across, int channels) {
    float value = 0;
    for (int x = 0; x < CubicTaps.COUNT; x++) {
      int column = from + across.place(x) * channels;
      float sum = 0;
      for (int y = 0; y < CubicTaps.COUNT; y++) {
        sum += images[column + down.place(y) * inRow] * down.weight(y);
      }
      value += sum * across.weight(x);
    }
    return value;
  }

  private static void computeGradient(KernelContext context, Attributes attrs) {
    Shape shape = ShapeRules.withRank(context.shape(1), 4);
    Shape grads = ShapeRules.withRank(context.shape(0), 4);
    Tensor out = context.output(0, shape);
    double[] sums = new double[out.size()];
    if (context.input(0).size() > 0) {
      spread(
          context.floats(0),
          shape,
          CubicTaps.of(ResizeGeometry.axis(shape, grads, 1, attrs)),
          CubicTaps.of(ResizeGeometry.axis(shape, grads, 2, attrs)),
          sums);
    }
    Pixels.store(sums, out);
  }

  private static void spread(
      float[] grads, Shape image, CubicTaps[] rows, CubicTaps[] columns, double[] sums) {
    int channels = (int) image.dim(3);
    int at = 0;
    for (int row = 0; row < image.dim(0) * rows.length; row++) {
      int top = row / rows.length * (int) image.dim(1);
      CubicTaps down = rows[row % rows.length];
      for (CubicTaps across : columns) {
        for (int y = 0; y < CubicTaps.COUNT; y++) {
          int line = (top + down.place(y)) * (int) image.dim(2);
          for (int x = 0; x < CubicTaps.COUNT; x++) {
            double weight = (double) down.weight(y) * across.weight(x);
            int to = (line + across.place(x)) * channels;
            for (int c = 0; c < channels; c++) {
              sums[to + c] += grads[at + c] * weight;
            }
          }
        }
        at += channels;
      }
    }
  }

  /** Integer and half images get none. */
  private static void gradient(GradientContext g) {
    DataType type = g.input(0).dataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      return;
    }
    Attributes attrs = g.op().attrs();
    g.set(
        0,
        g.tf()
            .graph()
            .opBuilder("ResizeBicubicGrad", "ResizeBicubicGrad")
            .input(g.dy(0))
            .input(g.input(0))
            .attr("align_corners", attrs.bool("align_corners"))
            .attr("half_pixel_centers", attrs.bool("half_pixel_centers"))
            .build()
            .output(0));
  }
}

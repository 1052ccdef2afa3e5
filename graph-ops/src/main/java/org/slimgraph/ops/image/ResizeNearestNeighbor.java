package org.slimgraph.ops.image;

import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Resizes images by taking the nearest pixel. TF: tf.image.resize_nearest_neighbor. */
final class ResizeNearestNeighbor {
  static final OpSpec SPEC =
      OpSpec.of("ResizeNearestNeighbor")
          .input("images: T")
          .input("size: int32")
          .output("resized_images: T")
          .attr("T: {int8, uint8, int16, uint16, int32, int64, half, float, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(ResizeGeometry::infer)
          .gradient(ResizeNearestNeighbor::gradient)
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  static final OpSpec GRAD_SPEC =
      OpSpec.of("ResizeNearestNeighborGrad")
          .input("grads: T")
          .input("size: int32")
          .output("output: T")
          .attr("T: {uint8, int8, int32, half, float, double}")
          .attr("align_corners: bool = false")
          .attr("half_pixel_centers: bool = false")
          .shape(ResizeGeometry::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> computeGradient(context, attrs))
          .build();

  private ResizeNearestNeighbor() {}

  private static void compute(KernelContext context, Attributes attrs) {
    Tensor in = context.input(0);
    Shape shape = ResizeGeometry.resized(context);
    Tensor out = context.output(0, shape);
    if (out.size() == 0) {
      return;
    }
    ResizeAxis height = ResizeGeometry.axis(in.shape(), shape, 1, attrs);
    ResizeAxis width = ResizeGeometry.axis(in.shape(), shape, 2, attrs);
    boolean align = attrs.bool("align_corners");
    int channels = (int) shape.dim(3);
    for (int row = 0; row < shape.dim(0) * height.output(); row++) {
      int image = row / height.output() * height.input();
      int from = (image + height.nearest(row % height.output(), align)) * width.input();
      for (int x = 0; x < width.output(); x++) {
        TensorStorage.copy(
            in.dataType(),
            TensorStorage.array(in),
            (from + width.nearest(x, align)) * channels,
            TensorStorage.array(out),
            (row * width.output() + x) * channels,
            channels);
      }
    }
  }

  private static void computeGradient(KernelContext context, Attributes attrs) {
    Shape grads = context.shape(0);
    Shape shape = ResizeGeometry.resized(context);
    Tensor out = context.output(0, shape);
    double[] sums = new double[out.size()];
    if (context.input(0).size() > 0) {
      ResizeAxis height = ResizeGeometry.axis(shape, grads, 1, attrs);
      ResizeAxis width = ResizeGeometry.axis(shape, grads, 2, attrs);
      boolean align = attrs.bool("align_corners");
      double[] dy = Pixels.doubles(context.input(0));
      int channels = (int) shape.dim(3);
      for (int i = 0; i < dy.length; i++) {
        int pixel = i / channels;
        int row = pixel / width.output();
        int image = row / height.output() * height.input();
        int to = (image + height.nearest(row % height.output(), align)) * width.input();
        sums[(to + width.nearest(pixel % width.output(), align)) * channels + i % channels] +=
            dy[i];
      }
    }
    Pixels.store(sums, out);
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Attributes attrs = g.op().attrs();
    Shape in = g.input(0).shape();
    Output size =
        in.isRankKnown() && in.dim(1) >= 0 && in.dim(2) >= 0
            ? tf.constant(new int[] {(int) in.dim(1), (int) in.dim(2)})
            : tf.slice(tf.shape(g.input(0)), new int[] {1}, new int[] {2});
    g.set(
        0,
        tf.graph()
            .opBuilder("ResizeNearestNeighborGrad", "ResizeNearestNeighborGrad")
            .input(g.dy(0))
            .input(size)
            .attr("align_corners", attrs.bool("align_corners"))
            .attr("half_pixel_centers", attrs.bool("half_pixel_centers"))
            .build()
            .output(0));
  }
}

package org.slimgraph.ops.array;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.cpu.WindowAxis;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The windows of an image, each as one vector. TF: tf.extract_image_patches. */
final class ExtractImagePatches {
  static final OpSpec SPEC =
      OpSpec.of("ExtractImagePatches")
          .input("images: T")
          .output("patches: T")
          .attr("ksizes: list(int) >= 4")
          .attr("strides: list(int) >= 4")
          .attr("rates: list(int) >= 4")
          .attr("T: realnumbertype")
          .attr("padding: {'SAME', 'VALID'}")
          .shape(ExtractImagePatches::infer)
          .gradient(ExtractImagePatches::gradient)
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  private ExtractImagePatches() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = ShapeRules.withRank(c.input(0), 4);
    long depth = c.attrs().ints("ksizes")[1] * (long) c.attrs().ints("ksizes")[2];
    long height = in.dim(1) < 0 ? -1 : axis(in, 1, c.attrs()).output();
    long width = in.dim(2) < 0 ? -1 : axis(in, 2, c.attrs()).output();
    return List.of(Shape.of(in.dim(0), height, width, Dims.multiply(in.dim(3), depth)));
  }

  private static WindowAxis axis(Shape in, int d, Attributes attrs) {
    int size = Math.toIntExact(in.dim(d));
    int window = one(attrs, "ksizes", d);
    int stride = one(attrs, "strides", d);
    int rate = one(attrs, "rates", d);
    return attrs.string("padding").equals("SAME")
        ? WindowAxis.same(size, window, stride, rate)
        : WindowAxis.valid(size, window, stride, rate);
  }

  private static int one(Attributes attrs, String attr, int d) {
    int[] values = attrs.ints(attr);
    if (values.length != 4 || values[d] < 1) {
      throw SlimgraphException.invalidArgument(
          "%s must be [1, rows, columns, 1] with positive sizes, not %s",
          attr, Arrays.toString(values));
    }
    return values[d];
  }

  private static void compute(KernelContext context, Attributes attrs) {
    Tensor in = context.input(0);
    Shape shape = in.shape();
    for (String attr : List.of("ksizes", "strides", "rates")) {
      int[] values = attrs.ints(attr);
      if (values[0] != 1 || values[3] != 1) {
        throw SlimgraphException.unimplemented("Only support %s across space.", attr);
      }
    }
    WindowAxis y = axis(shape, 1, attrs);
    WindowAxis x = axis(shape, 2, attrs);
    int channels = (int) shape.dim(3);
    Shape outShape =
        Shape.of(shape.dim(0), y.output(), x.output(), (long) y.window() * x.window() * channels);
    Tensor out = context.output(0, outShape);
    if (attrs.string("padding").equals("SAME")) {
      Elements.zero(out);
    }
    for (int fy = 0; fy < y.window(); fy++) {
      for (int fx = 0; fx < x.window(); fx++) {
        View to = View.of(outShape).part(3, (fy * x.window() + fx) * channels, channels);
        View from = View.of(shape);
        int[] rows = covered(y, fy);
        int[] columns = covered(x, fx);
        from.every(1, rows[0] * y.stride() + y.start(0) + fy * y.dilation(), y.stride(), rows[1])
            .every(
                2, columns[0] * x.stride() + x.start(0) + fx * x.dilation(), x.stride(), columns[1])
            .to(to.part(1, rows[0], rows[1]).part(2, columns[0], columns[1]), in.dataType())
            .run(in, out, context.parallel());
      }
    }
  }

  /** Returns the first window whose tap lies inside the input, and how many there are. */
  private static int[] covered(WindowAxis axis, int tap) {
    int shift = axis.start(0) + tap * axis.dilation();
    int first = Math.max(0, -Math.floorDiv(shift, axis.stride()));
    int end = Math.min(axis.output(), -Math.floorDiv(shift - axis.input(), axis.stride()));
    return end > first ? new int[] {first, end - first} : new int[] {0, 0};
  }

  /** Extracts patches of place numbers and adds the gradients up at those places. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Shape in = g.input(0).shape();
    Shape out = g.output(0).shape();
    if (!in.isFullyDefined()) {
      throw SlimgraphException.unimplemented(
          "The gradient of ExtractImagePatches needs images of a known shape, not %s", in);
    }
    int places = (int) (in.dim(1) * in.dim(2));
    Output numbers = tf.reshape(tf.range(1, places + 1, 1), Shape.of(1, in.dim(1), in.dim(2), 1));
    Output taps = build(tf, numbers, g.op().attrs(), "ExtractImagePatches");
    long depth = out.dim(3) / Math.max(1, in.dim(3));
    long windows = out.dim(1) * out.dim(2) * depth;
    Output dy = tf.reshape(g.dy(0), Shape.of(in.dim(0), windows, in.dim(3)));
    Output sums =
        tf.scatterNd(
            tf.reshape(taps, Shape.of(windows, 1)),
            tf.transpose(dy, new int[] {1, 0, 2}),
            tf.constant(new int[] {places + 1, (int) in.dim(0), (int) in.dim(3)}));
    Output inside = tf.slice(sums, new int[] {1, 0, 0}, new int[] {-1, -1, -1});
    g.set(0, tf.reshape(tf.transpose(inside, new int[] {1, 0, 2}), in));
  }

  private static Output build(Ops tf, Output images, Attributes attrs, String name) {
    return extract(
        tf,
        images,
        attrs.ints("ksizes"),
        attrs.ints("strides"),
        attrs.ints("rates"),
        attrs.string("padding"),
        name);
  }

  static Output extract(
      Ops tf, Output images, int[] sizes, int[] strides, int[] rates, String padding, String name) {
    return tf.graph()
        .opBuilder("ExtractImagePatches", name)
        .input(images)
        .attr("ksizes", sizes)
        .attr("strides", strides)
        .attr("rates", rates)
        .attr("padding", padding)
        .build()
        .output(0);
  }
}

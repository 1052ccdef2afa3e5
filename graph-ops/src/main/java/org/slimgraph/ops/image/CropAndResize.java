package org.slimgraph.ops.image;

import java.util.Arrays;
import java.util.List;
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

/** Cuts boxes out of images and resizes them to one size. TF: tf.image.crop_and_resize. */
final class CropAndResize {
  private static final String METHODS = "method: {'bilinear', 'nearest'} = 'bilinear'";

  static final OpSpec SPEC =
      OpSpec.of("CropAndResize")
          .input("image: T")
          .input("boxes: float")
          .input("box_ind: int32")
          .input("crop_size: int32")
          .output("crops: float")
          .attr("T: {uint8, uint16, int8, int16, int32, int64, half, float, double}")
          .attr(METHODS)
          .attr("extrapolation_value: float = 0")
          .shape(CropAndResize::infer)
          .gradient(CropAndResize::gradient)
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  static final OpSpec GRAD_IMAGE =
      OpSpec.of("CropAndResizeGradImage")
          .input("grads: float")
          .input("boxes: float")
          .input("box_ind: int32")
          .input("image_size: int32")
          .output("output: T")
          .attr("T: {float, half, double}")
          .attr(METHODS)
          .shape(c -> List.of(ShapeRules.withRank(c.constantShape(3), 4)))
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> computeImageGradient(context, attrs))
          .build();

  static final OpSpec GRAD_BOXES =
      OpSpec.of("CropAndResizeGradBoxes")
          .input("grads: float")
          .input("image: T")
          .input("boxes: float")
          .input("box_ind: int32")
          .output("output: float")
          .attr("T: {uint8, uint16, int8, int16, int32, int64, half, float, double}")
          .attr("method: {'bilinear'} = 'bilinear'")
          .shape(c -> List.of(c.input(2)))
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> CropAndResize::computeBoxesGradient)
          .build();

  private CropAndResize() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape image = ShapeRules.withRank(c.input(0), 4);
    Shape boxes = ShapeRules.withRank(c.input(1), 2);
    Shape indices = ShapeRules.withRank(c.input(2), 1);
    ShapeRules.mergeDim(boxes.dim(1), 4);
    ShapeRules.merge(ShapeRules.withRank(c.input(3), 1), Shape.of(2));
    Shape size = c.constantShape(3);
    boolean known = size.isRankKnown();
    return List.of(
        Shape.of(
            ShapeRules.mergeDim(boxes.dim(0), indices.dim(0)),
            known ? size.dim(0) : -1,
            known ? size.dim(1) : -1,
            image.dim(3)));
  }

  private static void compute(KernelContext context, Attributes attrs) {
    Shape image = context.shape(0);
    CropBoxes.checkImage("input image", image);
    Shape size = context.shape(3);
    if (size.rank() != 1) {
      throw SlimgraphException.invalidArgument("crop_size must be 1-D%s", size.toBrackets());
    }
    if (size.dim(0) != 2) {
      throw SlimgraphException.invalidArgument(
          "crop_size must have two elements%s", size.toBrackets());
    }
    int height = context.ints(3)[0];
    int width = context.ints(3)[1];
    CropBoxes.checkCrop(height, width);
    int boxes = CropBoxes.count(context, 1, 2);
    CropBoxes crops = CropBoxes.of(context, 1, 2, image, boxes, height, width);
    int channels = (int) image.dim(3);
    float[] out = context.outputFloats(0, Shape.of(boxes, height, width, channels));
    float[] pixels = Pixels.floats(context.input(0));
    float outside = attrs.real("extrapolation_value");
    boolean nearest = attrs.string("method").equals("nearest");
    context
        .parallel()
        .run(
            boxes * height,
            row -> {
              for (int x = 0; x < width; x++) {
                int to = (row * width + x) * channels;
                CropBoxes.Place place = crops.place(row / height, row % height, x, nearest);
                if (place.isOutside()) {
                  Arrays.fill(out, to, to + channels, outside);
                } else {
                  place.sample(pixels, channels, out, to);
                }
              }
            });
  }

  private static void computeImageGradient(KernelContext context, Attributes attrs) {
    Shape size = context.shape(3);
    if (size.rank() != 1) {
      throw SlimgraphException.invalidArgument("image_size must be 1-D%s", size.toBrackets());
    }
    if (size.dim(0) != 4) {
      throw SlimgraphException.invalidArgument(
          "image_size must have 4 elements%s", size.toBrackets());
    }
    int[] dims = context.ints(3);
    Shape image = Shape.of(dims[0], dims[1], dims[2], dims[3]);
    Tensor out = context.output(0, image);
    double[] sums = new double[out.size()];
    boolean nearest = attrs.string("method").equals("nearest");
    visit(
        context,
        1,
        2,
        image,
        nearest,
        (place, box, y, x, gradient) -> {
          for (int c = 0; c < dims[3]; c++) {
            place.spread(context.floats(0)[gradient + c], dims[3], c, sums);
          }
        });
    Pixels.store(sums, out);
  }

  private static void computeBoxesGradient(KernelContext context) {
    Shape image = context.shape(1);
    float[] pixels = Pixels.floats(context.input(1));
    Shape shape = context.shape(2);
    float[] out = context.outputFloats(0, shape);
    Arrays.fill(out, 0, (int) shape.elementCount(), 0f);
    int channels = (int) image.dim(3);
    Shape grads = context.shape(0);
    double height = image.dim(1) - 1;
    double width = image.dim(2) - 1;
    visit(
        context,
        2,
        3,
        image,
        false,
        (place, box, y, x, gradient) -> {
          double down = part(y, grads.dim(1));
          double across = part(x, grads.dim(2));
          for (int c = 0; c < channels; c++) {
            float dy = context.floats(0)[gradient + c];
            double slopeY = place.slopeDown(pixels, channels, c) * dy * height;
            double slopeX = place.slopeAcross(pixels, channels, c) * dy * width;
            out[4 * box] += (float) (slopeY * (1 - down));
            out[4 * box + 1] += (float) (slopeX * (1 - across));
            out[4 * box + 2] += (float) (slopeY * down);
            out[4 * box + 3] += (float) (slopeX * across);
          }
        });
  }

  /** Returns how far a place lies between the edges of a box; the middle if there is only one. */
  private static double part(int i, long size) {
    return size > 1 ? (double) i / (size - 1) : 0.5;
  }

  private interface Visitor {
    void at(CropBoxes.Place place, int box, int y, int x, int gradient);
  }

  /** Calls {@code visitor} for each pixel of the gradients, input 0, that lies in its image. */
  private static void visit(
      KernelContext context,
      int boxesInput,
      int indicesInput,
      Shape image,
      boolean nearest,
      Visitor visitor) {
    Shape grads = context.shape(0);
    CropBoxes.checkImage("grads image", grads);
    CropBoxes.checkImage("input image", image);
    int boxes = CropBoxes.count(context, boxesInput, indicesInput);
    int height = (int) grads.dim(1);
    int width = (int) grads.dim(2);
    if (grads.dim(0) != boxes) {
      throw SlimgraphException.invalidArgument("boxes and grads have incompatible shape");
    }
    if (grads.dim(3) != image.dim(3)) {
      throw SlimgraphException.invalidArgument("image_size and grads are incompatible");
    }
    CropBoxes crops = CropBoxes.of(context, boxesInput, indicesInput, image, boxes, height, width);
    for (int row = 0; row < boxes * height; row++) {
      for (int x = 0; x < width; x++) {
        int box = row / height;
        CropBoxes.Place place = crops.place(box, row % height, x, nearest);
        if (!place.isOutside()) {
          visitor.at(place, box, row % height, x, (row * width + x) * (int) image.dim(3));
        }
      }
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output image = g.input(0);
    String method = g.op().attrs().string("method");
    if (image.dataType().isFloating()) {
      Shape shape = image.shape();
      Output size =
          shape.isFullyDefined()
              ? tf.constant(Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray())
              : tf.shape(image);
      g.set(
          0,
          tf.graph()
              .opBuilder("CropAndResizeGradImage", "CropAndResizeGradImage")
              .input(g.dy(0))
              .input(g.input(1))
              .input(g.input(2))
              .input(size)
              .attr("T", image.dataType())
              .attr("method", method)
              .build()
              .output(0));
    }
    g.set(
        1,
        tf.graph()
            .opBuilder("CropAndResizeGradBoxes", "CropAndResizeGradBoxes")
            .input(g.dy(0))
            .input(image)
            .input(g.input(1))
            .input(g.input(2))
            .build()
            .output(0));
  }

  static Output crop(
      Ops tf, Output image, Output boxes, Output boxInd, Output cropSize, String name) {
    return tf.graph()
        .opBuilder("CropAndResize", name)
        .input(image)
        .input(boxes)
        .input(boxInd)
        .input(cropSize)
        .build()
        .output(0);
  }
}

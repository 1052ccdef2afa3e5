package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.PoolGeometry;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Window and strides of a pooling op and its gradients, and the shapes that follow from them.
 * Shapes that kernels hand over are NHWC.
 *
 * @param windowHeight taps down
 * @param windowWidth taps across
 * @param windowDepth channels that become one
 * @param height the vertical window
 * @param width the horizontal window
 * @param depthStride the distance of windows across channels
 */
record PoolingRule(
    int windowHeight,
    int windowWidth,
    int windowDepth,
    SlidingWindow height,
    SlidingWindow width,
    int depthStride) {

  /** Adds the attributes of window, strides and padding. */
  static OpSpec.Builder withWindow(OpSpec.Builder spec) {
    return spec.attr("ksize: list(int) >= 4").attr("strides: list(int) >= 4");
  }

  /** Returns the format of an operation, which is NHWC where it has no such attribute. */
  static ImageFormat format(Attributes attrs) {
    return attrs.find("data_format").isPresent() ? ImageFormat.of(attrs) : ImageFormat.NHWC;
  }

  /**
   * Returns the rule of an operation that is to run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT or UNIMPLEMENTED for windows that cannot be
   */
  static PoolingRule of(Attributes attrs) {
    return of(attrs, attrs.ints("ksize"), attrs.ints("strides"));
  }

  /** Returns the rule of an operation whose window and strides are inputs. */
  static PoolingRule of(Attributes attrs, KernelContext context, int ksize) {
    return of(attrs, vector(context, ksize, "ksize"), vector(context, ksize + 1, "strides"));
  }

  private static int[] vector(KernelContext context, int i, String what) {
    if (context.shape(i).rank() != 1 || context.input(i).size() != 4) {
      throw SlimgraphException.invalidArgument(
          "Sliding window %s field must specify 4 dimensions", what);
    }
    return context.input(i).ints();
  }

  private static PoolingRule of(Attributes attrs, int[] ksize, int[] strides) {
    if (ksize.length != 4) {
      throw SlimgraphException.invalidArgument(
          "Sliding window ksize field must specify 4 dimensions");
    }
    if (strides.length != 4) {
      throw SlimgraphException.invalidArgument(
          "Sliding window stride field must specify 4 dimensions");
    }
    if (ksize[0] != 1 || strides[0] != 1) {
      throw SlimgraphException.unimplemented(
          "Pooling is not yet supported on the batch dimension.");
    }
    for (int d = 0; d < 4; d++) {
      if (ksize[d] <= 0 || strides[d] <= 0) {
        throw SlimgraphException.invalidArgument(
            "Window sizes and strides must be positive, but dimension %d has %d and %d",
            d, ksize[d], strides[d]);
      }
    }
    return read(attrs, format(attrs), ksize, strides);
  }

  private static PoolingRule read(
      Attributes attrs, ImageFormat format, int[] ksize, int[] strides) {
    String padding = attrs.string("padding");
    return new PoolingRule(
        ksize[format.height()],
        ksize[format.width()],
        ksize[format.channels()],
        new SlidingWindow(padding, strides[format.height()], 1, 0, 0),
        new SlidingWindow(padding, strides[format.width()], 1, 0, 0),
        strides[format.channels()]);
  }

  /** The shape rule of pooling by attributes. */
  static List<Shape> infer(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), 4);
    int[] ksize = c.attrs().ints("ksize");
    int[] strides = c.attrs().ints("strides");
    checkCount(c, "ksize", ksize);
    checkCount(c, "stride", strides);
    return List.of(output(c, input, ksize, strides));
  }

  private static void checkCount(ShapeContext c, String what, int[] values) {
    if (values.length != 4) {
      throw SlimgraphException.invalidArgument(
          "%s requires the %s attribute to contain 4 values, but got: %d",
          c.def().name(), what, values.length);
    }
  }

  /** The shape rule of pooling whose window and strides are the inputs from {@code ksize} on. */
  static List<Shape> inferFromInputs(ShapeContext c, int ksize) {
    Shape input = ShapeRules.withRank(c.input(0), 4);
    for (int i = ksize; i < ksize + 2; i++) {
      Shape vector = ShapeRules.withRank(c.input(i), 1);
      ShapeRules.mergeDim(vector.dim(0), 4);
    }
    if (c.constant(ksize).isEmpty() || c.constant(ksize + 1).isEmpty()) {
      return List.of(Shape.ofRank(4));
    }
    return List.of(
        output(c, input, c.constant(ksize).get().ints(), c.constant(ksize + 1).get().ints()));
  }

  private static Shape output(ShapeContext c, Shape input, int[] ksize, int[] strides) {
    ImageFormat format = format(c.attrs());
    PoolingRule rule = read(c.attrs(), format, ksize, strides);
    SlidingWindow depth = new SlidingWindow(rule.height.padding(), rule.depthStride, 1, 0, 0);
    return format.shape(
        input.dim(0),
        rule.height.outputSize(input.dim(format.height()), rule.windowHeight),
        rule.width.outputSize(input.dim(format.width()), rule.windowWidth),
        depth.outputSize(input.dim(format.channels()), rule.windowDepth));
  }

  /** Whether channels are pooled instead of pixels. */
  boolean isDepthwise() {
    return windowDepth > 1;
  }

  /**
   * Checks that windows run over pixels only.
   *
   * @throws SlimgraphException UNIMPLEMENTED if they do not
   */
  void checkSpatial(String message) {
    if (windowDepth != 1 || depthStride != 1) {
      throw SlimgraphException.unimplemented(message);
    }
  }

  /**
   * Returns the channels that come out of pooling over channels.
   *
   * @throws SlimgraphException UNIMPLEMENTED if pixels are pooled too or windows overlap
   */
  int outputDepth(Shape input) {
    if (windowHeight != 1 || windowWidth != 1) {
      throw SlimgraphException.unimplemented(
          "MaxPooling supports exactly one of pooling across depth or pooling across"
              + " width/height.");
    }
    if (input.dim(3) % windowDepth != 0) {
      throw SlimgraphException.unimplemented(
          "Depthwise max pooling requires the depth window to evenly divide the input depth");
    }
    if (windowDepth != depthStride) {
      throw SlimgraphException.unimplemented(
          "Depthwise max pooling requires the depth window to equal the depth stride");
    }
    return Math.toIntExact(input.dim(3) / windowDepth);
  }

  /**
   * Returns the sizes of pooling images of this shape.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it has not rank 4 or the window is too large
   */
  PoolGeometry geometry(Shape input) {
    checkRank("tensor_in", input);
    return new PoolGeometry(
        Math.toIntExact(input.dim(0)),
        height.axis(input.dim(1), windowHeight),
        width.axis(input.dim(2), windowWidth),
        Math.toIntExact(input.dim(3)));
  }

  /**
   * Returns the sizes of the pooling whose gradient is computed.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if {@code output} is not the shape that pooling
   *     gives
   */
  PoolGeometry geometry(Shape input, String what, Shape output) {
    PoolGeometry geometry = geometry(input);
    checkRank(what, output);
    if (!output.equals(outputShape(geometry))) {
      throw SlimgraphException.invalidArgument(
          "Expected %s shape to be %s, but got %s",
          what, outputShape(geometry).toBrackets(), output.toBrackets());
    }
    return geometry;
  }

  private static void checkRank(String what, Shape shape) {
    if (shape.rank() != 4) {
      throw SlimgraphException.invalidArgument("%s must be 4-dimensional", what);
    }
  }

  /** Returns the output shape in NHWC. */
  static Shape outputShape(PoolGeometry geometry) {
    return Shape.of(
        geometry.batch(),
        geometry.height().output(),
        geometry.width().output(),
        geometry.channels());
  }

  /** Copies window, strides, padding and layout of {@code op}, as far as both ops have them. */
  static OperationBuilder copyAttrs(Operation op, OperationBuilder builder) {
    for (String attr :
        List.of("ksize", "strides", "padding", "data_format", "include_batch_in_index")) {
      op.attrs().find(attr).ifPresent(value -> builder.attr(attr, value));
    }
    return builder;
  }
}

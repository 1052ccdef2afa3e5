package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.WindowAxis;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Strides and padding of DepthwiseConv2dNative and its two gradients, and the shapes that follow
 * from them. Shapes that kernels hand over are NHWC.
 *
 * <p>TF 1.x: the attribute {@code dilations} is ignored; Python's {@code depthwise_conv2d} dilates
 * by SpaceToBatchND instead.
 *
 * @param format the order of the image's dimensions in the graph
 * @param height the vertical window
 * @param width the horizontal window
 */
record DepthwiseRule(ImageFormat format, SlidingWindow height, SlidingWindow width) {

  /** Adds the output and attributes that the convolution shares with its gradients. */
  static OpSpec.Builder withAttrs(OpSpec.Builder spec) {
    return spec.output("output: T")
        .attr("T: {half, bfloat16, float, double}")
        .attr("strides: list(int)")
        .attr("padding: {'SAME', 'VALID'}")
        .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
        .attr("dilations: list(int) = [1, 1, 1, 1]");
  }

  /**
   * Returns the rule of an operation that is to run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for strides that differ or move in batch or
   *     channels
   */
  static DepthwiseRule of(Attributes attrs) {
    ImageFormat format = ImageFormat.of(attrs);
    int[] strides = attrs.ints("strides");
    if (strides.length != 4) {
      throw SlimgraphException.invalidArgument(
          "Sliding window strides field must specify 4 dimensions");
    }
    if (strides[format.height()] != strides[format.width()]) {
      throw SlimgraphException.invalidArgument(
          "Current implementation only supports equal length strides in the row and column"
              + " dimensions.");
    }
    if (strides[0] != 1 || strides[format.channels()] != 1) {
      throw SlimgraphException.invalidArgument(
          "Current implementation does not yet support strides in the batch and depth"
              + " dimensions.");
    }
    return read(attrs, format);
  }

  private static DepthwiseRule read(Attributes attrs, ImageFormat format) {
    return new DepthwiseRule(
        format,
        SlidingWindow.of(attrs, format.height(), 1),
        SlidingWindow.of(attrs, format.width(), 1));
  }

  /** The shape rule of the convolution. */
  static List<Shape> infer(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), 4);
    Shape filter = ShapeRules.withRank(c.input(1), 4);
    int strides = c.attrs().ints("strides").length;
    if (strides != 4) {
      throw SlimgraphException.invalidArgument(
          "DepthwiseConv2D requires the stride attribute to contain 4 values, but got: %d",
          strides);
    }
    ImageFormat format = ImageFormat.of(c.attrs());
    DepthwiseRule rule = read(c.attrs(), format);
    long inChannels = ShapeRules.mergeDim(input.dim(format.channels()), filter.dim(2));
    long multiplier = filter.dim(3);
    return List.of(
        format.shape(
            input.dim(0),
            rule.height.outputSize(input.dim(format.height()), filter.dim(0)),
            rule.width.outputSize(input.dim(format.width()), filter.dim(1)),
            inChannels < 0 || multiplier < 0 ? -1 : inChannels * multiplier));
  }

  /**
   * Returns the sizes of a convolution.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the shapes do not fit each other
   */
  ConvGeometry geometry(Shape input, Shape filter) {
    if (input.rank() != 4) {
      throw SlimgraphException.invalidArgument("input must be 4-dimensional%s", input.toBrackets());
    }
    if (filter.rank() != 4) {
      throw SlimgraphException.invalidArgument(
          "filter must be 4-dimensional: %s", filter.toBrackets());
    }
    if (input.dim(3) != filter.dim(2)) {
      throw SlimgraphException.invalidArgument(
          "input and filter must have the same depth: %d vs %d", input.dim(3), filter.dim(2));
    }
    int inChannels = Math.toIntExact(input.dim(3));
    return new ConvGeometry(
        Math.toIntExact(input.dim(0)),
        height.axis(input.dim(1), filter.dim(0)),
        width.axis(input.dim(2), filter.dim(1)),
        inChannels,
        Math.min(1, inChannels),
        Math.toIntExact(inChannels * filter.dim(3)));
  }

  /**
   * Returns the sizes of the convolution whose gradient is computed.
   *
   * @param label the name that messages start with
   * @throws SlimgraphException INVALID_ARGUMENT if the shapes do not fit each other
   */
  ConvGeometry gradientGeometry(String label, Shape input, Shape filter, Shape outBackprop) {
    checkRank(label, "input", input);
    checkRank(label, "filter", filter);
    checkRank(label, "out_backprop", outBackprop);
    if (input.dim(0) != outBackprop.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "%s: input and out_backprop must have the same batch size", label);
    }
    if (input.dim(3) != filter.dim(2)) {
      throw SlimgraphException.invalidArgument(
          "%s: input and filter must have the same in_depth", label);
    }
    if (input.dim(3) * filter.dim(3) != outBackprop.dim(3)) {
      throw SlimgraphException.invalidArgument(
          "%s: depth_multiplier * in_depth not equal to out_depth", label);
    }
    ConvGeometry geometry = geometry(input, filter);
    checkOutput(label, "rows", geometry.height(), outBackprop.dim(1));
    checkOutput(label, "cols", geometry.width(), outBackprop.dim(2));
    return geometry;
  }

  private static void checkRank(String label, String what, Shape shape) {
    if (shape.rank() != 4) {
      throw SlimgraphException.invalidArgument("%s: %s must be 4-dimensional", label, what);
    }
  }

  private static void checkOutput(String label, String what, WindowAxis axis, long actual) {
    if (axis.output() != actual) {
      throw SlimgraphException.invalidArgument(
          "%s: Number of %s of out_backprop doesn't match computed: actual = %d, computed = %d",
          label, what, actual, axis.output());
    }
  }
}

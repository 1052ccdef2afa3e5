package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.WindowAxis;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Strides, dilations and padding of Conv2D and its two gradients, and the shapes that follow from
 * them. Shapes that kernels hand over are NHWC.
 *
 * @param format the order of the image's dimensions in the graph
 * @param height the vertical window
 * @param width the horizontal window
 */
record ConvolutionRule(ImageFormat format, SlidingWindow height, SlidingWindow width) {

  /**
   * Returns the rule of an operation that is to run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the attributes contradict each other or move the
   *     window in batch or channels
   */
  static ConvolutionRule of(Attributes attrs) {
    ImageFormat format = ImageFormat.of(attrs);
    checkSteps(attrs, format, "strides", "Sliding window strides", "strides");
    checkSteps(attrs, format, "dilations", "Sliding window dilations", "dilations");
    int[] strides = attrs.ints("strides");
    if (strides[format.height()] <= 0 || strides[format.width()] <= 0) {
      throw SlimgraphException.invalidArgument("Row and column strides should be larger than 0.");
    }
    int[] dilations = attrs.ints("dilations");
    if (dilations[format.height()] <= 0 || dilations[format.width()] <= 0) {
      throw SlimgraphException.invalidArgument("Dilated rates should be larger than 0.");
    }
    checkPaddings(attrs, format);
    return read(attrs, format);
  }

  private static ConvolutionRule read(Attributes attrs, ImageFormat format) {
    int[] dilations = attrs.ints("dilations");
    return new ConvolutionRule(
        format,
        SlidingWindow.of(attrs, format.height(), dilations[format.height()]),
        SlidingWindow.of(attrs, format.width(), dilations[format.width()]));
  }

  private static void checkSteps(
      Attributes attrs, ImageFormat format, String attr, String field, String noun) {
    int[] steps = attrs.ints(attr);
    if (steps.length != 4) {
      throw SlimgraphException.invalidArgument("%s field must specify 4 dimensions", field);
    }
    if (steps[0] != 1 || steps[format.channels()] != 1) {
      throw SlimgraphException.invalidArgument(
          "Current implementation does not yet support %s in the batch and depth dimensions.",
          noun);
    }
  }

  private static void checkPaddings(Attributes attrs, ImageFormat format) {
    int[] paddings = attrs.ints("explicit_paddings");
    if (!attrs.string("padding").equals("EXPLICIT")) {
      if (paddings.length > 0) {
        throw SlimgraphException.invalidArgument(
            "explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT");
      }
      return;
    }
    if (paddings.length != 8) {
      throw SlimgraphException.invalidArgument(
          "explicit_paddings attribute must contain 8 values, but got: %d", paddings.length);
    }
    for (int size : paddings) {
      if (size < 0) {
        throw SlimgraphException.invalidArgument(
            "All elements of explicit_paddings must be nonnegative");
      }
    }
    int channels = 2 * format.channels();
    if (paddings[0] != 0
        || paddings[1] != 0
        || paddings[channels] != 0
        || paddings[channels + 1] != 0) {
      throw SlimgraphException.invalidArgument(
          "Nonzero explicit padding in the batch or depth dimensions is not supported");
    }
  }

  /** The shape rule of Conv2D. */
  static List<Shape> infer(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), 4);
    Shape filter = ShapeRules.withRank(c.input(1), 4);
    ImageFormat format = ImageFormat.of(c.attrs());
    int dilations = c.attrs().ints("dilations").length;
    if (dilations != 4) {
      throw SlimgraphException.invalidArgument(
          "Conv2D requires the dilation attribute to contain 4 values, but got: %d", dilations);
    }
    int strides = c.attrs().ints("strides").length;
    if (strides != 4) {
      throw SlimgraphException.invalidArgument(
          "Conv2D on data format %s requires the stride attribute to contain 4 values, but got: %d",
          format, strides);
    }
    checkGroups(input.dim(format.channels()), filter.dim(2), filter.dim(3));
    checkPaddings(c.attrs(), format);
    ConvolutionRule rule = read(c.attrs(), format);
    return List.of(
        format.shape(
            input.dim(0),
            rule.height.outputSize(input.dim(format.height()), filter.dim(0)),
            rule.width.outputSize(input.dim(format.width()), filter.dim(1)),
            filter.dim(3)));
  }

  private static void checkGroups(long inChannels, long filterInChannels, long outChannels) {
    if (inChannels < 0 || filterInChannels < 0) {
      return;
    }
    if (filterInChannels == 0 ? inChannels != 0 : inChannels % filterInChannels != 0) {
      throw SlimgraphException.invalidArgument(
          "Depth of input (%d) is not a multiple of input depth of filter (%d)",
          inChannels, filterInChannels);
    }
    long groups = filterInChannels == 0 ? 1 : inChannels / filterInChannels;
    if (outChannels >= 0 && groups > 1 && outChannels % groups != 0) {
      throw SlimgraphException.invalidArgument(
          "Depth of output (%d) is not a multiple of the number of groups (%d)",
          outChannels, groups);
    }
  }

  /** The shape rule of the gradients: output 0 has the shape that a vector describes. */
  static List<Shape> describedBy(ShapeContext c, int sizes) {
    return List.of(ShapeRules.withRank(c.constantShape(sizes), 4));
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
    long inChannels = input.dim(3);
    long filterInChannels = filter.dim(2);
    if (filterInChannels == 0 ? inChannels != 0 : inChannels % filterInChannels != 0) {
      throw SlimgraphException.invalidArgument(
          "input depth must be evenly divisible by filter depth: %d vs %d",
          inChannels, filterInChannels);
    }
    checkGroups(inChannels, filterInChannels, filter.dim(3));
    return geometry(
        input,
        filter,
        height.axis(input.dim(1), filter.dim(0)),
        width.axis(input.dim(2), filter.dim(1)));
  }

  private static ConvGeometry geometry(
      Shape input, Shape filter, WindowAxis rows, WindowAxis columns) {
    return new ConvGeometry(
        Math.toIntExact(input.dim(0)),
        rows,
        columns,
        Math.toIntExact(input.dim(3)),
        Math.toIntExact(filter.dim(2)),
        Math.toIntExact(filter.dim(3)));
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
          "%s: input and out_backprop must have the same batch sizeinput batch: %doutbackprop batch:"
              + " %d batch_dim: 0",
          label, input.dim(0), outBackprop.dim(0));
    }
    long filterInChannels = filter.dim(2);
    if (filterInChannels == 0 ? input.dim(3) != 0 : input.dim(3) % filterInChannels != 0) {
      throw SlimgraphException.invalidArgument(
          "%s: input depth must be evenly divisible by filter depth", label);
    }
    if (filter.dim(3) != outBackprop.dim(3)) {
      throw SlimgraphException.invalidArgument(
          "%s: filter and out_backprop must have the same out_depth", label);
    }
    checkGroups(input.dim(3), filterInChannels, filter.dim(3));
    WindowAxis rows = height.axis(input.dim(1), filter.dim(0));
    WindowAxis columns = width.axis(input.dim(2), filter.dim(1));
    checkOutput(label, format.height(), rows, outBackprop.dim(1));
    checkOutput(label, format.width(), columns, outBackprop.dim(2));
    return geometry(input, filter, rows, columns);
  }

  /**
   * Refuses dilations above 1.
   *
   * <p>TF 1.x: the gradients of a dilated Conv2D do not run on a CPU; Python's {@code
   * tf.nn.convolution} dilates by SpaceToBatchND instead, whose gradients do.
   */
  void checkUndilated() {
    if (height.dilation() > 1 || width.dilation() > 1) {
      throw SlimgraphException.invalidArgument(
          "Current libxsmm and customized CPU implementations do not yet support dilation rates"
              + " larger than 1.");
    }
  }

  private static void checkRank(String label, String what, Shape shape) {
    if (shape.rank() != 4) {
      throw SlimgraphException.invalidArgument("%s: %s must be 4-dimensional", label, what);
    }
  }

  private static void checkOutput(String label, int dim, WindowAxis axis, long actual) {
    if (axis.output() != actual) {
      throw SlimgraphException.invalidArgument(
          "%s: Size of out_backprop doesn't match computed: actual = %d, computed = %d spatial_dim:"
              + " %d input: %d filter: %d output: %d stride: %d dilation: %d",
          label,
          actual,
          axis.output(),
          dim,
          axis.input(),
          axis.window(),
          actual,
          axis.stride(),
          axis.dilation());
    }
  }

  /** Returns the output shape in NHWC. */
  static Shape outputShape(ConvGeometry geometry) {
    return Shape.of(
        geometry.batch(),
        geometry.height().output(),
        geometry.width().output(),
        geometry.outChannels());
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.VolumeGeometry;
import org.slimgraph.cpu.WindowAxis;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Strides and padding of windows that slide over volumes, and the shapes that follow from them.
 * Shapes that kernels hand over are NDHWC.
 *
 * @param channels the dimension of the channels in the graph, 1 or 4
 * @param depth the window along the first direction
 * @param height the vertical window
 * @param width the horizontal window
 */
record VolumeRule(int channels, SlidingWindow depth, SlidingWindow height, SlidingWindow width) {
  private static final int RANK = 5;

  /** Adds strides, padding and layout, and the window of pooling. */
  static OpSpec.Builder withAttrs(OpSpec.Builder spec, boolean pooling) {
    if (pooling) {
      spec.attr("ksize: list(int) >= 5");
    }
    return spec.attr("strides: list(int) >= 5")
        .attr("padding: {'SAME', 'VALID'}")
        .attr("data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'");
  }

  /**
   * Returns the rule of an operation that is to run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the window does not stay in space, UNIMPLEMENTED
   *     if it pools batches or channels
   */
  static VolumeRule of(Attributes attrs) {
    VolumeRule rule = read(attrs);
    if (attrs.find("ksize").isPresent()) {
      check(attrs.ints("ksize"), rule.channels, "Sliding window ksize", true);
      check(attrs.ints("strides"), rule.channels, "Sliding window stride", true);
    } else {
      check(attrs.ints("strides"), rule.channels, "strides", false);
    }
    if (attrs.find("dilations").isPresent()) {
      check(attrs.ints("dilations"), rule.channels, "dilation rates", false);
    }
    return rule;
  }

  private static void check(int[] values, int channels, String what, boolean pooling) {
    if (values.length != RANK) {
      throw SlimgraphException.invalidArgument("%s field must specify 5 dimensions", what);
    }
    boolean spatial = values[0] == 1 && values[channels] == 1;
    if (!spatial && pooling) {
      throw SlimgraphException.unimplemented(
          "Pooling is not yet supported on the %s dimension.", values[0] == 1 ? "depth" : "batch");
    }
    if (!spatial) {
      throw SlimgraphException.invalidArgument(
          "Current implementation does not yet support %s in the batch and depth dimensions.",
          what);
    }
    for (int value : values) {
      if (value <= 0) {
        throw SlimgraphException.invalidArgument("%s must be positive, not %d", what, value);
      }
    }
  }

  private static VolumeRule read(Attributes attrs) {
    boolean last =
        attrs.find("data_format").isEmpty() || attrs.string("data_format").equals("NDHWC");
    int first = last ? 1 : 2;
    return new VolumeRule(
        last ? 4 : 1, window(attrs, first), window(attrs, first + 1), window(attrs, first + 2));
  }

  private static SlidingWindow window(Attributes attrs, int dim) {
    int[] strides = attrs.ints("strides");
    int[] dilations =
        attrs.find("dilations").isPresent() ? attrs.ints("dilations") : new int[] {1, 1, 1, 1, 1};
    if (strides.length != RANK || dilations.length != RANK) {
      throw SlimgraphException.invalidArgument(
          "strides and dilations of a volume need 5 values, not %d and %d",
          strides.length, dilations.length);
    }
    return new SlidingWindow(attrs.string("padding"), strides[dim], dilations[dim], 0, 0);
  }

  /** Returns a kernel for the graph's layout from one for NDHWC whose first output is a volume. */
  Kernel adapt(Kernel kernel, List<Integer> volumes, boolean givesVolume) {
    return channels == 4
        ? kernel
        : new ChannelsFirstKernel(kernel, RANK, volumes::contains, i -> givesVolume);
  }

  /** The shape rule of Conv3D. */
  static List<Shape> inferConvolution(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), RANK);
    Shape filter = ShapeRules.withRank(c.input(1), RANK);
    VolumeRule rule = read(c.attrs());
    long given = input.dim(rule.channels);
    long wanted = filter.dim(3);
    if (given >= 0 && wanted >= 0 && (wanted == 0 ? given != 0 : given % wanted != 0)) {
      throw SlimgraphException.invalidArgument(
          "Depth of input (%d) is not a multiple of input depth of filter (%d)", given, wanted);
    }
    return List.of(rule.output(input, filter.dim(0), filter.dim(1), filter.dim(2), filter.dim(4)));
  }

  /** The shape rule of pooling. */
  static List<Shape> inferPooling(ShapeContext c) {
    Shape input = ShapeRules.withRank(c.input(0), RANK);
    int[] window = c.attrs().ints("ksize");
    VolumeRule rule = read(c.attrs());
    if (window.length != RANK) {
      throw SlimgraphException.invalidArgument(
          "%s requires the ksize attribute to contain 5 values, but got: %d",
          c.def().name(), window.length);
    }
    int first = rule.channels == 4 ? 1 : 2;
    return List.of(
        rule.output(
            input, window[first], window[first + 1], window[first + 2], input.dim(rule.channels)));
  }

  private Shape output(Shape input, long down, long rows, long columns, long outChannels) {
    int first = channels == 4 ? 1 : 2;
    return input
        .withDim(first, depth.outputSize(input.dim(first), down))
        .withDim(first + 1, height.outputSize(input.dim(first + 1), rows))
        .withDim(first + 2, width.outputSize(input.dim(first + 2), columns))
        .withDim(channels, outChannels);
  }

  /** The shape rule of ops whose result has the shape that input {@code sizes} describes. */
  static List<Shape> describedBy(ShapeContext c, int sizes) {
    return List.of(ShapeRules.withRank(c.constantShape(sizes), RANK));
  }

  /**
   * Returns the sizes of a convolution.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the shapes do not fit each other
   */
  VolumeGeometry convolution(Shape input, Shape filter) {
    checkRank("input", input);
    checkRank("filter", filter);
    if (input.dim(4) != filter.dim(3)) {
      throw SlimgraphException.invalidArgument(
          "Input depth must be evenly divisible by filter depth: %d vs %d",
          input.dim(4), filter.dim(3));
    }
    return geometry(input, filter.dim(0), filter.dim(1), filter.dim(2), filter.dim(4));
  }

  /**
   * Returns the sizes of pooling with the window {@code ksize} of the graph's layout.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the input is no volume
   */
  VolumeGeometry pooling(Shape input, int[] ksize) {
    checkRank("tensor_in", input);
    int first = channels == 4 ? 1 : 2;
    return geometry(input, ksize[first], ksize[first + 1], ksize[first + 2], input.dim(4));
  }

  private VolumeGeometry geometry(
      Shape input, long down, long rows, long columns, long outChannels) {
    return new VolumeGeometry(
        Math.toIntExact(input.dim(0)),
        axis(depth, input.dim(1), down),
        axis(height, input.dim(2), rows),
        axis(width, input.dim(3), columns),
        Math.toIntExact(input.dim(4)),
        Math.toIntExact(outChannels));
  }

  private static WindowAxis axis(SlidingWindow window, long input, long taps) {
    return window.axis(input, taps);
  }

  private static void checkRank(String what, Shape shape) {
    if (shape.rank() != RANK) {
      throw SlimgraphException.invalidArgument(
          "%s must be 5-dimensional, not %s", what, shape.toBrackets());
    }
  }

  /** Returns the output shape in NDHWC. */
  static Shape outputShape(VolumeGeometry geometry) {
    return Shape.of(
        geometry.batch(),
        geometry.depth().output(),
        geometry.height().output(),
        geometry.width().output(),
        geometry.outChannels());
  }

  /**
   * Checks the shape of a gradient of the output.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is another
   */
  static void checkOutput(VolumeGeometry geometry, String what, Shape shape) {
    if (!shape.equals(outputShape(geometry))) {
      throw SlimgraphException.invalidArgument(
          "Expected %s shape to be %s, but got %s",
          what, outputShape(geometry).toBrackets(), shape.toBrackets());
    }
  }

  /** Returns the shape that a vector input of either index type describes. */
  static Shape sizes(KernelContext context, int i) {
    if (context.shape(i).rank() != 1 || context.input(i).size() != RANK) {
      throw SlimgraphException.invalidArgument(
          "The shape of a volume must be a vector of 5 elements, not %s",
          context.shape(i).toBrackets());
    }
    long[] dims = context.input(i).longs();
    for (long dim : dims) {
      if (dim < 0) {
        throw SlimgraphException.invalidArgument("Dimension %d must be >= 0", dim);
      }
    }
    return Shape.of(dims);
  }

  /** Copies what both ops have of window, strides, padding and layout. */
  static OperationBuilder copyAttrs(Operation op, OperationBuilder builder) {
    for (String attr : List.of("ksize", "strides", "padding", "data_format", "dilations")) {
      op.attrs().find(attr).ifPresent(value -> builder.attr(attr, value));
    }
    return builder;
  }
}

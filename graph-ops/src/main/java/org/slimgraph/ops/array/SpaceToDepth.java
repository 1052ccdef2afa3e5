package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Moves blocks of space into channels, or back. TF: tf.space_to_depth, tf.depth_to_space. */
final class SpaceToDepth {
  static final OpSpec SPEC =
      OpSpec.of("SpaceToDepth")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .attr("block_size: int >= 2")
          .attr("data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'")
          .shape(c -> List.of(result(c.input(0), c.attrs(), true)))
          .gradient(g -> gradient(g, "DepthToSpace"))
          .kernel(attrs -> context -> compute(context, attrs, true))
          .build();

  static final OpSpec BACK_SPEC =
      OpSpec.of("DepthToSpace")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .attr("block_size: int >= 2")
          .attr("data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'")
          .shape(c -> List.of(result(c.input(0), c.attrs(), false)))
          .gradient(g -> gradient(g, "SpaceToDepth"))
          .kernel(attrs -> context -> compute(context, attrs, false))
          .build();

  private SpaceToDepth() {}

  private static boolean channelsFirst(Attributes attrs) {
    String format = attrs.string("data_format");
    if (format.equals("NCHW_VECT_C")) {
      throw SlimgraphException.unimplemented(
          "data_format NCHW_VECT_C exists only on GPUs; use NHWC or NCHW");
    }
    return format.equals("NCHW");
  }

  private static Shape result(Shape given, Attributes attrs, boolean toDepth) {
    Shape in = ShapeRules.withRank(given, 4);
    long block = attrs.integer("block_size");
    int channels = channelsFirst(attrs) ? 1 : 3;
    Shape out = in;
    for (int d = 1; d < 4; d++) {
      long factor = d == channels ? block * block : block;
      boolean grows = (d == channels) == toDepth;
      out =
          out.withDim(
              d, grows ? Dims.multiply(in.dim(d), factor) : Dims.divideEvenly(in.dim(d), factor));
    }
    return out;
  }

  private static void compute(KernelContext context, Attributes attrs, boolean toDepth) {
    Tensor in = context.input(0);
    boolean first = channelsFirst(attrs);
    int block = Math.toIntExact(attrs.integer("block_size"));
    checkDivisible(in.shape(), block, first ? 1 : 3, toDepth);
    Shape shape = result(in.shape(), attrs, toDepth);
    Tensor out = context.output(0, shape);
    View space = inSpace(toDepth ? in.shape() : shape, block, first);
    View depth = inDepth(toDepth ? shape : in.shape(), block, first);
    View.Move move = toDepth ? space.to(depth, in.dataType()) : depth.to(space, in.dataType());
    move.run(in, out, context.parallel());
  }

  private static void checkDivisible(Shape in, int block, int channels, boolean toDepth) {
    if (in.rank() != 4) {
      throw SlimgraphException.invalidArgument("Input rank should be: 4 instead of: %d", in.rank());
    }
    long height = in.dim(channels == 1 ? 2 : 1);
    long width = in.dim(channels == 1 ? 3 : 2);
    if (toDepth && (height % block != 0 || width % block != 0)) {
      throw SlimgraphException.invalidArgument(
          "Image width %d and height %d should be divisible by block_size: %d",
          width, height, block);
    }
    if (!toDepth && in.dim(channels) % (block * block) != 0) {
      throw SlimgraphException.invalidArgument(
          "Input depth dimension %d should be divisible by: %d", in.dim(channels), block * block);
    }
  }

  /** Returns [batch, height, width, blockY, blockX, channels] of the tensor of larger space. */
  private static View inSpace(Shape shape, int block, boolean channelsFirst) {
    int y = channelsFirst ? 2 : 1;
    View view = View.of(shape);
    view = view.split(y + 1, (int) shape.dim(y + 1) / block).split(y, (int) shape.dim(y) / block);
    return channelsFirst ? view.transpose(0, 2, 4, 3, 5, 1) : view.transpose(0, 1, 3, 2, 4, 5);
  }

  /** Returns the same of the tensor of more channels. */
  private static View inDepth(Shape shape, int block, boolean channelsFirst) {
    int channels = channelsFirst ? 1 : 3;
    View view = View.of(shape).split(channels, block).split(channels + 1, block);
    return channelsFirst ? view.transpose(0, 4, 5, 1, 2, 3) : view;
  }

  private static void gradient(GradientContext g, String type) {
    Attributes attrs = g.op().attrs();
    int block = Math.toIntExact(attrs.integer("block_size"));
    g.set(0, build(g.tf(), type, g.dy(0), block, attrs.string("data_format"), type));
  }

  /** Adds a SpaceToDepth or a DepthToSpace. */
  static Output build(Ops tf, String type, Output input, int block, String format, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(input)
        .attr("block_size", block)
        .attr("data_format", format)
        .build()
        .output(0);
  }
}

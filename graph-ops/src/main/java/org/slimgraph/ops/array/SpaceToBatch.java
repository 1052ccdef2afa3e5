package org.slimgraph.ops.array;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Moves blocks of space into the batch. TF: tf.space_to_batch, tf.space_to_batch_nd. */
final class SpaceToBatch {
  /** The two-dimensional form with one block size. */
  static final OpSpec SPEC =
      OpSpec.of("SpaceToBatch")
          .input("input: T")
          .input("paddings: Tpaddings")
          .output("output: T")
          .attr("T: type")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .attr("block_size: int >= 2")
          .shape(c -> infer(c, true))
          .gradient(g -> squareGradient(g, "BatchToSpace"))
          .kernel(attrs -> compute(attrs, true))
          .build();

  static final OpSpec ND_SPEC =
      OpSpec.of("SpaceToBatchND")
          .input("input: T")
          .input("block_shape: Tblock_shape")
          .input("paddings: Tpaddings")
          .output("output: T")
          .attr("T: type")
          .attr("Tblock_shape: {int32, int64} = DT_INT32")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .shape(c -> inferNd(c, true))
          .gradient(g -> gradient(g, "BatchToSpaceND"))
          .kernel(attrs -> context -> computeNd(context, true))
          .build();

  /** Moves parts of the batch back into space. TF: tf.batch_to_space. */
  static final OpSpec BACK_SPEC =
      OpSpec.of("BatchToSpace")
          .input("input: T")
          .input("crops: Tidx")
          .output("output: T")
          .attr("T: type")
          .attr("block_size: int >= 2")
          .attr("Tidx: {int32, int64} = DT_INT32")
          .shape(c -> infer(c, false))
          .gradient(g -> squareGradient(g, "SpaceToBatch"))
          .kernel(attrs -> compute(attrs, false))
          .build();

  static final OpSpec BACK_ND_SPEC =
      OpSpec.of("BatchToSpaceND")
          .input("input: T")
          .input("block_shape: Tblock_shape")
          .input("crops: Tcrops")
          .output("output: T")
          .attr("T: type")
          .attr("Tblock_shape: {int32, int64} = DT_INT32")
          .attr("Tcrops: {int32, int64} = DT_INT32")
          .shape(c -> inferNd(c, false))
          .gradient(g -> gradient(g, "SpaceToBatchND"))
          .kernel(attrs -> context -> computeNd(context, false))
          .build();

  private SpaceToBatch() {}

  private static int[] square(Attributes attrs) {
    int size = Math.toIntExact(attrs.integer("block_size"));
    return new int[] {size, size};
  }

  private static Shape result(Shape in, int[] blocks, long[] paddings, boolean toBatch) {
    return toBatch
        ? SpaceBatch.toBatch(in, blocks, paddings)
        : SpaceBatch.toSpace(in, blocks, paddings);
  }

  private static List<Shape> infer(ShapeContext c, boolean toBatch) {
    Shape in = ShapeRules.withRank(c.input(0), 4);
    ShapeRules.merge(c.input(1), Shape.of(2, 2));
    Optional<Tensor> paddings = c.constant(1);
    if (paddings.isEmpty()) {
      return List.of(Shape.of(-1, -1, -1, in.dim(3)));
    }
    return List.of(result(in, square(c.attrs()), paddings.get().longs(), toBatch));
  }

  private static List<Shape> inferNd(ShapeContext c, boolean toBatch) {
    Shape in = c.input(0);
    long count = ShapeRules.withRank(c.input(1), 1).dim(0);
    ShapeRules.merge(c.input(2), Shape.of(count, 2));
    Optional<Tensor> blocks = c.constant(1);
    Optional<Tensor> paddings = c.constant(2);
    if (!in.isRankKnown() || count < 0) {
      return List.of(in.isRankKnown() ? Shape.ofRank(in.rank()) : in);
    }
    ShapeRules.withRankAtLeast(in, (int) count + 1);
    if (blocks.isPresent() && paddings.isPresent()) {
      int[] sizes = Ints.toArray(Longs.asList(blocks.get().longs()));
      return List.of(result(in, sizes, paddings.get().longs(), toBatch));
    }
    return List.of(Shape.ofRank((int) count + 1).concat(in.slice((int) count + 1)));
  }

  private static Kernel compute(Attributes attrs, boolean toBatch) {
    int[] blocks = square(attrs);
    return context -> {
      if (context.shape(0).rank() != 4) {
        throw SlimgraphException.invalidArgument(
            "Input rank should be: 4 instead of: %d", context.shape(0).rank());
      }
      move(context, blocks, paddings(context.input(1), 2), toBatch);
    };
  }

  private static void computeNd(KernelContext context, boolean toBatch) {
    int[] blocks = Ints.toArray(Longs.asList(context.input(1).longs()));
    move(context, blocks, paddings(context.input(2), blocks.length), toBatch);
  }

  private static long[] paddings(Tensor paddings, int count) {
    if (!paddings.shape().equals(Shape.of(count, 2))) {
      throw SlimgraphException.invalidArgument(
          "paddings should have shape [%d, 2] instead of %s", count, paddings.shape().toBrackets());
    }
    return paddings.longs();
  }

  private static void move(KernelContext context, int[] blocks, long[] paddings, boolean toBatch) {
    Tensor in = context.input(0);
    DataType type = in.dataType();
    checkDivisible(in.shape(), blocks, paddings, toBatch);
    Shape shape = result(in.shape(), blocks, paddings, toBatch);
    Tensor out = context.output(0, shape);
    Shape space = toBatch ? in.shape() : shape;
    Shape batch = toBatch ? shape : in.shape();
    if (toBatch && out.size() != in.size()) {
      Elements.zero(out);
    }
    SpaceBatch.ofSpace(space, blocks, paddings)
        .forEachOffset(
            batch,
            (inSpace, inBatch) -> {
              View.Move move = toBatch ? inSpace.to(inBatch, type) : inBatch.to(inSpace, type);
              move.run(in, out, context.parallel());
            });
  }

  private static void checkDivisible(Shape in, int[] blocks, long[] paddings, boolean toBatch) {
    long product = 1;
    for (int i = 0; i < blocks.length && i + 1 < in.rank() && blocks[i] > 0; i++) {
      product *= blocks[i];
      long padded = in.dim(i + 1) + paddings[2 * i] + paddings[2 * i + 1];
      if (toBatch && padded % blocks[i] != 0) {
        throw SlimgraphException.invalidArgument(
            "padded_shape[%d]=%d is not divisible by block_shape[%d]=%d", i, padded, i, blocks[i]);
      }
    }
    if (!toBatch && in.rank() > 0 && in.dim(0) % product != 0) {
      throw SlimgraphException.invalidArgument(
          "Input batch dimension (%d) is not divisible by product of block sizes (%d)",
          in.dim(0), product);
    }
  }

  private static void squareGradient(GradientContext g, String type) {
    g.set(
        0,
        g.tf()
            .graph()
            .opBuilder(type, type)
            .input(g.dy(0))
            .input(g.input(1))
            .attr("block_size", g.op().attrs().integer("block_size"))
            .build()
            .output(0));
  }

  private static void gradient(GradientContext g, String type) {
    g.set(0, build(g.tf(), type, g.dy(0), g.input(1), g.input(2), type));
  }

  /** Adds a SpaceToBatchND or a BatchToSpaceND. */
  static Output build(
      Ops tf, String type, Output input, Output blocks, Output paddings, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(input)
        .input(blocks)
        .input(paddings)
        .build()
        .output(0);
  }
}

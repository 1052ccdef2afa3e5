package org.slimgraph.ops.array;

import com.google.common.primitives.ImmutableIntArray;
import java.util.function.BiConsumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;

/**
 * How SpaceToBatch and BatchToSpace deal the places of space out to the batch: place {@code p} of a
 * padded dimension goes to place {@code p / block} of the part of the batch that belongs to {@code
 * p % block}. Immutable.
 *
 * @param space the shape of the tensor with the larger space: [batch, spatial…, rest…]
 * @param blocks the block of each spatial dimension
 * @param before the padding, or crop, before each spatial dimension
 * @param after the same behind it
 */
record SpaceBatch(
    Shape space, ImmutableIntArray blocks, ImmutableIntArray before, ImmutableIntArray after) {

  /** Returns the geometry of a tensor with the larger space, paddings [blocks, 2]. */
  static SpaceBatch ofSpace(Shape space, int[] blocks, long[] paddings) {
    int[] before = new int[blocks.length];
    int[] after = new int[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      before[i] = (int) paddings[2 * i];
      after[i] = (int) paddings[2 * i + 1];
    }
    return new SpaceBatch(
        space,
        ImmutableIntArray.copyOf(blocks),
        ImmutableIntArray.copyOf(before),
        ImmutableIntArray.copyOf(after));
  }

  /** Returns the shape of the tensor with the larger batch, sizes unknown where need be. */
  static Shape toBatch(Shape space, int[] blocks, long[] paddings) {
    checkBlocks(space, blocks, paddings);
    Shape batch = space;
    for (int i = 0; i < blocks.length; i++) {
      long padded = Dims.add(space.dim(i + 1), paddings[2 * i] + paddings[2 * i + 1]);
      batch = batch.withDim(0, Dims.multiply(batch.dim(0), blocks[i]));
      batch = batch.withDim(i + 1, Dims.divideEvenly(padded, blocks[i]));
    }
    return batch;
  }

  /** Returns the shape of the tensor with the larger space, sizes unknown where need be. */
  static Shape toSpace(Shape batch, int[] blocks, long[] crops) {
    checkBlocks(batch, blocks, crops);
    Shape space = batch;
    for (int i = 0; i < blocks.length; i++) {
      long whole = Dims.multiply(batch.dim(i + 1), blocks[i]);
      space = space.withDim(0, Dims.divideEvenly(space.dim(0), blocks[i]));
      space = space.withDim(i + 1, Dims.subtract(whole, crops[2 * i] + crops[2 * i + 1]));
    }
    return space;
  }

  private static void checkBlocks(Shape shape, int[] blocks, long[] paddings) {
    if (shape.rank() < blocks.length + 1) {
      throw SlimgraphException.invalidArgument(
          "Shape must be at least rank %d but is rank %d", blocks.length + 1, shape.rank());
    }
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] < 1) {
        throw SlimgraphException.invalidArgument(
            "All values in block_shape must be positive, got value, %d at index %d.", blocks[i], i);
      }
      if (paddings[2 * i] < 0 || paddings[2 * i + 1] < 0) {
        throw SlimgraphException.invalidArgument(
            "All values in paddings must be non-negative, got %d, %d at index %d.",
            paddings[2 * i], paddings[2 * i + 1], i);
      }
    }
  }

  /**
   * Runs {@code move} once for each offset in a block, with the places of both tensors that belong
   * together.
   */
  void forEachOffset(Shape batchShape, BiConsumer<View, View> move) {
    int parts = 1;
    for (int i = 0; i < blocks.length(); i++) {
      parts *= blocks.get(i);
    }
    int size = (int) space.dim(0);
    for (int part = 0; part < parts; part++) {
      View inSpace = View.of(space);
      View inBatch = View.of(batchShape).part(0, part * size, size);
      int rest = part;
      for (int i = blocks.length() - 1; i >= 0; i--) {
        int block = blocks.get(i);
        int shift = rest % block - before.get(i);
        rest /= block;
        int first = Math.max(0, ceilDiv(-shift, block));
        int end =
            Math.min((int) batchShape.dim(i + 1), ceilDiv((int) space.dim(i + 1) - shift, block));
        int count = Math.max(0, end - first);
        inSpace = inSpace.every(i + 1, first * block + shift, block, count);
        inBatch = inBatch.part(i + 1, first, count);
      }
      move.accept(inSpace, inBatch);
    }
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }
}

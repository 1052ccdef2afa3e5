package org.slimgraph.ops.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Dilates a convolution without dilation: the pixels of each remainder by the rates become an image
 * of their own, which is convolved without padding, and the results are put together again.
 *
 * <p>TF: with_space_to_batch. Zeros of padding SAME are added on the way in, as many as the dilated
 * filter needs, and what was added to fill the last block is cut off on the way out.
 */
final class SpaceToBatch {
  private final int[] rates;
  private final ConvOptions options;

  private SpaceToBatch(int[] rates, ConvOptions options) {
    this.rates = rates;
    this.options = options;
  }

  /**
   * Returns {@code convolution} of {@code input}, dilated.
   *
   * @param filter its first two dimensions are the window
   * @param rates the distance of taps, [height, width]
   * @param options padding and layout
   * @param convolution a convolution with padding VALID and strides 1
   */
  static Output around(
      Ops tf,
      Output input,
      Output filter,
      int[] rates,
      ConvOptions options,
      UnaryOperator<Output> convolution) {
    return new SpaceToBatch(rates, options).build(tf, input, filter, convolution);
  }

  private Output build(Ops tf, Output input, Output filter, UnaryOperator<Output> convolution) {
    int firstDim = options.isChannelsFirst() ? 2 : 1;
    int[] paddings = new int[4];
    int[] crops = new int[4];
    boolean isStatic = true;
    for (int d = 0; d < 2; d++) {
      int[] base = basePadding(filter.shape(), d);
      long size = input.shape().rank() == 4 ? input.shape().dim(firstDim + d) : -1;
      isStatic &= size >= 0;
      int full = (int) Math.max(size, 0) + base[0] + base[1];
      crops[2 * d + 1] = Math.floorMod(-full, rates[d]);
      paddings[2 * d] = base[0];
      paddings[2 * d + 1] = base[1] + crops[2 * d + 1];
    }
    Output padding =
        isStatic
            ? matrix(tf, paddings, "SpaceToBatchND/paddings")
            : paddingAtRunTime(tf, input, filter, true);
    Output crop =
        isStatic
            ? matrix(tf, crops, "BatchToSpaceND/crops")
            : paddingAtRunTime(tf, input, filter, false);
    Output blocks = tf.spaceToBatchNd(input, blockShape(tf, "SpaceToBatchND"), padding);
    return tf.batchToSpaceNd(convolution.apply(blocks), blockShape(tf, "BatchToSpaceND"), crop);
  }

  /** Blocks start at the first dimension after the batch, which NCHW fills with the channels. */
  private Output blockShape(Ops tf, String op) {
    int[] block = options.isChannelsFirst() ? new int[] {1, rates[0], rates[1]} : rates;
    return tf.constant(Tensor.vector(block), op + "/block_shape");
  }

  private int[] basePadding(Shape filter, int dim) {
    if (!options.padding().equals("SAME")) {
      return new int[2];
    }
    if (filter.rank() < 2 || filter.dim(dim) < 0) {
      throw SlimgraphException.invalidArgument(
          "A dilated convolution with padding SAME needs a filter whose window is known, not %s",
          filter.toBrackets());
    }
    int extra = (int) (filter.dim(dim) - 1) * rates[dim];
    return new int[] {extra / 2, extra - extra / 2};
  }

  private Output matrix(Ops tf, int[] pairs, String name) {
    int[] rows = pairs;
    if (options.isChannelsFirst()) {
      rows = new int[] {0, 0, pairs[0], pairs[1], pairs[2], pairs[3]};
    }
    return tf.constant(Tensor.of(Shape.of(rows.length / 2, 2), rows), name);
  }

  /** Returns the paddings or the crops for sizes that only the run knows. */
  private Output paddingAtRunTime(Ops tf, Output input, Output filter, boolean isPadding) {
    int firstDim = options.isChannelsFirst() ? 2 : 1;
    List<Output> rows = new ArrayList<>();
    if (options.isChannelsFirst()) {
      rows.add(tf.constant(new int[] {0, 0}));
    }
    Output shape = tf.shape(input);
    for (int d = 0; d < 2; d++) {
      int[] base = basePadding(filter.shape(), d);
      Output full = tf.plus(tf.gather(shape, tf.constant(firstDim + d)), base[0] + base[1]);
      Output fill = tf.floormod(tf.negative(full), rates[d]);
      rows.add(
          isPadding
              ? tf.stack(List.of(tf.constant(base[0]), tf.plus(fill, base[1])))
              : tf.stack(List.of(tf.constant(0), fill)));
    }
    return tf.stack(rows);
  }
}

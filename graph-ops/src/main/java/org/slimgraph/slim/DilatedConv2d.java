package org.slimgraph.slim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A convolution whose taps may be apart, as TF 1.x builds it: the image's pixels are dealt out to
 * {@code rate·rate} smaller images, each is convolved without padding, and the results are put
 * together again: SpaceToBatchND → Conv2D → BatchToSpaceND. TF 1.15: {@code _WithSpaceToBatch} in
 * {@code ops/nn_ops.py}.
 */
final class DilatedConv2d {
  private final Ops tf;
  private final Conv2dOptions options;
  private final int[] rate;
  private final int firstImageDim;

  DilatedConv2d(Ops tf, Conv2dOptions options) {
    this.tf = tf;
    this.options = options;
    this.rate = options.rate;
    this.firstImageDim = options.isChannelsFirst() ? 2 : 1;
  }

  /**
   * Builds the convolution.
   *
   * @param name the name of the Conv2D; with a trailing slash it is taken verbatim
   */
  Output build(Output inputs, Output filter, String name) {
    tf.constant(vector(rate), "dilation_rate");
    if (rate[0] == 1 && rate[1] == 1) {
      return conv2d(inputs, filter, options.padding, name);
    }
    int[][] base = {basePadding(filter, 0), basePadding(filter, 1)};
    Blocks blocks = isImageKnown(inputs) ? knownBlocks(inputs, base) : dynamicBlocks(inputs, base);
    Output small = tf.spaceToBatchNd(inputs, blockShape("SpaceToBatchND"), blocks.paddings);
    Output convolved = conv2d(small, filter, Padding.VALID, name);
    return tf.batchToSpaceNd(convolved, blockShape("BatchToSpaceND"), blocks.crops);
  }

  private Output conv2d(Output inputs, Output filter, Padding padding, String name) {
    return tf.nn()
        .conv2d(
            inputs,
            filter,
            o ->
                o.strides(options.stride)
                    .padding(padding)
                    .dataFormat(options.isChannelsFirst() ? "NCHW" : "NHWC"),
            name);
  }

  /** Returns how many zeros the filter wants before and after the image in direction {@code i}. */
  private int[] basePadding(Output filter, int i) {
    if (options.padding == Padding.VALID) {
      return new int[] {0, 0};
    }
    int extra = ((int) filter.shape().dim(i) - 1) * rate[i];
    return new int[] {extra / 2, extra - extra / 2};
  }

  /** How pixels are added before they are dealt out, and cut off after: one row a direction. */
  private static final class Blocks {
    final Output paddings;
    final Output crops;

    Blocks(Output paddings, Output crops) {
      this.paddings = paddings;
      this.crops = crops;
    }
  }

  private boolean isImageKnown(Output inputs) {
    return inputs.shape().dim(firstImageDim) >= 0 && inputs.shape().dim(firstImageDim + 1) >= 0;
  }

  private Blocks knownBlocks(Output inputs, int[][] base) {
    int[][] paddings = new int[2][];
    int[][] crops = new int[2][];
    for (int i = 0; i < 2; i++) {
      int size = (int) inputs.shape().dim(firstImageDim + i) + base[i][0] + base[i][1];
      int fill = (rate[i] - size % rate[i]) % rate[i];
      paddings[i] = new int[] {base[i][0], base[i][1] + fill};
      crops[i] = new int[] {0, fill};
    }
    return new Blocks(
        tf.constant(matrix(paddings), "SpaceToBatchND/paddings"),
        tf.constant(matrix(crops), "BatchToSpaceND/crops"));
  }

  private Blocks dynamicBlocks(Output inputs, int[][] base) {
    Output shape = tf.shape(inputs);
    List<Output> sizes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      sizes.add(tf.slice(shape, new int[] {firstImageDim + i}, new int[] {1}));
    }
    try (NameScope scope = tf.nameScope("required_space_to_batch_paddings")) {
      List<Output> paddings = new ArrayList<>();
      List<Output> crops = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Output size = tf.plus(sizes.get(i), base[i][0] + base[i][1]);
        Output fill = tf.modulo(tf.minus(rate[i], tf.modulo(size, rate[i])), rate[i]);
        Output before = tf.constant(new int[] {base[i][0]});
        paddings.add(tf.concat(List.of(before, tf.plus(fill, base[i][1])), 0));
        crops.add(tf.concat(List.of(tf.constant(new int[] {0}), fill), 0));
      }
      return new Blocks(stacked(paddings, "paddings"), stacked(crops, "crops"));
    }
  }

  /** Puts rows together, below a row of zeros for channels that come before the image. */
  private Output stacked(List<Output> rows, String name) {
    List<Output> all = new ArrayList<>();
    if (firstImageDim == 2) {
      all.add(tf.constant(new int[] {0, 0}));
    }
    all.addAll(rows);
    return tf.stack(all, 0, name);
  }

  private Output blockShape(String op) {
    int[] block = firstImageDim == 2 ? new int[] {1, rate[0], rate[1]} : rate;
    return tf.constant(vector(block), op + "/block_shape");
  }

  private Tensor matrix(int[][] rows) {
    int first = firstImageDim - 1;
    int[] all = new int[2 * (first + 2)];
    for (int i = 0; i < 2; i++) {
      System.arraycopy(rows[i], 0, all, 2 * (first + i), 2);
    }
    return Tensor.of(Shape.of(first + 2, 2), all);
  }

  private static Tensor vector(int[] values) {
    return Tensor.of(Shape.of(values.length), Arrays.copyOf(values, values.length));
  }
}

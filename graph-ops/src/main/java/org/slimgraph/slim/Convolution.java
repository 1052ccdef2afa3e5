package org.slimgraph.slim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * slim.convolution, slim.conv2d, slim.conv1d and tf.layers.conv2d. TF 1.15: {@code convolution} in
 * {@code contrib/layers/python/layers/layers.py} over {@code Conv} in {@code
 * keras/layers/convolutional.py}.
 */
final class Convolution extends WeightsLayer<Conv2dOptions> {
  private final boolean channelsFirst;

  Convolution(Slim slim, LayerCall.Style style, Output inputs, Conv2dOptions options) {
    super(slim, style, inputs, options);
    this.channelsFirst = options.isChannelsFirst();
  }

  /**
   * Builds the layer.
   *
   * @param rank the rank that inputs must have; -1 if it says in how many dimensions to convolve
   * @param kernelSize one size for each dimension, or one for all
   */
  Output build(int rank, String defaultName, int numOutputs, int[] kernelSize) {
    checkSizes(numOutputs, kernelSize);
    try (LayerCall call = style.open(tf, options, defaultName)) {
      boolean is10 = tf.graph().compat() == Compat.TF_1_0;
      int dimensions = dimensions(rank == 4 && is10 ? -1 : rank);
      int[] window = window(kernelSize, dimensions);
      long[] dims = Arrays.copyOf(longs(window), dimensions + 2);
      dims[dimensions] =
          ImageLayout.known(
              inputs, channelsFirst ? 1 : dimensions + 1, "The channel dimension of the inputs");
      dims[dimensions + 1] = numOutputs;
      Variable kernel = kernel(call, "kernel", Shape.of(dims));
      Variable bias = bias(call, numOutputs);
      Output outputs =
          dimensions == 1 ? convolvedRows(kernel.value()) : convolvedImages(kernel.value());
      return finish(call, biased(outputs, bias, dimensions), kernel, bias);
    }
  }

  private void checkSizes(int numOutputs, int[] kernelSize) {
    checkOutputs("conv2d", numOutputs);
    checkPositive("kernel_size", kernelSize);
    checkPositive("strides", options.stride);
    checkPositive("dilation_rate", options.rate);
    if (isAboveOne(options.stride) && isAboveOne(options.rate)) {
      throw SlimgraphException.invalidArgument(
          "strides > 1 not supported in conjunction with dilation_rate > 1: stride [%d, %d], rate"
              + " [%d, %d]",
          options.stride[0], options.stride[1], options.rate[0], options.rate[1]);
    }
  }

  private static boolean isAboveOne(int[] sizes) {
    return sizes[0] > 1 || sizes[1] > 1;
  }

  /** Returns in how many dimensions the inputs are to be convolved. */
  private int dimensions(int wantedRank) {
    int rank = inputs.shape().rank();
    boolean fits = wantedRank < 0 ? rank >= 3 && rank <= 5 : rank == wantedRank;
    if (!fits) {
      throw SlimgraphException.invalidArgument(
          "%s %s: %s has shape %s",
          wantedRank < 0
              ? "Convolution not supported for input with rank"
              : "Convolution expects input with rank " + wantedRank + ", got",
          rank < 0 ? "None" : String.valueOf(rank),
          inputs.name(),
          inputs.shape());
    }
    if (rank == 5) {
      throw SlimgraphException.unimplemented(
          "convolution: %s has rank 5, but convolutions in three dimensions are not built; fold"
              + " one dimension into the batch or the channels",
          inputs.name());
    }
    return rank - 2;
  }

  private static int[] window(int[] kernelSize, int dimensions) {
    if (kernelSize.length == dimensions) {
      return kernelSize;
    }
    if (kernelSize.length != 1) {
      throw SlimgraphException.invalidArgument(
          "The `kernel_size` argument must be a tuple of %d integers. Received %d",
          dimensions, kernelSize.length);
    }
    int[] window = new int[dimensions];
    Arrays.fill(window, kernelSize[0]);
    return window;
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  private Output convolvedImages(Output filter) {
    if (tf.graph().compat() == Compat.TF_1_0) {
      try (NameScope scope = tf.nameScope("convolution")) {
        return convolvedImages(filter, scope.name());
      }
    }
    return convolvedImages(filter, "Conv2D");
  }

  private Output convolvedImages(Output filter, String name) {
    // TF 1.x: the rate is made a tensor even where nothing uses it.
    tf.constant(Tensor.vector(options.rate), "dilation_rate");
    if (!isAboveOne(options.rate)) {
      return conv2d(inputs, filter, options.stride, options.padding, name);
    }
    return tf.nn()
        .withSpaceToBatch(
            inputs,
            filter,
            o ->
                o.dilations(options.rate)
                    .padding(options.padding)
                    .dataFormat(options.imageFormat()),
            blocks -> conv2d(blocks, filter, options.stride, Padding.VALID, name));
  }

  private Output conv2d(Output images, Output filter, int[] strides, Padding padding, String name) {
    return tf.nn()
        .conv2d(
            images,
            filter,
            o -> o.strides(strides).padding(padding).dataFormat(options.imageFormat()),
            name);
  }

  /** Convolves [batch, width, channels] as images of height 1. */
  private Output convolvedRows(Output filter) {
    if (isAboveOne(options.rate)) {
      throw SlimgraphException.unimplemented(
          "A convolution in one dimension with rate %d is not built; use conv2d on an input of"
              + " height 1",
          options.rate[1]);
    }
    tf.constant(Tensor.vector(new int[] {options.rate[1]}), "dilation_rate");
    try (NameScope scope = tf.nameScope("conv1d")) {
      int height = channelsFirst ? 2 : 1;
      Output images = tf.expandDims(inputs, height);
      Output filters = tf.expandDims(filter, 0);
      int[] strides = {1, options.stride[1]};
      Output outputs = conv2d(images, filters, strides, options.padding, scope.name());
      return tf.squeeze(outputs, new int[] {height});
    }
  }

  private Output biased(Output outputs, @Nullable Variable bias, int dimensions) {
    if (bias != null && dimensions == 1 && channelsFirst) {
      return tf.plus(outputs, tf.reshape(bias.value(), Shape.of(1, bias.shape().dim(0), 1)));
    }
    return biasAdd(outputs, bias, options.imageFormat());
  }
}

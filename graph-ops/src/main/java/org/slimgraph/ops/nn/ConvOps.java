package org.slimgraph.ops.nn;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of convolutions and pooling; part of {@link NnOps}. */
public interface ConvOps extends Builders {

  /**
   * Convolves images with a filter, with strides 1 and padding SAME unless {@code options} says
   * otherwise.
   *
   * @param input [batch, height, width, inChannels] under NHWC; half, float or double
   * @param filter [filterHeight, filterWidth, inChannels, outChannels]
   * @return [batch, outHeight, outWidth, outChannels] under NHWC
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the channels of the two
   *     differ, or the window is larger than the image under VALID
   */
  default Output conv2d(Output input, Output filter, Consumer<ConvOptions> options) {
    return conv2d(input, filter, options, "Conv2D");
  }

  /** Convolves images with a filter, as {@link #conv2d(Output, Output, Consumer)}. */
  default Output conv2d(Output input, Output filter, Consumer<ConvOptions> options, String name) {
    return Conv2D.conv2d(tf(), input, filter, ConvOptions.of(options), name);
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its input.
   *
   * @param inputSizes the shape of the input, an int32 vector of four
   * @param filter [filterHeight, filterWidth, inChannels, outChannels]
   * @param outBackprop the gradient of the output
   */
  default Output conv2dBackpropInput(
      Output inputSizes, Output filter, Output outBackprop, Consumer<ConvOptions> options) {
    return conv2dBackpropInput(inputSizes, filter, outBackprop, options, "Conv2DBackpropInput");
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its input, as {@link
   * #conv2dBackpropInput(Output, Output, Output, Consumer)}.
   */
  default Output conv2dBackpropInput(
      Output inputSizes,
      Output filter,
      Output outBackprop,
      Consumer<ConvOptions> options,
      String name) {
    return Conv2DBackpropInput.conv2dBackpropInput(
        tf(), inputSizes, filter, outBackprop, ConvOptions.of(options), name);
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its filter.
   *
   * @param input [batch, height, width, inChannels] under NHWC
   * @param filterSizes the shape of the filter, an int32 vector of four
   * @param outBackprop the gradient of the output
   */
  default Output conv2dBackpropFilter(
      Output input, Output filterSizes, Output outBackprop, Consumer<ConvOptions> options) {
    return conv2dBackpropFilter(input, filterSizes, outBackprop, options, "Conv2DBackpropFilter");
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its filter, as {@link
   * #conv2dBackpropFilter(Output, Output, Output, Consumer)}.
   */
  default Output conv2dBackpropFilter(
      Output input,
      Output filterSizes,
      Output outBackprop,
      Consumer<ConvOptions> options,
      String name) {
    return Conv2DBackpropFilter.conv2dBackpropFilter(
        tf(), input, filterSizes, outBackprop, ConvOptions.of(options), name);
  }

  /**
   * Convolves as {@link #conv2d(Output, Output, Consumer)}; dilations above 1 are built from
   * SpaceToBatchND, so that gradients flow.
   *
   * @throws IllegalArgumentException if both strides and dilations are above 1
   */
  default Output convolution(Output input, Output filter, Consumer<ConvOptions> options) {
    return convolution(input, filter, options, "convolution");
  }

  /** Convolves as {@link #convolution(Output, Output, Consumer)}. */
  default Output convolution(
      Output input, Output filter, Consumer<ConvOptions> options, String name) {
    return Convolutions.convolution(tf(), input, filter, ConvOptions.of(options), name);
  }

  /**
   * Dilates a convolution: deals out the pixels to one image a remainder, applies {@code
   * convolution} to these, and puts the results together again. Opens no name scope.
   *
   * @param input [batch, height, width, inChannels] under NHWC
   * @param filter its first two dimensions, which must be known under padding SAME, are the window
   * @param options dilations, padding and layout
   * @param convolution a convolution with padding VALID and strides 1
   */
  default Output withSpaceToBatch(
      Output input,
      Output filter,
      Consumer<ConvOptions> options,
      UnaryOperator<Output> convolution) {
    ConvOptions set = ConvOptions.of(options);
    return SpaceToBatch.around(tf(), input, filter, set.imageDilations(), set, convolution);
  }

  /**
   * Computes a transposed convolution: the gradient of {@link #conv2d(Output, Output, Consumer)} by
   * its input.
   *
   * @param value [batch, height, width, inChannels] under NHWC
   * @param filter [filterHeight, filterWidth, outChannels, inChannels]
   * @param outputShape the shape of the result, an int32 vector of four
   */
  default Output conv2dTranspose(
      Output value, Output filter, Output outputShape, Consumer<ConvOptions> options) {
    return conv2dTranspose(value, filter, outputShape, options, "conv2d_transpose");
  }

  /** Computes a transposed convolution, as above. */
  default Output conv2dTranspose(
      Output value, Output filter, Output outputShape, Consumer<ConvOptions> options, String name) {
    return Convolutions.transpose(tf(), value, filter, outputShape, ConvOptions.of(options), name);
  }

  /**
   * Convolves each channel with its own filters.
   *
   * @param input [batch, height, width, inChannels] under NHWC
   * @param filter [filterHeight, filterWidth, inChannels, multiplier]
   * @return [batch, outHeight, outWidth, inChannels * multiplier] under NHWC
   * @throws IllegalArgumentException if both strides and dilations are above 1
   */
  default Output depthwiseConv2d(Output input, Output filter, Consumer<ConvOptions> options) {
    return depthwiseConv2d(input, filter, options, "depthwise");
  }

  /** Convolves each channel, as {@link #depthwiseConv2d(Output, Output, Consumer)}. */
  default Output depthwiseConv2d(
      Output input, Output filter, Consumer<ConvOptions> options, String name) {
    return Convolutions.depthwise(tf(), input, filter, ConvOptions.of(options), name);
  }

  /**
   * Convolves each channel with its own filters, then mixes the channels of each pixel.
   *
   * @param input [batch, height, width, inChannels] under NHWC
   * @param depthwiseFilter [filterHeight, filterWidth, inChannels, multiplier]
   * @param pointwiseFilter [1, 1, inChannels * multiplier, outChannels]
   */
  default Output separableConv2d(
      Output input, Output depthwiseFilter, Output pointwiseFilter, Consumer<ConvOptions> options) {
    return separableConv2d(input, depthwiseFilter, pointwiseFilter, options, "separable_conv2d");
  }

  /** Convolves each channel, then mixes the channels of each pixel, as above. */
  default Output separableConv2d(
      Output input,
      Output depthwiseFilter,
      Output pointwiseFilter,
      Consumer<ConvOptions> options,
      String name) {
    return Convolutions.separable(
        tf(), input, depthwiseFilter, pointwiseFilter, ConvOptions.of(options), name);
  }

  /**
   * Computes the maximum of each window, without padding unless {@code options} says otherwise.
   *
   * @param value [batch, height, width, channels] under NHWC
   */
  default Output maxPool(Output value, Consumer<PoolOptions> options) {
    return maxPool(value, options, "MaxPool");
  }

  /** Computes the maximum of each window, as {@link #maxPool(Output, Consumer)}. */
  default Output maxPool(Output value, Consumer<PoolOptions> options, String name) {
    return PoolOptions.of(options)
        .applyTo(tf().graph().opBuilder("MaxPool", name).input(value), true)
        .build()
        .output(0);
  }

  /**
   * Computes the mean of each window over the elements that are not padding, without padding unless
   * {@code options} says otherwise.
   *
   * @param value [batch, height, width, channels] under NHWC
   */
  default Output avgPool(Output value, Consumer<PoolOptions> options) {
    return avgPool(value, options, "AvgPool");
  }

  /** Computes the mean of each window, as {@link #avgPool(Output, Consumer)}. */
  default Output avgPool(Output value, Consumer<PoolOptions> options, String name) {
    return PoolOptions.of(options)
        .applyTo(tf().graph().opBuilder("AvgPool", name).input(value), true)
        .build()
        .output(0);
  }

  /**
   * Computes the maximum of each window and its place in the image, int64.
   *
   * @param input [batch, height, width, channels]
   * @return the maxima, the places
   */
  default List<Output> maxPoolWithArgmax(Output input, Consumer<PoolOptions> options) {
    return maxPoolWithArgmax(input, options, "MaxPoolWithArgmax");
  }

  /** Computes maxima and places, as {@link #maxPoolWithArgmax(Output, Consumer)}. */
  default List<Output> maxPoolWithArgmax(Output input, Consumer<PoolOptions> options, String name) {
    return PoolOptions.of(options)
        .applyTo(tf().graph().opBuilder("MaxPoolWithArgmax", name).input(input), false)
        .build()
        .outputs();
  }
}

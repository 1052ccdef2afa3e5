package org.slimgraph.slim;

import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;

/** The layers that move a window over images; part of {@link Slim}. */
public interface ImageLayers {

  /** Returns the layers that this is a part of. */
  Slim slim();

  /** Adds a convolution, as {@link #conv2d(Output, int, int[], Consumer)}. */
  default Output conv2d(Output inputs, int numOutputs, int kernelSize) {
    return conv2d(inputs, numOutputs, kernelSize, o -> {});
  }

  /** Adds a convolution, as {@link #conv2d(Output, int, int[], Consumer)}. */
  default Output conv2d(
      Output inputs, int numOutputs, int kernelSize, Consumer<? super Conv2dOptions> set) {
    return conv2d(inputs, numOutputs, new int[] {kernelSize, kernelSize}, set);
  }

  /** Adds a convolution, as {@link #conv2d(Output, int, int[], Consumer)}. */
  default Output conv2d(Output inputs, int numOutputs, int[] kernelSize) {
    return conv2d(inputs, numOutputs, kernelSize, o -> {});
  }

  /**
   * Adds a convolution, then the normalizer or a bias, then the activation.
   *
   * <p>Variables: {@code Conv/weights} [kernelHeight, kernelWidth, inChannels, numOutputs] and,
   * without a normalizer, {@code Conv/biases} [numOutputs].
   *
   * @param inputs [batch, height, width, inChannels], or [batch, inChannels, height, width] under
   *     NCHW; the number of channels must be known
   * @param numOutputs the number of filters
   * @param kernelSize [kernelHeight, kernelWidth]
   * @return [batch, outHeight, outWidth, numOutputs], or the same under NCHW
   * @throws SlimgraphException INVALID_ARGUMENT for inputs of another rank, unknown channels, or
   *     both a stride and a rate above 1
   */
  default Output conv2d(
      Output inputs, int numOutputs, int[] kernelSize, Consumer<? super Conv2dOptions> set) {
    WeightsLayer.checkPair("kernel_size", kernelSize);
    return new Convolution(slim(), LayerCall.Style.SLIM, inputs, slim().options(Slim.CONV2D, set))
        .build(4, "Conv", numOutputs, kernelSize);
  }

  /** Adds a convolution in one dimension, as {@link #conv1d(Output, int, int, Consumer)}. */
  default Output conv1d(Output inputs, int numOutputs, int kernelSize) {
    return conv1d(inputs, numOutputs, kernelSize, o -> {});
  }

  /**
   * Adds a convolution in one dimension, under options of {@link Slim#CONV2D} of which stride and
   * rate speak of the only dimension.
   *
   * @param inputs [batch, width, inChannels], or [batch, inChannels, width] under NCW
   * @return [batch, outWidth, numOutputs], or the same under NCW
   * @throws SlimgraphException INVALID_ARGUMENT as for conv2d; UNIMPLEMENTED for a rate above 1
   */
  default Output conv1d(
      Output inputs, int numOutputs, int kernelSize, Consumer<? super Conv2dOptions> set) {
    return new Convolution(slim(), LayerCall.Style.SLIM, inputs, slim().options(Slim.CONV2D, set))
        .build(3, "Conv", numOutputs, new int[] {kernelSize});
  }

  /** Adds a convolution in as many dimensions as the inputs have between batch and channels. */
  default Output convolution(Output inputs, int numOutputs, int... kernelSize) {
    return convolution(inputs, numOutputs, kernelSize, o -> {});
  }

  /**
   * Adds a convolution in as many dimensions as the inputs have between batch and channels.
   *
   * @param inputs of rank 3 or 4
   * @param kernelSize one size a dimension, or one for all
   * @throws SlimgraphException INVALID_ARGUMENT as for conv2d; UNIMPLEMENTED for rank 5
   */
  default Output convolution(
      Output inputs, int numOutputs, int[] kernelSize, Consumer<? super Conv2dOptions> set) {
    return new Convolution(
            slim(), LayerCall.Style.SLIM, inputs, slim().options(Slim.CONVOLUTION, set))
        .build(-1, "Conv", numOutputs, kernelSize);
  }

  /** Adds a separable convolution with square windows, as below. */
  default Output separableConv2d(
      Output inputs, int numOutputs, int kernelSize, Consumer<? super SeparableConv2dOptions> set) {
    return separableConv2d(inputs, numOutputs, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds a convolution of each channel with its own filters, then one that mixes the channels of
   * each pixel.
   *
   * <p>Variables: {@code SeparableConv2d/depthwise_weights} [kernelHeight, kernelWidth, inChannels,
   * depthMultiplier], {@code pointwise_weights} [1, 1, inChannels·depthMultiplier, numOutputs] and,
   * without a normalizer, {@code biases} [numOutputs]. Both weights have the weights' regularizer.
   *
   * @param inputs [batch, height, width, inChannels] under NHWC; the channels must be known
   * @return [batch, outHeight, outWidth, numOutputs] under NHWC
   */
  default Output separableConv2d(
      Output inputs,
      int numOutputs,
      int[] kernelSize,
      Consumer<? super SeparableConv2dOptions> set) {
    return new SeparableConv2d(
            slim(),
            LayerCall.Style.SLIM,
            inputs,
            kernelSize,
            slim().options(Slim.SEPARABLE_CONV2D, set))
        .build("SeparableConv2d", numOutputs);
  }

  /**
   * Adds a convolution of each channel with its own filters only: Python's separable_conv2d with
   * {@code num_outputs=None}, under the options of {@link Slim#SEPARABLE_CONV2D}.
   *
   * @return [batch, outHeight, outWidth, inChannels·depthMultiplier] under NHWC
   */
  default Output depthwiseConv2d(
      Output inputs, int[] kernelSize, Consumer<? super SeparableConv2dOptions> set) {
    return new SeparableConv2d(
            slim(),
            LayerCall.Style.SLIM,
            inputs,
            kernelSize,
            slim().options(Slim.SEPARABLE_CONV2D, set))
        .buildDepthwise();
  }

  /** Adds a depthwise convolution with square windows, as above. */
  default Output depthwiseConv2d(
      Output inputs, int kernelSize, Consumer<? super SeparableConv2dOptions> set) {
    return depthwiseConv2d(inputs, new int[] {kernelSize, kernelSize}, set);
  }

  /** Adds a transposed convolution with square windows, as below. */
  default Output conv2dTranspose(
      Output inputs, int numOutputs, int kernelSize, Consumer<? super Conv2dTransposeOptions> set) {
    return conv2dTranspose(inputs, numOutputs, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds a transposed convolution, which makes images larger by its stride.
   *
   * <p>Variables: {@code Conv2d_transpose/weights} [kernelHeight, kernelWidth, numOutputs,
   * inChannels] and, without a normalizer, {@code biases}.
   *
   * @param inputs [batch, height, width, inChannels] under NHWC
   * @return [batch, outHeight, outWidth, numOutputs] under NHWC; a side is {@code side·stride}
   *     under SAME, and {@code side·stride + max(kernel − stride, 0)} under VALID
   */
  default Output conv2dTranspose(
      Output inputs,
      int numOutputs,
      int[] kernelSize,
      Consumer<? super Conv2dTransposeOptions> set) {
    return new Conv2dTranspose(
            slim(),
            LayerCall.Style.SLIM,
            inputs,
            kernelSize,
            slim().options(Slim.CONV2D_TRANSPOSE, set))
        .build("Conv2d_transpose", numOutputs);
  }

  /** Adds the same convolution for every channel, with square windows. */
  default Output conv2dInPlane(
      Output inputs, int kernelSize, Consumer<? super Conv2dInPlaneOptions> set) {
    return conv2dInPlane(inputs, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds the same convolution for every channel.
   *
   * <p>Variables: {@code ConvInPlane/weights} [kernelHeight, kernelWidth, 1, 1] and, without a
   * normalizer, {@code biases} [channels].
   *
   * @param inputs [batch, height, width, channels]
   */
  default Output conv2dInPlane(
      Output inputs, int[] kernelSize, Consumer<? super Conv2dInPlaneOptions> set) {
    return new Conv2dInPlane(slim(), inputs, slim().options(Slim.CONV2D_IN_PLANE, set))
        .build(kernelSize);
  }

  /** Adds the maximum of each square window, with stride 2 and without padding. */
  default Output maxPool2d(Output inputs, int kernelSize) {
    return maxPool2d(inputs, kernelSize, o -> {});
  }

  /** Adds the maximum of each square window, with stride 2 and without padding until set. */
  default Output maxPool2d(Output inputs, int kernelSize, Consumer<? super PoolOptions> set) {
    return maxPool2d(inputs, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds the maximum of each window, with stride 2 and without padding until set otherwise.
   *
   * @param inputs [batch, height, width, channels], or the same under NCHW
   * @param kernelSize [height, width] of the window
   * @throws SlimgraphException INVALID_ARGUMENT for inputs of another rank or another format
   */
  default Output maxPool2d(Output inputs, int[] kernelSize, Consumer<? super PoolOptions> set) {
    return Pooling.MAX.build(
        slim().tf(),
        LayerCall.Style.SLIM,
        inputs,
        kernelSize,
        slim().options(Slim.MAX_POOL2D, set));
  }

  /** Adds the mean of each square window, with stride 2 and without padding. */
  default Output avgPool2d(Output inputs, int kernelSize) {
    return avgPool2d(inputs, kernelSize, o -> {});
  }

  /** Adds the mean of each square window, with stride 2 and without padding until set. */
  default Output avgPool2d(Output inputs, int kernelSize, Consumer<? super PoolOptions> set) {
    return avgPool2d(inputs, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds the mean of each window over what is not padding, with stride 2 and without padding until
   * set otherwise.
   *
   * @param inputs [batch, height, width, channels], or the same under NCHW
   * @param kernelSize [height, width] of the window
   * @throws SlimgraphException INVALID_ARGUMENT for inputs of another rank or another format
   */
  default Output avgPool2d(Output inputs, int[] kernelSize, Consumer<? super PoolOptions> set) {
    return Pooling.AVERAGE.build(
        slim().tf(),
        LayerCall.Style.SLIM,
        inputs,
        kernelSize,
        slim().options(Slim.AVG_POOL2D, set));
  }
}

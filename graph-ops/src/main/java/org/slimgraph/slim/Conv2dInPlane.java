package org.slimgraph.slim;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * slim.conv2d_in_plane: the same filter for every channel. TF 1.15: {@code convolution2d_in_plane}
 * in {@code contrib/layers/python/layers/layers.py}.
 */
final class Conv2dInPlane extends WeightsLayer<Conv2dInPlaneOptions> {

  Conv2dInPlane(Slim slim, Output inputs, Conv2dInPlaneOptions options) {
    super(slim, LayerCall.Style.SLIM, inputs, options);
    if (options.isChannelsFirst()) {
      throw SlimgraphException.invalidArgument(
          "conv2d_in_plane takes images with channels last only");
    }
  }

  Output build(int[] kernelSize) {
    checkPair("kernel_size", kernelSize);
    checkPositive("strides", options.stride);
    try (LayerCall call = LayerCall.open(tf, options, "ConvInPlane")) {
      ImageLayout.checkRank4("conv2d_in_plane", inputs);
      long channels = ImageLayout.known(inputs, 3, "The channel dimension of the inputs");
      Variable weights =
          call.modelVariable(weights("weights", Shape.of(kernelSize[0], kernelSize[1], 1, 1)));
      Output filters =
          tf.tile(weights.value(), tf.constant(Tensor.vector(new int[] {1, 1, (int) channels, 1})));
      Output outputs =
          tf.nn()
              .depthwiseConv2d(
                  inputs, filters, o -> o.strides(options.stride).padding(options.padding));
      if (options.normalizer != null) {
        return call.finish(normalized(outputs));
      }
      Wish wish = bias("biases", "biases", channels);
      return call.finish(biasAdd(outputs, wish == null ? null : call.modelVariable(wish), "NHWC"));
    }
  }
}

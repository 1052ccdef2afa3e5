package org.slimgraph.slim;

import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.nn.ConvOptions;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * slim.separable_conv2d and its counterpart in tf.layers. TF 1.15: {@code separable_convolution2d}
 * in {@code contrib/layers/python/layers/layers.py} over {@code SeparableConv2D} in {@code
 * keras/layers/convolutional.py}.
 */
final class SeparableConv2d extends WeightsLayer<SeparableConv2dOptions> {
  private static final String NAME = "SeparableConv2d";

  private final int[] kernelSize;
  private final boolean channelsFirst;

  SeparableConv2d(
      Slim slim,
      LayerCall.Style style,
      Output inputs,
      int[] kernelSize,
      SeparableConv2dOptions options) {
    super(slim, style, inputs, options);
    this.kernelSize = kernelSize;
    this.channelsFirst = options.isImageChannelsFirst();
    checkPair("kernel_size", kernelSize);
    checkPositive("strides", options.stride);
    checkPositive("dilation_rate", options.rate);
    checkPositive("depth_multiplier", new int[] {options.depthMultiplier});
  }

  private Shape depthwiseShape() {
    ImageLayout.checkRank4(NAME, inputs);
    long channels =
        ImageLayout.known(inputs, channelsFirst ? 1 : 3, "The channel dimension of the inputs");
    return Shape.of(kernelSize[0], kernelSize[1], channels, options.depthMultiplier);
  }

  /** Builds the layer with pointwise weights. */
  Output build(String defaultName, int numOutputs) {
    checkOutputs("separable_conv2d", numOutputs);
    try (LayerCall call = style.open(tf, options, defaultName)) {
      Shape shape = depthwiseShape();
      long channels = shape.dim(2) * shape.dim(3);
      Variable depthwise = kernel(call, "depthwise_kernel", shape);
      Variable pointwise =
          kernel(
              call,
              "pointwise_kernel",
              Shape.of(1, 1, channels, numOutputs),
              options.pointwise().initializer(),
              options.pointwise().regularizer());
      Variable bias = bias(call, numOutputs);
      Output outputs =
          tf.nn().separableConv2d(inputs, depthwise.value(), pointwise.value(), window());
      call.collect("weights", depthwise);
      return finish(call, biasAdd(outputs, bias, options.imageFormat()), pointwise, bias);
    }
  }

  /** Builds slim's layer without pointwise weights. */
  Output buildDepthwise() {
    try (LayerCall call = LayerCall.openForModel(tf, options, NAME)) {
      Shape shape = depthwiseShape();
      Variable depthwise = call.modelVariable(weights("depthwise_weights", shape), "weights");
      Output outputs = tf.nn().depthwiseConv2d(inputs, depthwise.value(), window());
      if (options.normalizer != null) {
        return call.finish(normalized(outputs));
      }
      Wish wish = bias("biases", "biases", shape.dim(2) * shape.dim(3));
      Variable bias = wish == null ? null : call.modelVariable(wish);
      return call.finish(biasAdd(outputs, bias, options.imageFormat()));
    }
  }

  private Consumer<ConvOptions> window() {
    boolean isDilated = options.rate[0] > 1 || options.rate[1] > 1;
    boolean isStrided = options.stride[0] > 1 || options.stride[1] > 1;
    if (isDilated && isStrided) {
      throw SlimgraphException.invalidArgument(
          "strides > 1 not supported in conjunction with dilation_rate > 1: stride [%d, %d], rate"
              + " [%d, %d]",
          options.stride[0], options.stride[1], options.rate[0], options.rate[1]);
    }
    return o ->
        o.strides(options.stride)
            .dilations(options.rate)
            .padding(options.padding)
            .dataFormat(options.imageFormat());
  }
}

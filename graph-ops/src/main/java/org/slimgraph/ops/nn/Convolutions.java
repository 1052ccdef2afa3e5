package org.slimgraph.ops.nn;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** Convolutions that Python composes of others. */
final class Convolutions {
  private Convolutions() {}

  /** Adds a convolution that dilates by SpaceToBatchND. TF: tf.nn.convolution. */
  static Output convolution(Ops tf, Output input, Output filter, ConvOptions options, String name) {
    try (var scope = tf.nameScope(name)) {
      int[] rates = options.imageDilations();
      if (rates[0] == 1 && rates[1] == 1) {
        return Conv2D.conv2d(tf, input, filter, options, scope.name());
      }
      options.checkUnitStrides("dilation_rate");
      ConvOptions inner = options.undilated();
      return SpaceToBatch.around(
          tf,
          input,
          filter,
          rates,
          options,
          blocks -> Conv2D.conv2d(tf, blocks, filter, inner, scope.name()));
    }
  }

  /** TF: tf.nn.conv2d_transpose. */
  static Output transpose(
      Ops tf, Output value, Output filter, Output outputShape, ConvOptions options, String name) {
    int dim = options.isChannelsFirst() ? 1 : 3;
    if (value.shape().rank() == 4 && filter.shape().rank() == 4) {
      long given = value.shape().dim(dim);
      long wanted = filter.shape().dim(3);
      if (given >= 0 && wanted >= 0 && given != wanted) {
        throw SlimgraphException.invalidArgument(
            "input channels does not match filter's input channels, %d != %d", given, wanted);
      }
    }
    return Conv2DBackpropInput.conv2dBackpropInput(tf, outputShape, filter, value, options, name);
  }

  /** TF: tf.nn.depthwise_conv2d. */
  static Output depthwise(Ops tf, Output input, Output filter, ConvOptions options, String name) {
    try (var scope = tf.nameScope(name)) {
      return dilatedDepthwise(tf, input, filter, options, scope.name());
    }
  }

  private static Output dilatedDepthwise(
      Ops tf, Output input, Output filter, ConvOptions options, String name) {
    int[] rates = options.imageDilations();
    ConvOptions inner = options.undilated();
    if (rates[0] == 1 && rates[1] == 1) {
      return DepthwiseConv2dNative.depthwise(tf, input, filter, options, name);
    }
    options.checkUnitStrides("rate");
    return SpaceToBatch.around(
        tf,
        input,
        filter,
        rates,
        options,
        blocks -> DepthwiseConv2dNative.depthwise(tf, blocks, filter, inner, name));
  }

  /** TF: tf.nn.separable_conv2d. */
  static Output separable(
      Ops tf,
      Output input,
      Output depthwiseFilter,
      Output pointwiseFilter,
      ConvOptions options,
      String name) {
    try (var scope = tf.nameScope(name)) {
      Output depthwise = dilatedDepthwise(tf, input, depthwiseFilter, options, "depthwise");
      ConvOptions pointwise =
          ConvOptions.of(
              o ->
                  o.padding(Padding.VALID).dataFormat(options.isChannelsFirst() ? "NCHW" : "NHWC"));
      return Conv2D.conv2d(tf, depthwise, pointwiseFilter, pointwise, scope.name());
    }
  }
}

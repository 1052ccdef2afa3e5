package org.slimgraph.slim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Variable;

/**
 * slim.conv2d. TF 1.15: {@code convolution} in {@code contrib/layers/python/layers/layers.py} over
 * the convolution of tf.layers.
 */
final class Conv2d {
  private final Slim slim;
  private final Ops tf;
  private final Output inputs;
  private final Conv2dOptions options;
  private final boolean channelsFirst;

  Conv2d(Slim slim, Output inputs, Conv2dOptions options) {
    this.slim = slim;
    this.tf = slim.tf();
    this.inputs = inputs;
    this.options = options;
    this.channelsFirst = options.isChannelsFirst();
  }

  Output build(int numOutputs, int[] kernelSize) {
    checkSizes(numOutputs, kernelSize);
    try (LayerCall call = LayerCall.openForModel(tf, options, "Conv")) {
      checkRank();
      Shape shape = Shape.of(kernelSize[0], kernelSize[1], inputChannels(), numOutputs);
      Variable weights = call.layerVariable(weights(shape));
      Initializer biasesInitializer = options.biasesInitializer;
      Variable biases =
          options.normalizer == null && biasesInitializer != null
              ? call.layerVariable(biases(numOutputs, biasesInitializer))
              : null;
      Output outputs = convolved(weights.value());
      if (biases != null) {
        outputs = tf.nn().biasAdd(outputs, biases.value(), imageFormat(), "BiasAdd");
        call.collect("weights", weights);
        call.collect("biases", biases);
      } else {
        call.collect("weights", weights);
        outputs = normalized(outputs);
      }
      return call.finish(outputs);
    }
  }

  private void checkSizes(int numOutputs, int[] kernelSize) {
    if (numOutputs < 1) {
      throw SlimgraphException.invalidArgument(
          "conv2d: numOutputs must be positive, not %d", numOutputs);
    }
    if (kernelSize.length != 2) {
      throw SlimgraphException.invalidArgument(
          "The `kernel_size` argument must be a tuple of 2 integers. Received %d",
          kernelSize.length);
    }
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

  private static void checkPositive(String what, int[] sizes) {
    if (sizes[0] < 1 || sizes[1] < 1) {
      throw SlimgraphException.invalidArgument(
          "conv2d: all values of %s must be positive, not [%d, %d]", what, sizes[0], sizes[1]);
    }
  }

  private static boolean isAboveOne(int[] sizes) {
    return sizes[0] > 1 || sizes[1] > 1;
  }

  private void checkRank() {
    int rank = inputs.shape().rank();
    if (rank == 4) {
      return;
    }
    boolean is10 = tf.graph().compat() == Compat.TF_1_0;
    if (is10 && (rank == 3 || rank == 5)) {
      throw SlimgraphException.unimplemented(
          "conv2d of TF 1.0 convolves an input of rank %d in %d dimensions; only rank 4 is built",
          rank, rank - 2);
    }
    throw SlimgraphException.invalidArgument(
        is10
            ? "Convolution not supported for input with rank %s: %s has shape %s"
            : "Convolution expects input with rank 4, got %s: %s has shape %s",
        rank < 0 ? "None" : String.valueOf(rank),
        inputs.name(),
        inputs.shape());
  }

  private long inputChannels() {
    long channels = inputs.shape().dim(channelsFirst ? 1 : 3);
    if (channels < 0) {
      throw SlimgraphException.invalidArgument(
          "The channel dimension of the inputs should be defined. Found `None`: %s has shape %s",
          inputs.name(), inputs.shape());
    }
    return channels;
  }

  private Wish weights(Shape shape) {
    DataType dtype = inputs.dataType().base();
    return new Wish(
        "weights",
        "kernel",
        shape,
        dtype,
        options.weightsInitializer,
        options.weightsRegularizer,
        options.trainable);
  }

  private Wish biases(int numOutputs, Initializer initializer) {
    DataType dtype = inputs.dataType().base();
    return new Wish(
        "biases",
        "bias",
        Shape.of(numOutputs),
        dtype,
        initializer,
        options.biasesRegularizer,
        options.trainable);
  }

  private Output convolved(Output filter) {
    if (tf.graph().compat() == Compat.TF_1_0) {
      try (NameScope scope = tf.nameScope("convolution")) {
        return convolved(filter, scope.name());
      }
    }
    return convolved(filter, "Conv2D");
  }

  private Output convolved(Output filter, String name) {
    // TF 1.x: the rate is made a tensor even where nothing uses it.
    tf.constant(Tensor.vector(options.rate), "dilation_rate");
    if (!isAboveOne(options.rate)) {
      return conv2d(inputs, filter, options.padding, name);
    }
    return tf.nn()
        .withSpaceToBatch(
            inputs,
            filter,
            o -> o.dilations(options.rate).padding(options.padding).dataFormat(imageFormat()),
            blocks -> conv2d(blocks, filter, Padding.VALID, name));
  }

  private Output conv2d(Output images, Output filter, Padding padding, String name) {
    return tf.nn()
        .conv2d(
            images,
            filter,
            o -> o.strides(options.stride).padding(padding).dataFormat(imageFormat()),
            name);
  }

  private String imageFormat() {
    return channelsFirst ? "NCHW" : "NHWC";
  }

  private Output normalized(Output outputs) {
    Normalizer normalizer = options.normalizer;
    if (normalizer == null) {
      return outputs;
    }
    return withParams(normalizer, options.normalizerParams).normalize(slim, outputs);
  }

  private static Normalizer withParams(
      Normalizer normalizer, @Nullable Consumer<? super BatchNormOptions> params) {
    if (params == null) {
      return normalizer;
    }
    if (normalizer != Slim.BATCH_NORM) {
      throw SlimgraphException.invalidArgument(
          "normalizerParams are options of batch_norm, but the normalizer is %s; give it its"
              + " options with normalizer(key, params)",
          normalizer);
    }
    return Slim.BATCH_NORM.with(params);
  }
}

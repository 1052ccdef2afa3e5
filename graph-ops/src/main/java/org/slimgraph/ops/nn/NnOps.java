package org.slimgraph.ops.nn;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.nn}. */
public final class NnOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.<OpSpec>builder()
          .add(Conv2D.SPEC, Conv2DBackpropFilter.SPEC, Conv2DBackpropInput.SPEC)
          .add(FusedBatchNorm.V1, FusedBatchNorm.V2, FusedBatchNorm.V3)
          .add(FusedBatchNormGrad.V1, FusedBatchNormGrad.V2, FusedBatchNormGrad.V3)
          .add(BiasAdd.SPEC, BiasAdd.V1, BiasAddGrad.SPEC)
          .addAll(Activations.SPECS)
          .add(Softmax.SPEC, LogSoftmax.SPEC)
          .add(SoftmaxCrossEntropyWithLogits.SPEC, SparseSoftmaxCrossEntropyWithLogits.SPEC)
          .add(InTopK.SPEC, InTopK.V2, TopK.SPEC, TopK.V2)
          .add(MaxPool.SPEC, MaxPool.V2, MaxPoolGrad.SPEC, MaxPoolGrad.V2)
          .add(MaxPoolGrad.SECOND, MaxPoolGrad.SECOND_V2)
          .add(MaxPoolWithArgmax.SPEC, MaxPoolGradWithArgmax.SPEC, MaxPoolGradWithArgmax.SECOND)
          .add(AvgPool.SPEC, AvgPool.GRAD)
          .add(DepthwiseConv2dNative.SPEC)
          .add(DepthwiseConv2dNativeBackpropInput.SPEC)
          .add(DepthwiseConv2dNativeBackpropFilter.SPEC)
          .add(LRN.SPEC, LRN.GRAD)
          .build();

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public NnOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

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
  public Output conv2d(Output input, Output filter, Consumer<ConvOptions> options) {
    return conv2d(input, filter, options, "Conv2D");
  }

  /** Convolves images with a filter, as {@link #conv2d(Output, Output, Consumer)}. */
  public Output conv2d(Output input, Output filter, Consumer<ConvOptions> options, String name) {
    return Conv2D.conv2d(tf, input, filter, ConvOptions.of(options), name);
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its input.
   *
   * @param inputSizes the shape of the input, an int32 vector of four
   * @param filter [filterHeight, filterWidth, inChannels, outChannels]
   * @param outBackprop the gradient of the output
   */
  public Output conv2dBackpropInput(
      Output inputSizes, Output filter, Output outBackprop, Consumer<ConvOptions> options) {
    return conv2dBackpropInput(inputSizes, filter, outBackprop, options, "Conv2DBackpropInput");
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its input, as {@link
   * #conv2dBackpropInput(Output, Output, Output, Consumer)}.
   */
  public Output conv2dBackpropInput(
      Output inputSizes,
      Output filter,
      Output outBackprop,
      Consumer<ConvOptions> options,
      String name) {
    return Conv2DBackpropInput.conv2dBackpropInput(
        tf, inputSizes, filter, outBackprop, ConvOptions.of(options), name);
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its filter.
   *
   * @param input [batch, height, width, inChannels] under NHWC
   * @param filterSizes the shape of the filter, an int32 vector of four
   * @param outBackprop the gradient of the output
   */
  public Output conv2dBackpropFilter(
      Output input, Output filterSizes, Output outBackprop, Consumer<ConvOptions> options) {
    return conv2dBackpropFilter(input, filterSizes, outBackprop, options, "Conv2DBackpropFilter");
  }

  /**
   * Computes the gradient of {@link #conv2d(Output, Output, Consumer)} by its filter, as {@link
   * #conv2dBackpropFilter(Output, Output, Output, Consumer)}.
   */
  public Output conv2dBackpropFilter(
      Output input,
      Output filterSizes,
      Output outBackprop,
      Consumer<ConvOptions> options,
      String name) {
    return Conv2DBackpropFilter.conv2dBackpropFilter(
        tf, input, filterSizes, outBackprop, ConvOptions.of(options), name);
  }

  /**
   * Normalises images a channel: by their own moments, or in inference by given ones.
   *
   * <p>The batch variance of the result is Bessel-corrected, for moving averages; y is made with
   * the biased one.
   *
   * @param x [batch, height, width, channels] under NHWC; half or float
   * @param scale [channels], float
   * @param offset [channels], float
   * @return y, batch mean, batch variance; in inference the latter two are the given moments
   * @throws IllegalArgumentException if moments are missing in inference
   */
  public List<Output> fusedBatchNorm(
      Output x, Output scale, Output offset, Consumer<FusedBatchNormOptions> options) {
    return fusedBatchNorm(x, scale, offset, options, "FusedBatchNorm");
  }

  /** Normalises images a channel, as {@link #fusedBatchNorm(Output, Output, Output, Consumer)}. */
  public List<Output> fusedBatchNorm(
      Output x, Output scale, Output offset, Consumer<FusedBatchNormOptions> options, String name) {
    return FusedBatchNorm.fusedBatchNorm(
        tf, x, scale, offset, FusedBatchNormOptions.of(options), name);
  }

  /**
   * Adds one value a channel.
   *
   * @param value any number of dimensions from two on, channels last
   * @param bias [channels], the type of {@code value}
   */
  public Output biasAdd(Output value, Output bias) {
    return biasAdd(value, bias, "NHWC", "BiasAdd");
  }

  /** Adds one value a channel, as {@link #biasAdd(Output, Output)}. */
  public Output biasAdd(Output value, Output bias, String name) {
    return biasAdd(value, bias, "NHWC", name);
  }

  /**
   * Adds one value a channel.
   *
   * @param dataFormat {@code "NHWC"} for channels last, {@code "NCHW"} for channels second
   */
  public Output biasAdd(Output value, Output bias, String dataFormat, String name) {
    return BiasAdd.biasAdd(tf, value, bias, dataFormat, name);
  }

  /**
   * Sums over all but the channels: the gradient of {@link #biasAdd(Output, Output)} by the bias.
   */
  public Output biasAddGrad(Output outBackprop, String dataFormat, String name) {
    return BiasAddGrad.biasAddGrad(tf, outBackprop, dataFormat, name);
  }

  /** Computes {@code max(features, 0)}. */
  public Output relu(Output features) {
    return relu(features, "Relu");
  }

  /** Computes {@code max(features, 0)}. */
  public Output relu(Output features, String name) {
    return Activations.activation(tf, "Relu", features, name);
  }

  /** Computes {@code min(max(features, 0), 6)}. */
  public Output relu6(Output features) {
    return relu6(features, "Relu6");
  }

  /** Computes {@code min(max(features, 0), 6)}. */
  public Output relu6(Output features, String name) {
    return Activations.activation(tf, "Relu6", features, name);
  }

  /** Computes {@code max(features, 0.2 * features)}. */
  public Output leakyRelu(Output features) {
    return leakyRelu(features, 0.2, "LeakyRelu");
  }

  /** Computes {@code max(features, alpha * features)}. */
  public Output leakyRelu(Output features, double alpha) {
    return leakyRelu(features, alpha, "LeakyRelu");
  }

  /** Computes {@code max(features, alpha * features)}. */
  public Output leakyRelu(Output features, double alpha, String name) {
    return Activations.leakyRelu(tf, features, (float) alpha, name);
  }

  /** Computes {@code exp(features) - 1} below zero, else {@code features}. */
  public Output elu(Output features) {
    return elu(features, "Elu");
  }

  /** Computes {@code exp(features) - 1} below zero, else {@code features}. */
  public Output elu(Output features, String name) {
    return Activations.activation(tf, "Elu", features, name);
  }

  /** Computes the scaled exponential linear unit. */
  public Output selu(Output features) {
    return selu(features, "Selu");
  }

  /** Computes the scaled exponential linear unit. */
  public Output selu(Output features, String name) {
    return Activations.activation(tf, "Selu", features, name);
  }

  /** Computes {@code log(1 + exp(features))}. */
  public Output softplus(Output features) {
    return softplus(features, "Softplus");
  }

  /** Computes {@code log(1 + exp(features))}. */
  public Output softplus(Output features, String name) {
    return Activations.activation(tf, "Softplus", features, name);
  }

  /** Computes {@code features / (1 + abs(features))}. */
  public Output softsign(Output features) {
    return softsign(features, "Softsign");
  }

  /** Computes {@code features / (1 + abs(features))}. */
  public Output softsign(Output features, String name) {
    return Activations.activation(tf, "Softsign", features, name);
  }

  /** Computes {@code exp(logits) / sum(exp(logits))} over the last dimension. */
  public Output softmax(Output logits) {
    return softmax(logits, -1, "Softmax");
  }

  /** Computes {@code exp(logits) / sum(exp(logits))} over dimension {@code axis}. */
  public Output softmax(Output logits, int axis) {
    return softmax(logits, axis, "Softmax");
  }

  /**
   * Computes {@code exp(logits) / sum(exp(logits))} over dimension {@code axis}.
   *
   * @param axis from 0, or from -1 backwards; another than the last needs a known rank
   */
  public Output softmax(Output logits, int axis, String name) {
    return SoftmaxAxis.apply(tf, "Softmax", logits, axis, name);
  }

  /** Computes {@code logits - log(sum(exp(logits)))} over the last dimension. */
  public Output logSoftmax(Output logits) {
    return logSoftmax(logits, -1, "LogSoftmax");
  }

  /** Computes {@code logits - log(sum(exp(logits)))} over dimension {@code axis}. */
  public Output logSoftmax(Output logits, int axis) {
    return logSoftmax(logits, axis, "LogSoftmax");
  }

  /**
   * Computes {@code logits - log(sum(exp(logits)))} over dimension {@code axis}.
   *
   * @param axis from 0, or from -1 backwards; another than the last needs a known rank
   */
  public Output logSoftmax(Output logits, int axis, String name) {
    return SoftmaxAxis.apply(tf, "LogSoftmax", logits, axis, name);
  }

  /**
   * Says of each row whether its target is among the {@code k} largest predictions.
   *
   * @param predictions [batch, classes], float
   * @param targets [batch], int32 or int64
   * @return [batch], bool
   */
  public Output inTopK(Output predictions, Output targets, int k) {
    return inTopK(predictions, targets, k, "in_top_k");
  }

  /** Says of each row whether its target is among the {@code k} largest predictions. */
  public Output inTopK(Output predictions, Output targets, int k, String name) {
    return InTopK.inTopK(tf, predictions, targets, k, name);
  }

  /**
   * Returns the {@code k} largest elements along the last dimension, largest first, and their
   * places in it.
   */
  public List<Output> topK(Output input, int k) {
    return topK(input, tf.constant(k), true, "TopKV2");
  }

  /**
   * Returns the {@code k} largest elements along the last dimension and their places in it.
   *
   * @param k a scalar int32, at most the last dimension
   * @param sorted whether the largest must come first
   */
  public List<Output> topK(Output input, Output k, boolean sorted, String name) {
    return TopK.topK(tf, input, k, sorted, name);
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of biases and normalisation; part of {@link NnOps}. */
public interface NormOps extends Builders {

  /**
   * Normalises images a channel: by their own moments, or in inference by given ones. The operation
   * is called after its type: FusedBatchNormV3, in a graph of TF 1.0 FusedBatchNorm.
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
  default List<Output> fusedBatchNorm(
      Output x, Output scale, Output offset, Consumer<FusedBatchNormOptions> options) {
    return fusedBatchNorm(x, scale, offset, options, "");
  }

  /** Normalises images a channel, as {@link #fusedBatchNorm(Output, Output, Output, Consumer)}. */
  default List<Output> fusedBatchNorm(
      Output x, Output scale, Output offset, Consumer<FusedBatchNormOptions> options, String name) {
    return FusedBatchNorm.fusedBatchNorm(
        tf(), x, scale, offset, FusedBatchNormOptions.of(options), name);
  }

  /**
   * Adds one value a channel.
   *
   * @param value any number of dimensions from two on, channels last
   * @param bias [channels], the type of {@code value}
   */
  default Output biasAdd(Output value, Output bias) {
    return biasAdd(value, bias, "NHWC", "BiasAdd");
  }

  /** Adds one value a channel, as {@link #biasAdd(Output, Output)}. */
  default Output biasAdd(Output value, Output bias, String name) {
    return biasAdd(value, bias, "NHWC", name);
  }

  /**
   * Adds one value a channel.
   *
   * @param dataFormat {@code "NHWC"} for channels last, {@code "NCHW"} for channels second
   */
  default Output biasAdd(Output value, Output bias, String dataFormat, String name) {
    return BiasAdd.biasAdd(tf(), value, bias, dataFormat, name);
  }

  /**
   * Sums over all but the channels: the gradient of {@link #biasAdd(Output, Output)} by the bias.
   */
  default Output biasAddGrad(Output outBackprop, String dataFormat, String name) {
    return BiasAddGrad.biasAddGrad(tf(), outBackprop, dataFormat, name);
  }

  /**
   * Computes mean and biased variance along {@code axes}.
   *
   * <p>half is computed in float and cast back.
   *
   * @param keepDims whether the axes stay, with size 1
   */
  default Moments moments(Output x, int[] axes, boolean keepDims) {
    return moments(x, axes, keepDims, "moments");
  }

  /** Computes mean and biased variance along {@code axes}, which vanish. */
  default Moments moments(Output x, int[] axes) {
    return moments(x, axes, false, "moments");
  }

  /** Computes mean and biased variance, as {@link #moments(Output, int[], boolean)}. */
  default Moments moments(Output x, int[] axes, boolean keepDims, String name) {
    return Normalizations.moments(tf(), x, axes, keepDims, name);
  }

  /**
   * Computes mean and biased variance along {@code axes}, in which each element counts as its
   * weight says. half is computed in float and cast back.
   *
   * @param weights broadcast to {@code x}
   * @param keepDims whether the axes stay, with size 1
   */
  default Moments weightedMoments(Output x, int[] axes, Output weights, boolean keepDims) {
    return weightedMoments(x, axes, weights, keepDims, "weighted_moments");
  }

  /** Computes weighted moments, as {@link #weightedMoments(Output, int[], Output, boolean)}. */
  default Moments weightedMoments(
      Output x, int[] axes, Output weights, boolean keepDims, String name) {
    return Normalizations.weightedMoments(tf(), x, axes, weights, keepDims, name);
  }

  /**
   * Computes {@code x * inv + (offset - mean * inv)} with {@code inv = rsqrt(variance + epsilon) *
   * scale}; offset and scale are left out unless {@code options} sets them.
   *
   * @param x any shape
   * @param mean broadcast to {@code x}, as all others
   */
  default Output batchNormalization(
      Output x,
      Output mean,
      Output variance,
      double varianceEpsilon,
      Consumer<BatchNormalizationOptions> options) {
    return batchNormalization(x, mean, variance, varianceEpsilon, options, "batchnorm");
  }

  /** Normalises by given moments, as above. */
  default Output batchNormalization(
      Output x,
      Output mean,
      Output variance,
      double varianceEpsilon,
      Consumer<BatchNormalizationOptions> options,
      String name) {
    return Normalizations.batchNormalization(
        tf(), x, mean, variance, varianceEpsilon, BatchNormalizationOptions.of(options), name);
  }

  /**
   * Normalises each channel by its neighbours: {@code input * (bias + alpha * sum(input²))^-beta}
   * over the channels at most {@code depthRadius} away. Python's defaults are 5, 1, 1 and 0.5.
   *
   * @param input [batch, height, width, channels], half or float
   */
  default Output lrn(Output input, int depthRadius, double bias, double alpha, double beta) {
    return lrn(input, depthRadius, bias, alpha, beta, "LRN");
  }

  /** Normalises each channel by its neighbours, as above. */
  default Output lrn(
      Output input, int depthRadius, double bias, double alpha, double beta, String name) {
    return tf().graph()
        .opBuilder("LRN", name)
        .input(input)
        .attr("depth_radius", depthRadius)
        .attr("bias", (float) bias)
        .attr("alpha", (float) alpha)
        .attr("beta", (float) beta)
        .build()
        .output(0);
  }
}

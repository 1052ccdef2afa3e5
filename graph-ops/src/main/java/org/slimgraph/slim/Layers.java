package org.slimgraph.slim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.LayerCall.Style;

/**
 * The layers of {@code tf.layers}, of which slim's are built: {@code Layers.on(tf).conv2d(x, 32,
 * 3)}.
 *
 * <p>They differ from slim's in names ({@code kernel}, {@code bias}), in defaults (VALID, no
 * activation, gamma, and neither dropout nor batch statistics until {@code training} says so), and
 * in that arg scopes do not touch them and their variables are no model variables.
 */
public final class Layers {
  private final Ops tf;
  private final Slim slim;

  private Layers(Ops tf) {
    this.tf = tf;
    this.slim = Slim.on(tf);
  }

  /** Returns the layers of the graph of {@code tf}. */
  public static Layers on(Ops tf) {
    return new Layers(tf);
  }

  /** Adds a dense layer without activation. */
  public Output dense(Output inputs, int units) {
    return dense(inputs, units, o -> {});
  }

  /**
   * Adds a matrix product along the last dimension and a bias: {@code dense/kernel} [in, units],
   * {@code dense/bias} [units].
   *
   * @throws SlimgraphException INVALID_ARGUMENT for a rank below 2 or an unknown last size
   */
  public Output dense(Output inputs, int units, Consumer<? super DenseOptions> set) {
    DenseOptions options = new DenseOptions();
    set.accept(options);
    return new FullyConnected(slim, Style.CORE, inputs, options.toSlim()).build("dense", units);
  }

  /** Adds a convolution with square windows, as below. */
  public Output conv2d(Output inputs, int filters, int kernelSize) {
    return conv2d(inputs, filters, kernelSize, o -> {});
  }

  /** Adds a convolution with square windows, as below. */
  public Output conv2d(
      Output inputs, int filters, int kernelSize, Consumer<? super ConvLayerOptions> set) {
    return conv2d(inputs, filters, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds a convolution and a bias: {@code conv2d/kernel} [kernelHeight, kernelWidth, in, filters],
   * {@code conv2d/bias} [filters].
   *
   * @param inputs [batch, height, width, in], or [batch, in, height, width] under channels_first
   * @throws SlimgraphException INVALID_ARGUMENT as for {@link Slim#conv2d}
   */
  public Output conv2d(
      Output inputs, int filters, int[] kernelSize, Consumer<? super ConvLayerOptions> set) {
    WeightsLayer.checkPair("kernel_size", kernelSize);
    ConvLayerOptions options = new ConvLayerOptions();
    set.accept(options);
    return new Convolution(slim, Style.CORE, inputs, options.toSlim())
        .build(4, "conv2d", filters, kernelSize);
  }

  /**
   * Adds a convolution of each channel, then one that mixes the channels, and a bias: {@code
   * separable_conv2d/depthwise_kernel}, {@code pointwise_kernel}, {@code bias}.
   */
  public Output separableConv2d(
      Output inputs,
      int filters,
      int[] kernelSize,
      Consumer<? super SeparableConvLayerOptions> set) {
    SeparableConvLayerOptions options = new SeparableConvLayerOptions();
    set.accept(options);
    return new SeparableConv2d(slim, Style.CORE, inputs, kernelSize, options.toSlim())
        .build("separable_conv2d", filters);
  }

  /** Adds a separable convolution with square windows, as above. */
  public Output separableConv2d(
      Output inputs, int filters, int kernelSize, Consumer<? super SeparableConvLayerOptions> set) {
    return separableConv2d(inputs, filters, new int[] {kernelSize, kernelSize}, set);
  }

  /**
   * Adds a transposed convolution and a bias: {@code conv2d_transpose/kernel} [kernelHeight,
   * kernelWidth, filters, in], {@code conv2d_transpose/bias}. Sizes as of {@link
   * Slim#conv2dTranspose}.
   */
  public Output conv2dTranspose(
      Output inputs, int filters, int[] kernelSize, Consumer<? super TransposeLayerOptions> set) {
    TransposeLayerOptions options = new TransposeLayerOptions();
    set.accept(options);
    return new Conv2dTranspose(slim, Style.CORE, inputs, kernelSize, options.toSlim())
        .build("conv2d_transpose", filters);
  }

  /** Adds a transposed convolution with square windows, as above. */
  public Output conv2dTranspose(
      Output inputs, int filters, int kernelSize, Consumer<? super TransposeLayerOptions> set) {
    return conv2dTranspose(inputs, filters, new int[] {kernelSize, kernelSize}, set);
  }

  /** Adds a batch normalisation in inference. */
  public Output batchNormalization(Output inputs) {
    return batchNormalization(inputs, o -> {});
  }

  /**
   * Adds a batch normalisation: {@code batch_normalization/gamma}, {@code beta}, {@code
   * moving_mean}, {@code moving_variance}, each [channels]. In training its two updates always go
   * to UPDATE_OPS.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for unknown rank or channels, or an axis beyond
   */
  public Output batchNormalization(
      Output inputs, Consumer<? super BatchNormalizationLayerOptions> set) {
    BatchNormalizationLayerOptions layer = new BatchNormalizationLayerOptions();
    set.accept(layer);
    BatchNormOptions options = layer.toSlim();
    boolean fused = options.fused == null || options.fused;
    return new CoreBatchNorm(tf, inputs, options, fused).build(Style.CORE, "batch_normalization");
  }

  /** Drops elements by chance if {@code training} says so, which by default it does not. */
  public Output dropout(Output inputs, Consumer<? super DropoutLayerOptions> set) {
    DropoutLayerOptions options = new DropoutLayerOptions();
    set.accept(options);
    return new Dropout(tf, inputs, options.toSlim()).build("dropout");
  }

  /** Adds the maximum of each window. */
  public Output maxPooling2d(Output inputs, int poolSize, int strides) {
    return maxPooling2d(inputs, poolSize, strides, o -> {});
  }

  /** Adds the maximum of each square window. */
  public Output maxPooling2d(
      Output inputs, int poolSize, int strides, Consumer<? super PoolLayerOptions> set) {
    return maxPooling2d(inputs, pair(poolSize), pair(strides), set);
  }

  /**
   * Adds the maximum of each window.
   *
   * @param poolSize [height, width] of the window
   * @param strides the vertical and the horizontal distance of windows
   */
  public Output maxPooling2d(
      Output inputs, int[] poolSize, int[] strides, Consumer<? super PoolLayerOptions> set) {
    return pooling(Pooling.MAX, inputs, poolSize, strides, set);
  }

  /** Adds the mean of each window. */
  public Output averagePooling2d(Output inputs, int poolSize, int strides) {
    return averagePooling2d(inputs, poolSize, strides, o -> {});
  }

  /** Adds the mean of each square window over what is not padding. */
  public Output averagePooling2d(
      Output inputs, int poolSize, int strides, Consumer<? super PoolLayerOptions> set) {
    return averagePooling2d(inputs, pair(poolSize), pair(strides), set);
  }

  /** Adds the mean of each window over what is not padding, as {@link #maxPooling2d}. */
  public Output averagePooling2d(
      Output inputs, int[] poolSize, int[] strides, Consumer<? super PoolLayerOptions> set) {
    return pooling(Pooling.AVERAGE, inputs, poolSize, strides, set);
  }

  private Output pooling(
      Pooling pooling,
      Output inputs,
      int[] poolSize,
      int[] strides,
      Consumer<? super PoolLayerOptions> set) {
    PoolLayerOptions options = new PoolLayerOptions();
    set.accept(options);
    return pooling.build(tf, Style.CORE, inputs, poolSize, options.toSlim(strides));
  }

  private static int[] pair(int size) {
    return new int[] {size, size};
  }

  /** Adds a reshape to [batch, rest]. */
  public Output flatten(Output inputs) {
    return flatten(inputs, null);
  }

  /**
   * Adds a reshape to [batch, rest].
   *
   * @param name the name scope; null for {@code flatten}, made unique
   */
  public Output flatten(Output inputs, @Nullable String name) {
    return new PlainLayers(tf).flatten(inputs, name == null ? "flatten" : name);
  }
}

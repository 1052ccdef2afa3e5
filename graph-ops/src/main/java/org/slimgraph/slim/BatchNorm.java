package org.slimgraph.slim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;

/**
 * slim.batch_norm: chooses among the ways in which TF builds the layer, and holds what they share.
 *
 * <ul>
 *   <li>path A, {@link FusedBatchNorm}: contrib's own use of the fused kernel;
 *   <li>path B, {@link CoreBatchNorm}: the layer of tf.layers, fused or not;
 *   <li>path C, {@link LegacyBatchNorm}: contrib's own arithmetic.
 * </ul>
 *
 * <p>They differ in what a user may see: the names and order of operations and variables, whether
 * the variance that the moving average gets is multiplied by n/(n−1) (where the fused kernel runs),
 * the members of the update collection (operations in path B of 1.15, tensors elsewhere), the last
 * bits of the update's factor. TF 1.15: {@code batch_norm} in {@code
 * contrib/layers/python/layers/layers.py}.
 */
final class BatchNorm {
  /** The layer's name scope and variable scope, unless the options name another. */
  static final String NAME = "BatchNorm";

  private BatchNorm() {}

  static Output build(Slim slim, Output inputs, BatchNormOptions options) {
    return slim.tf().graph().compat() == Compat.TF_1_0
        ? buildAs10(slim, inputs, options)
        : buildAs115(slim, inputs, options);
  }

  private static Output buildAs115(Slim slim, Output inputs, BatchNormOptions options) {
    boolean fused = options.fused == null || options.fused;
    int rank = inputs.shape().rank();
    boolean canFuse =
        options.batchWeights == null
            && !options.renorm
            && options.adjustment == null
            && (rank == 2 || rank == 4);
    boolean coreCanNot = options.zeroDebiasMovingMean || rank == 2 || !options.updates.isDefault();
    if (fused && canFuse && coreCanNot) {
      return new FusedBatchNorm(slim.tf(), inputs, options).build();
    }
    checkFormat(options);
    if (isCore(options)) {
      return new CoreBatchNorm(slim.tf(), inputs, options, fused).build();
    }
    if (options.renorm) {
      throw SlimgraphException.invalidArgument(
          "renorm is not supported with batch_weights, updates_collections or"
              + " zero_debias_moving_mean");
    }
    return new LegacyBatchNorm(slim.tf(), inputs, options).build();
  }

  private static Output buildAs10(Slim slim, Output inputs, BatchNormOptions options) {
    if (options.renorm || options.adjustment != null || !options.paramRegularizers.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "batch_norm of TF 1.0 has neither renorm, adjustment nor paramRegularizers; build the"
              + " graph with Compat.TF_1_15 for them");
    }
    if (options.fused != null && options.fused) {
      if (options.batchWeights != null) {
        throw SlimgraphException.invalidArgument(
            "Weighted mean and variance is not currently supported for fused batch norm.");
      }
      return new FusedBatchNorm(slim.tf(), inputs, options).build();
    }
    checkFormat(options);
    return isCore(options)
        ? new CoreBatchNorm(slim.tf(), inputs, options, false).build()
        : new LegacyBatchNorm(slim.tf(), inputs, options).build();
  }

  private static boolean isCore(BatchNormOptions options) {
    return options.batchWeights == null
        && options.updates.isDefault()
        && !options.zeroDebiasMovingMean;
  }

  static void checkFormat(BatchNormOptions options) {
    if (!options.dataFormat.equals("NHWC") && !options.dataFormat.equals("NCHW")) {
      throw SlimgraphException.invalidArgument(
          "data_format has to be either NCHW or NHWC. It is '%s'", options.dataFormat);
    }
  }

  static boolean isChannelsFirst(BatchNormOptions options) {
    return options.dataFormat.equals("NCHW");
  }

  /** Adds the arithmetic of the paths that do not use the fused kernel. */
  static Output normalize(
      Ops tf,
      Output inputs,
      Moments moments,
      @Nullable Output offset,
      @Nullable Output scale,
      BatchNormOptions options) {
    Output outputs =
        tf.nn()
            .batchNormalization(
                inputs,
                moments.mean(),
                moments.variance(),
                options.epsilon,
                o -> {
                  Optional.ofNullable(offset).ifPresent(o::offset);
                  Optional.ofNullable(scale).ifPresent(o::scale);
                });
    outputs.setShape(inputs.shape());
    return outputs;
  }

  // The four variables

  static Wish beta(BatchNormOptions options, Shape shape, DataType dtype) {
    return wish(options, "beta", shape, dtype, Initializers.zeros()).trainable(options.trainable);
  }

  static Wish gamma(BatchNormOptions options, Shape shape, DataType dtype) {
    return wish(options, "gamma", shape, dtype, Initializers.ones()).trainable(options.trainable);
  }

  static Wish movingMean(BatchNormOptions options, Shape shape, DataType dtype) {
    return wish(options, "moving_mean", shape, dtype, Initializers.zeros());
  }

  static Wish movingVariance(BatchNormOptions options, Shape shape, DataType dtype) {
    return wish(options, "moving_variance", shape, dtype, Initializers.ones());
  }

  private static Wish wish(
      BatchNormOptions options, String name, Shape shape, DataType dtype, Initializer standard) {
    Initializer initializer = options.paramInitializers.getOrDefault(name, standard);
    return Wish.of(name, shape, dtype, initializer);
  }

  /** Returns the regularizer of beta or gamma applied to a wish for it. */
  static Wish regularized(BatchNormOptions options, Wish wish) {
    return wish.regularizer(options.paramRegularizers.get(wish.name()));
  }
}

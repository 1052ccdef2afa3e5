package org.slimgraph.slim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * Path C of batch_norm: contrib's own arithmetic, for weighted batches, zero debiasing and updates
 * outside of UPDATE_OPS. It ignores the options' regularizers and adjustment, as TF does. TF 1.15:
 * the last part of {@code batch_norm} in {@code contrib/layers/python/layers/layers.py}.
 */
final class LegacyBatchNorm {
  private final Ops tf;
  private final Output inputs;
  private final BatchNormOptions options;
  private final boolean channelsFirst;

  LegacyBatchNorm(Ops tf, Output inputs, BatchNormOptions options) {
    this.tf = tf;
    this.inputs = inputs;
    this.options = options;
    this.channelsFirst = BatchNorm.isChannelsFirst(options);
  }

  Output build() {
    try (LayerCall call = LayerCall.openForModel(tf, options, BatchNorm.NAME)) {
      if (!inputs.shape().isRankKnown()) {
        throw SlimgraphException.invalidArgument("Inputs %s has undefined rank.", inputs.name());
      }
      Output weights = options.batchWeights == null ? null : asFactor(options.batchWeights);
      Shape shape = Shape.of(channels());
      boolean isNever = options.isTraining.isNever();
      DataType dtype = inputs.dataType().base();
      Variable beta =
          options.center ? call.modelVariable(BatchNorm.beta(options, shape, dtype)) : null;
      Variable gamma =
          options.scale ? call.modelVariable(BatchNorm.gamma(options, shape, dtype)) : null;
      MovingStatistics moving =
          new MovingStatistics(
              call.modelVariable(BatchNorm.movingMean(options, shape, dtype)),
              call.modelVariable(BatchNorm.movingVariance(options, shape, dtype)));
      Moments used = moments(isNever ? moving.values() : choose(moving, batchMoments(weights)));
      return call.finish(normalized(used, beta, gamma));
    }
  }

  /** Gives weights of [batch] the rank of the inputs. */
  private Output asFactor(Output weights) {
    Shape batch = inputs.shape().rank() == 0 ? Shape.scalar() : Shape.of(inputs.shape().dim(0));
    if (!batch.isCompatibleWith(weights.shape())) {
      throw SlimgraphException.invalidArgument(
          "Shapes %s and %s are incompatible: batch_weights has one element for each example",
          batch, weights.shape());
    }
    long[] dims = new long[inputs.shape().rank()];
    Arrays.fill(dims, 1);
    dims[0] = -1;
    return tf.reshape(weights, Shape.of(dims));
  }

  private long channels() {
    Shape shape = inputs.shape();
    int axis = channelsFirst ? 1 : shape.rank() - 1;
    long channels = axis >= 0 && axis < shape.rank() ? shape.dim(axis) : -1;
    if (channels < 0) {
      throw SlimgraphException.invalidArgument(
          "Inputs %s has undefined channels dimension: its shape is %s", inputs.name(), shape);
    }
    return channels;
  }

  private Moments batchMoments(@Nullable Output weights) {
    int axis = channelsFirst ? 1 : inputs.shape().rank() - 1;
    int[] axes = IntStream.range(0, inputs.shape().rank()).filter(i -> i != axis).toArray();
    Moments batch =
        weights == null
            ? tf.nn().moments(inputs, axes, channelsFirst)
            : tf.nn().weightedMoments(inputs, axes, weights, channelsFirst);
    return channelsFirst ? reshaped(batch, Shape.of(-1)) : batch;
  }

  private static Moments moments(List<Output> meanAndVariance) {
    return new Moments(meanAndVariance.get(0), meanAndVariance.get(1));
  }

  /** Adds the updates, and the choice between the batch's moments and the moving ones. */
  private List<Output> choose(MovingStatistics moving, Moments batch) {
    if (options.updates.areForced()) {
      return options.isTraining.chooseAll(tf, () -> updating(moving, batch), moving::values);
    }
    moving.collectUpdates(tf, options, batch);
    return options.isTraining.chooseAll(
        tf, () -> List.of(batch.mean(), batch.variance()), moving::values);
  }

  private List<Output> updating(MovingStatistics moving, Moments batch) {
    try (Scope updated = tf.controlDependencies(moving.update(tf, options, batch))) {
      return List.of(tf.identity(batch.mean()), tf.identity(batch.variance()));
    }
  }

  private Output normalized(Moments used, @Nullable Variable beta, @Nullable Variable gamma) {
    Output offset = beta == null ? null : beta.value();
    Output scale = gamma == null ? null : gamma.value();
    Moments moments = used;
    if (channelsFirst) {
      long[] dims = new long[inputs.shape().rank()];
      Arrays.fill(dims, 1);
      dims[1] = inputs.shape().dim(1);
      Shape shape = Shape.of(dims);
      moments = reshaped(used, shape);
      offset = offset == null ? null : tf.reshape(offset, shape);
      scale = scale == null ? null : tf.reshape(scale, shape);
    }
    return BatchNorm.normalize(tf, inputs, moments, offset, scale, options);
  }

  private Moments reshaped(Moments moments, Shape shape) {
    Output mean = tf.reshape(moments.mean(), shape);
    return new Moments(mean, tf.reshape(moments.variance(), shape));
  }
}

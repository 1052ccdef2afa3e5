package org.slimgraph.slim;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Path A of batch_norm: contrib's own use of the fused kernel, for inputs of rank 2 and 4. TF 1.15:
 * {@code _fused_batch_norm} in {@code contrib/layers/python/layers/layers.py}.
 */
final class FusedBatchNorm {
  private final Ops tf;
  private final Output inputs;
  private final BatchNormOptions options;
  private final boolean is10;

  FusedBatchNorm(Ops tf, Output inputs, BatchNormOptions options) {
    this.tf = tf;
    this.inputs = inputs;
    this.options = options;
    this.is10 = tf.graph().compat() == Compat.TF_1_0;
  }

  Output build() {
    BatchNorm.checkFormat(options);
    try (LayerCall call = LayerCall.open(tf, options, BatchNorm.NAME)) {
      long channels = channels();
      options.isTraining.known();
      Output image = inputs.shape().rank() == 2 ? asImage(channels) : inputs;
      Output outputs = normalized(call, image, Shape.of(channels));
      outputs.setShape(image.shape());
      if (inputs.shape().rank() == 2) {
        outputs = tf.reshape(outputs, tf.shape(inputs));
      }
      return call.finish(outputs);
    }
  }

  private long channels() {
    Shape shape = inputs.shape();
    if (!shape.isRankKnown()) {
      throw SlimgraphException.invalidArgument("Inputs %s has undefined rank", inputs.name());
    }
    int rank = shape.rank();
    if (rank != 2 && rank != 4) {
      throw SlimgraphException.invalidArgument(
          "Inputs %s has unsupported rank. Expected 2 or 4 but got %d", inputs.name(), rank);
    }
    boolean second = rank == 4 && BatchNorm.isChannelsFirst(options);
    long channels = shape.dim(second ? 1 : rank - 1);
    if (channels < 0) {
      throw SlimgraphException.invalidArgument(
          rank == 2
              ? "`C` dimension must be known but is None: inputs %s has shape %s, whose number of"
                  + " channels is undefined"
              : "Inputs %s has undefined `C` dimension: its shape is %s",
          inputs.name(),
          shape);
    }
    return channels;
  }

  private Output asImage(long channels) {
    return tf.reshape(
        inputs,
        BatchNorm.isChannelsFirst(options)
            ? Shape.of(-1, channels, 1, 1)
            : Shape.of(-1, 1, 1, channels));
  }

  private Output normalized(LayerCall call, Output image, Shape shape) {
    DataType dtype = is10 ? image.dataType().base() : DataType.FLOAT;
    Wish betaWish = BatchNorm.regularized(options, BatchNorm.beta(options, shape, dtype));
    Wish gammaWish = BatchNorm.regularized(options, BatchNorm.gamma(options, shape, dtype));
    Output beta = parameter(call, betaWish, options.center, 0);
    Output gamma = parameter(call, gammaWish, options.scale, 1);
    MovingStatistics moving =
        new MovingStatistics(
            call.modelVariable(BatchNorm.movingMean(options, shape, dtype)),
            call.modelVariable(BatchNorm.movingVariance(options, shape, dtype)));
    FusedKernel.Result batch = FusedKernel.build(tf, image, gamma, beta, moving, options);
    if (options.isTraining.isNever()) {
      return batch.outputs();
    }
    if (options.updates.areForced()) {
      return options.isTraining.choose(tf, () -> updating(moving, batch), batch::outputs);
    }
    moving.collectUpdates(tf, options, batch.moments());
    return batch.outputs();
  }

  private Output updating(MovingStatistics moving, FusedKernel.Result batch) {
    try (Scope updated = tf.controlDependencies(moving.update(tf, options, batch.moments()))) {
      return tf.identity(batch.outputs());
    }
  }

  /** TF 1.0 makes a variable that is not trained where TF 1.15 makes a constant. */
  private Output parameter(LayerCall call, Wish wish, boolean wanted, double constant) {
    if (wanted || is10) {
      return call.modelVariable(wish.trainable(options.trainable && wanted)).value();
    }
    return tf.constant(Literals.filled(DataType.FLOAT, wish.shape(), constant));
  }
}

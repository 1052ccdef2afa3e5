package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.train.MovingAverage;
import org.slimgraph.variables.Variable;

/**
 * The moving averages of one batch_norm of the paths A and C, and their updates.
 *
 * @param mean [channels]
 * @param variance [channels]
 */
record MovingStatistics(Variable mean, Variable variance) {

  /** Returns the values of mean and variance. */
  ImmutableList<Output> values() {
    return ImmutableList.of(mean.value(), variance.value());
  }

  /** Adds the updates by the batch's statistics: that of the mean, then that of the variance. */
  ImmutableList<Output> update(Ops tf, BatchNormOptions options, Moments batch) {
    Output newMean =
        options.zeroDebiasMovingMean
            ? MovingAverage.assignZeroDebiased(tf, mean, batch.mean(), options.decay)
            : MovingAverage.assign(tf, mean, batch.mean(), options.decay);
    return ImmutableList.of(
        newMean, MovingAverage.assign(tf, variance, batch.variance(), options.decay));
  }

  /**
   * Adds the updates and puts them in the collections that {@code options} names. Where only a run
   * knows whether the layer trains, the members are the results of a conditional, which in
   * inference changes nothing.
   */
  void collectUpdates(Ops tf, BatchNormOptions options, Moments batch) {
    List<Output> updates =
        options.isTraining.chooseAll(tf, () -> update(tf, options, batch), this::values);
    updates.forEach(update -> tf.graph().addToCollections(options.updates.keys(), update));
  }
}

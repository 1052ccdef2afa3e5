package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.train.MovingAverage;
import org.slimgraph.variables.Variable;

/**
 * The moving averages of one batch_norm of the paths A and C, and their updates.
 *
 * @param mean [channels]
 * @param variance [channels]
 */
record MovingStatistics(Variable mean, Variable variance) {

  /** Adds the updates by the batch's statistics: that of the mean, then that of the variance. */
  ImmutableList<Output> update(
      Ops tf, BatchNormOptions options, Output batchMean, Output batchVariance) {
    Output newMean =
        options.zeroDebiasMovingMean
            ? MovingAverage.assignZeroDebiased(tf, mean, batchMean, options.decay)
            : MovingAverage.assign(tf, mean, batchMean, options.decay);
    return ImmutableList.of(
        newMean, MovingAverage.assign(tf, variance, batchVariance, options.decay));
  }

  /** Puts {@code updates} in the collections that {@code options} names. */
  static void collect(Graph graph, BatchNormOptions options, ImmutableList<Output> updates) {
    updates.forEach(update -> graph.addToCollections(options.updates.keys(), update));
  }
}

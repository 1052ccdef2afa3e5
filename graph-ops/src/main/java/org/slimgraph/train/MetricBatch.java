package org.slimgraph.train;

import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * The labels, predictions and weights of one batch, fitted to each other: a last dimension of 1
 * that only one of them has is dropped. Ranks that are unknown are taken to be equal.
 *
 * @param labels what is right
 * @param predictions of the shape of the labels
 * @param weights a scalar or of the rank of the predictions, if there are any
 */
record MetricBatch(Output labels, Output predictions, Optional<Output> weights) {

  static MetricBatch of(Ops tf, Output labels, Output predictions, MetricOptions options) {
    int surplus = surplus(predictions, labels);
    Output p = surplus == 1 && endsInOne(predictions) ? squeezeLast(tf, predictions) : predictions;
    Output y = surplus == -1 && endsInOne(labels) ? squeezeLast(tf, labels) : labels;
    if (!p.shape().isCompatibleWith(y.shape())) {
      throw SlimgraphException.invalidArgument(
          "Shapes %s and %s are incompatible: predictions and labels of a metric must have the same"
              + " shape",
          p.shape(), y.shape());
    }
    return new MetricBatch(y, p, options.weights(tf).map(w -> fitWeights(tf, w, p)));
  }

  /** Returns weights of the rank of {@code values}, or scalar ones. */
  static Output fitWeights(Ops tf, Output weights, Output values) {
    if (weights.shape().rank() == 0) {
      return weights;
    }
    return switch (surplus(weights, values)) {
      case 1 -> squeezeLast(tf, weights);
      case -1 -> tf.expandDims(weights, -1);
      default -> weights;
    };
  }

  /** Returns how many ranks {@code more} has above {@code less}; 0 if one is unknown. */
  private static int surplus(Output more, Output less) {
    Shape a = more.shape();
    Shape b = less.shape();
    return a.isRankKnown() && b.isRankKnown() ? a.rank() - b.rank() : 0;
  }

  private static boolean endsInOne(Output output) {
    long last = output.shape().dim(output.shape().rank() - 1);
    return last == 1 || last < 0;
  }

  private static Output squeezeLast(Ops tf, Output output) {
    return tf.squeeze(output, new int[] {-1});
  }

  /** Adds a counter of zeros: local, not trained, not saved. */
  static Variable counter(Ops tf, String name, DataType type, Shape shape) {
    return tf.variable(
        () -> tf.zeros(shape, type),
        o ->
            o.name(name)
                .trainable(false)
                .collections(GraphKeys.LOCAL_VARIABLES, GraphKeys.METRIC_VARIABLES));
  }
}

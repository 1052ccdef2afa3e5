package org.slimgraph.train;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Losses times weights, made one number. TF 1.15: {@code ops/losses/losses_impl.py}, {@code
 * ops/weights_broadcast_ops.py}.
 */
final class WeightedLoss {
  private WeightedLoss() {}

  static Output compute(Ops tf, Output losses, Output weights, Reduction reduction) {
    Operation check = assertBroadcastable(tf, weights, losses);
    try (Scope checked = tf.controlDependencies(check)) {
      Output factors = tf.cast(weights, DataType.FLOAT);
      Output weighted = tf.multiply(tf.cast(losses, DataType.FLOAT), factors);
      return tf.cast(reduce(tf, weighted, factors, reduction), losses.dataType().base());
    }
  }

  private static Output reduce(Ops tf, Output losses, Output weights, Reduction reduction) {
    if (reduction == Reduction.NONE) {
      return losses;
    }
    Output sum = tf.reduceSum(losses);
    return switch (reduction) {
      case NONE, SUM -> sum;
      case MEAN -> safeMean(tf, sum, tf.reduceSum(tf.times(tf.onesLike(losses), weights)));
      case SUM_OVER_BATCH_SIZE -> safeMean(tf, sum, elements(tf, losses));
      case SUM_BY_NONZERO_WEIGHTS -> safeMean(tf, sum, present(tf, losses, weights));
    };
  }

  private static Output safeMean(Ops tf, Output sum, Output count) {
    return tf.divNoNan(tf.reduceSum(sum), count, "value");
  }

  private static Output elements(Ops tf, Output losses) {
    try (NameScope scope = tf.nameScope("num_elements")) {
      return tf.cast(tf.size(losses, DataType.INT32, scope.name()), DataType.FLOAT);
    }
  }

  /** Returns how many losses have a weight that is not 0. */
  private static Output present(Ops tf, Output losses, Output weights) {
    try (NameScope scope = tf.nameScope("num_present")) {
      Output present =
          tf.where(tf.equal(weights, 0.0), tf.zerosLike(weights), tf.onesLike(weights));
      return tf.reduceSum(broadcast(tf, present, losses), o -> o.name(scope.name()));
    }
  }

  /**
   * Returns the weighted sum over examples of the mean squared difference of pairs of {@code
   * errors}: of n errors d, {@code 2·Σd²/(n-1) - 2·(Σd)²/(n·(n-1))}.
   */
  static Output pairwise(Ops tf, Output errors, Output weights) {
    try (Scope checked = tf.controlDependencies(assertBroadcastable(tf, weights, errors))) {
      Output axes = tf.range(tf.constant(1), tf.rank(errors), tf.constant(1));
      Output present =
          tf.where(tf.equal(weights, 0.0), tf.zerosLike(weights), tf.onesLike(weights));
      Output count = sum(tf, broadcast(tf, present, errors), axes);
      Output others = tf.minus(count, 1);
      Output squares = sum(tf, tf.square(errors), axes);
      Output term1 = tf.times(2.0, tf.divNoNan(squares, tf.maximum(others, 0.0), "value"));
      Output total = tf.square(sum(tf, errors, axes));
      Output pairs = tf.maximum(tf.multiply(count, others), 0.0);
      Output term2 = tf.times(2.0, tf.divNoNan(total, pairs, "value"));
      Output loss = tf.reduceSum(tf.multiply(tf.minus(term1, term2), weights));
      return tf.where(tf.greater(tf.reduceSum(count), 0.0), loss, tf.zerosLike(loss), "value");
    }
  }

  private static Output sum(Ops tf, Output values, Output axes) {
    return tf.reduceSum(values, o -> o.axes(axes).keepDims(true));
  }

  /** Returns weights of the shape of the values. */
  static Output broadcast(Ops tf, Output weights, Output values) {
    try (NameScope scope = tf.nameScope("broadcast_weights")) {
      Shape shape = weights.shape();
      if (shape.isFullyDefined() && shape.equals(values.shape())) {
        return weights;
      }
      try (Scope checked = tf.controlDependencies(assertBroadcastable(tf, weights, values))) {
        return tf.multiply(weights, tf.onesLike(values), scope.name());
      }
    }
  }

  /**
   * Refuses weights that are neither scalar nor of the rank of the values with each size 1 or
   * equal, now if the shapes are known, else when run.
   */
  private static Operation assertBroadcastable(Ops tf, Output weights, Output values) {
    try (NameScope scope = tf.nameScope("assert_broadcastable")) {
      Shape given = weights.shape();
      Shape wanted = values.shape();
      if (given.rank() == 0) {
        return tf.noOp("static_scalar_check_success");
      }
      if (!given.isRankKnown() || !wanted.isRankKnown()) {
        return assertAnyRankWhenRun(tf, weights, values);
      }
      if (given.rank() != wanted.rank()) {
        throw SlimgraphException.invalidArgument(
            "weights can not be broadcast to values. values.rank=%d. weights.rank=%d."
                + " values.shape=%s. weights.shape=%s.",
            wanted.rank(), given.rank(), wanted, given);
      }
      boolean known = true;
      for (int i = 0; i < given.rank(); i++) {
        long size = given.dim(i);
        if (size >= 0 && size != 1 && wanted.dim(i) >= 0 && size != wanted.dim(i)) {
          throw SlimgraphException.invalidArgument(
              "weights can not be broadcast to values. Mismatch at dim %d. values.shape=%s"
                  + " weights.shape=%s.",
              i, wanted, given);
        }
        known &= size == 1 || (size >= 0 && wanted.dim(i) >= 0);
      }
      return known
          ? tf.noOp("static_dims_check_success")
          : assertWhenRun(tf, tf.shape(weights), tf.shape(values));
    }
  }

  private static Operation assertWhenRun(Ops tf, Output weights, Output values) {
    Output fits = tf.logicalOr(tf.equal(weights, 1), tf.equal(weights, values));
    return tf.assertTrue(
        tf.reduceAll(fits),
        List.of(
            tf.constant("weights can not be broadcast to values."),
            tf.constant("weights.shape="),
            weights,
            tf.constant("values.shape="),
            values));
  }

  /** Checks ranks, then sizes, of which a graph may know neither. */
  private static Operation assertAnyRankWhenRun(Ops tf, Output weights, Output values) {
    Output given = tf.shape(weights);
    Output wanted = tf.shape(values);
    Output rank = tf.rank(weights);
    Output isScalar = tf.equal(rank, tf.constant(0));
    Output fits =
        tf.cond(
            isScalar,
            () -> tf.identity(isScalar),
            () ->
                tf.cond(
                    tf.equal(rank, tf.rank(values)),
                    () -> tf.reduceAll(tf.logicalOr(tf.equal(given, 1), tf.equal(given, wanted))),
                    () -> tf.constant(false)));
    return tf.assertTrue(
        fits,
        List.of(
            tf.constant("weights can not be broadcast to values."),
            tf.constant("weights.shape="),
            given,
            tf.constant("values.shape="),
            wanted));
  }
}

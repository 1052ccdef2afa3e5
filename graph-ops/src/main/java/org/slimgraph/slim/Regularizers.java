package org.slimgraph.slim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Variable;

/** Slim's regularizers. TF 1.15: {@code contrib/layers/python/layers/regularizers.py}. */
final class Regularizers {
  private static final String L1 = "l1_regularizer";
  private static final String L2 = "l2_regularizer";
  private static final String BOTH = "l1_l2_regularizer";

  private Regularizers() {}

  /** The sum of absolute values. */
  static Regularizer l1(double scale) {
    return l1(scale, L1);
  }

  /** Half the sum of squares. */
  static Regularizer l2(double scale) {
    return l2(scale, L2);
  }

  static Regularizer l1L2(double scaleL1, double scaleL2) {
    if (scaleL1 == 0) {
      return l2(scaleL2, BOTH);
    }
    if (scaleL2 == 0) {
      return l1(scaleL1, BOTH);
    }
    return sum(List.of(l1(scaleL1), l2(scaleL2)), BOTH);
  }

  static Regularizer sum(List<Regularizer> regularizers, String name) {
    return (tf, weights) -> {
      try (NameScope scope = tf.nameScope(name)) {
        List<Output> losses =
            regularizers.stream()
                .map(regularizer -> regularizer.apply(tf, weights))
                .flatMap(Optional::stream)
                .toList();
        return losses.isEmpty() ? Optional.empty() : Optional.of(tf.addN(losses, scope.name()));
      }
    };
  }

  /** Adds the sum of the losses of {@code weights} to REGULARIZATION_LOSSES. */
  static Output apply(Ops tf, Regularizer regularizer, List<Output> weights) {
    if (weights.isEmpty()) {
      throw SlimgraphException.invalidArgument("No weights to regularize.");
    }
    try (NameScope scope = tf.nameScope("get_regularization_penalty")) {
      List<Output> penalties = new ArrayList<>();
      for (Output weight : weights) {
        Output penalty = regularizer.apply(tf, weight).orElseGet(() -> tf.constant(0f));
        if (penalty.shape().rank() > 0) {
          throw SlimgraphException.invalidArgument(
              "regularizer must return a scalar Tensor instead of a Tensor with rank %d.: %s",
              penalty.shape().rank(), penalty.name());
        }
        penalties.add(penalty);
      }
      Output sum = tf.addN(penalties, scope.name());
      tf.graph().addToCollection(GraphKeys.REGULARIZATION_LOSSES, sum);
      return sum;
    }
  }

  /** Returns the members of WEIGHTS: variables, as what reads them, and tensors. */
  static List<Output> weights(Ops tf) {
    List<Output> weights = new ArrayList<>();
    for (GraphElement element : tf.collection(GraphKeys.WEIGHTS)) {
      if (element instanceof Variable variable) {
        weights.add(variable.value());
      } else if (element instanceof Output output) {
        weights.add(output);
      }
    }
    return weights;
  }

  private static Regularizer l1(double scale, String name) {
    checkScale(scale);
    return scale == 0
        ? Regularizer.NONE
        : (tf, weights) -> {
          try (NameScope scope = tf.nameScope(name)) {
            Output factor = factor(tf, weights, scale);
            Output loss = tf.reduceSum(tf.abs(weights));
            return Optional.of(tf.multiply(factor, loss, scope.name()));
          }
        };
  }

  private static Regularizer l2(double scale, String name) {
    checkScale(scale);
    return scale == 0
        ? Regularizer.NONE
        : (tf, weights) -> {
          try (NameScope scope = tf.nameScope(name)) {
            Output factor = factor(tf, weights, scale);
            return Optional.of(tf.multiply(factor, tf.l2Loss(weights), scope.name()));
          }
        };
  }

  private static Output factor(Ops tf, Output weights, double scale) {
    return tf.constant(Literals.scalar(weights.dataType().base(), scale), "scale");
  }

  private static void checkScale(double scale) {
    if (!(scale >= 0)) {
      throw SlimgraphException.invalidArgument(
          "Setting a scale less than 0 on a regularizer: %s", scale);
    }
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Cross entropies for logits of any rank. half is computed in float and cast back. */
final class CrossEntropies {
  private CrossEntropies() {}

  /** TF: tf.nn.softmax_cross_entropy_with_logits. */
  static Output softmaxStoppingLabels(Ops tf, Output labels, Output logits, String name) {
    try (var scope = tf.nameScope(name)) {
      Output constants = tf.stopGradient(labels, "labels_stop_gradient");
      return softmaxIn(tf, constants, logits, scope.name());
    }
  }

  /** TF: tf.nn.softmax_cross_entropy_with_logits_v2. */
  static Output softmax(Ops tf, Output labels, Output logits, String name) {
    try (var scope = tf.nameScope(name)) {
      return softmaxIn(tf, labels, logits, scope.name());
    }
  }

  private static Output softmaxIn(Ops tf, Output labels, Output logits, String name) {
    return precisely(
        tf,
        logits,
        precise -> {
          Output alike = tf.cast(labels, precise.dataType());
          Output loss =
              operation(
                      tf,
                      "SoftmaxCrossEntropyWithLogits",
                      matrix(tf, precise),
                      matrix(tf, alike),
                      name)
                  .output(0);
          return isMatrix(precise) ? loss : likeRows(tf, loss, precise);
        });
  }

  /** TF: tf.nn.sparse_softmax_cross_entropy_with_logits. */
  static Output sparseSoftmax(Ops tf, Output labels, Output logits, String name) {
    checkRanks(labels.shape(), logits.shape());
    try (var scope = tf.nameScope(name)) {
      return precisely(
          tf,
          logits,
          precise -> {
            boolean flat = isMatrix(precise);
            Output vector = flat ? labels : tf.reshape(labels, Shape.of(-1));
            Output loss =
                operation(
                        tf,
                        "SparseSoftmaxCrossEntropyWithLogits",
                        matrix(tf, precise),
                        vector,
                        scope.name())
                    .output(0);
            return flat ? loss : likeRows(tf, loss, precise);
          });
    }
  }

  private static void checkRanks(Shape labels, Shape logits) {
    if (logits.rank() == 0) {
      throw SlimgraphException.invalidArgument(
          "Logits cannot be scalars - received shape %s.", logits);
    }
    if (labels.isRankKnown() && logits.isRankKnown() && labels.rank() != logits.rank() - 1) {
      throw SlimgraphException.invalidArgument(
          "Rank mismatch: Rank of labels (received %d) should equal rank of logits minus 1"
              + " (received %d).",
          labels.rank(), logits.rank());
    }
  }

  private static Output precisely(Ops tf, Output logits, UnaryOperator<Output> loss) {
    boolean isHalf = logits.dataType() == DataType.HALF;
    Output precise = isHalf ? tf.cast(logits, DataType.FLOAT) : logits;
    Output result = loss.apply(precise);
    return isHalf ? tf.cast(result, DataType.HALF) : result;
  }

  private static boolean isMatrix(Output x) {
    return x.shape().rank() == 2;
  }

  private static Output matrix(Ops tf, Output x) {
    if (isMatrix(x)) {
      return x;
    }
    long classes = x.shape().rank() > 0 ? x.shape().dim(-1) : -1;
    if (classes >= 0) {
      return tf.reshape(x, Shape.of(-1, classes));
    }
    Output shape = tf.shape(x);
    Output last = tf.gather(shape, tf.minus(tf.size(shape), 1));
    return tf.reshape(x, tf.stack(List.of(tf.constant(-1), last)));
  }

  private static Output likeRows(Ops tf, Output loss, Output logits) {
    Output shape = tf.shape(logits);
    Output rows =
        tf.slice(shape, tf.constant(new int[] {0}), tf.expandDims(tf.minus(tf.size(shape), 1), 0));
    Output shaped = tf.reshape(loss, rows);
    if (logits.shape().rank() > 0) {
      shaped.setShape(logits.shape().slice(0, -1));
    }
    return shaped;
  }

  private static Operation operation(
      Ops tf, String type, Output logits, Output labels, String name) {
    return tf.graph().opBuilder(type, name).input(logits).input(labels).build();
  }

  /**
   * {@code max(x, 0) - x * z + log(1 + exp(-abs(x)))}, which does not overflow. TF:
   * tf.nn.sigmoid_cross_entropy_with_logits.
   */
  static Output sigmoid(Ops tf, Output labels, Output logits, String name) {
    if (!logits.shape().isCompatibleWith(labels.shape())) {
      throw SlimgraphException.invalidArgument(
          "logits and labels must have the same shape (%s vs %s)", logits.shape(), labels.shape());
    }
    try (var scope = tf.nameScope(name)) {
      Output zeros = tf.zerosLike(logits);
      Output isPositive = tf.greaterEqual(logits, zeros);
      Output relu = tf.where(isPositive, logits, zeros);
      Output negativeAbs = tf.where(isPositive, tf.negative(logits), logits);
      return tf.add(
          tf.minus(relu, tf.times(logits, labels)), tf.log1p(tf.exp(negativeAbs)), scope.name());
    }
  }
}

package org.slimgraph.ops.nn;

import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of activation functions; part of {@link NnOps}. */
public interface ActivationOps extends Builders {

  /** Computes {@code max(features, 0)}. */
  default Output relu(Output features) {
    return relu(features, "Relu");
  }

  /** Computes {@code max(features, 0)}. */
  default Output relu(Output features, String name) {
    return Activations.activation(tf(), "Relu", features, name);
  }

  /** Computes {@code min(max(features, 0), 6)}. */
  default Output relu6(Output features) {
    return relu6(features, "Relu6");
  }

  /** Computes {@code min(max(features, 0), 6)}. */
  default Output relu6(Output features, String name) {
    return Activations.activation(tf(), "Relu6", features, name);
  }

  /** Computes {@code max(features, 0.2 * features)}. */
  default Output leakyRelu(Output features) {
    return leakyRelu(features, 0.2, "LeakyRelu");
  }

  /** Computes {@code max(features, alpha * features)}. */
  default Output leakyRelu(Output features, double alpha) {
    return leakyRelu(features, alpha, "LeakyRelu");
  }

  /** Computes {@code max(features, alpha * features)}. */
  default Output leakyRelu(Output features, double alpha, String name) {
    return Activations.leakyRelu(tf(), features, (float) alpha, name);
  }

  /** Computes {@code exp(features) - 1} below zero, else {@code features}. */
  default Output elu(Output features) {
    return elu(features, "Elu");
  }

  /** Computes {@code exp(features) - 1} below zero, else {@code features}. */
  default Output elu(Output features, String name) {
    return Activations.activation(tf(), "Elu", features, name);
  }

  /** Computes the scaled exponential linear unit. */
  default Output selu(Output features) {
    return selu(features, "Selu");
  }

  /** Computes the scaled exponential linear unit. */
  default Output selu(Output features, String name) {
    return Activations.activation(tf(), "Selu", features, name);
  }

  /** Computes {@code log(1 + exp(features))}. */
  default Output softplus(Output features) {
    return softplus(features, "Softplus");
  }

  /** Computes {@code log(1 + exp(features))}. */
  default Output softplus(Output features, String name) {
    return Activations.activation(tf(), "Softplus", features, name);
  }

  /** Computes {@code features / (1 + abs(features))}. */
  default Output softsign(Output features) {
    return softsign(features, "Softsign");
  }

  /** Computes {@code features / (1 + abs(features))}. */
  default Output softsign(Output features, String name) {
    return Activations.activation(tf(), "Softsign", features, name);
  }

  /** Computes {@code exp(logits) / sum(exp(logits))} over the last dimension. */
  default Output softmax(Output logits) {
    return softmax(logits, -1, "Softmax");
  }

  /** Computes {@code exp(logits) / sum(exp(logits))} over dimension {@code axis}. */
  default Output softmax(Output logits, int axis) {
    return softmax(logits, axis, "Softmax");
  }

  /**
   * Computes {@code exp(logits) / sum(exp(logits))} over dimension {@code axis}.
   *
   * @param axis from 0, or from -1 backwards; another than the last needs a known rank
   */
  default Output softmax(Output logits, int axis, String name) {
    return SoftmaxAxis.apply(tf(), "Softmax", logits, axis, name);
  }

  /** Computes {@code logits - log(sum(exp(logits)))} over the last dimension. */
  default Output logSoftmax(Output logits) {
    return logSoftmax(logits, -1, "LogSoftmax");
  }

  /** Computes {@code logits - log(sum(exp(logits)))} over dimension {@code axis}. */
  default Output logSoftmax(Output logits, int axis) {
    return logSoftmax(logits, axis, "LogSoftmax");
  }

  /**
   * Computes {@code logits - log(sum(exp(logits)))} over dimension {@code axis}.
   *
   * @param axis from 0, or from -1 backwards; another than the last needs a known rank
   */
  default Output logSoftmax(Output logits, int axis, String name) {
    return SoftmaxAxis.apply(tf(), "LogSoftmax", logits, axis, name);
  }

  /** Computes {@code 1 / (1 + exp(-x))}, as {@code tf.sigmoid}. */
  default Output sigmoid(Output x) {
    return tf().sigmoid(x);
  }

  /** Computes {@code 1 / (1 + exp(-x))}, as {@code tf.sigmoid}. */
  default Output sigmoid(Output x, String name) {
    return tf().sigmoid(x, name);
  }

  /** Computes the hyperbolic tangent, as {@code tf.tanh}. */
  default Output tanh(Output x) {
    return tf().tanh(x);
  }

  /** Computes the hyperbolic tangent, as {@code tf.tanh}. */
  default Output tanh(Output x, String name) {
    return tf().tanh(x, name);
  }

  /**
   * Keeps each element with the probability {@code keepProb}, multiplied by {@code 1 / keepProb},
   * and sets the others to 0. With a probability of 1 it is {@code x} itself.
   *
   * @param x floating
   * @throws SlimgraphException INVALID_ARGUMENT if {@code keepProb} is not in (0, 1] or x is not
   *     floating
   */
  default Output dropout(Output x, double keepProb) {
    return dropout(x, keepProb, o -> {});
  }

  /** Keeps elements by chance, as {@link #dropout(Output, double)}. */
  default Output dropout(Output x, double keepProb, Consumer<? super DropoutOptions> options) {
    return Dropout.dropout(tf(), x, 1 - keepProb, DropoutOptions.of(options));
  }

  /**
   * Keeps elements by chance, as {@link #dropout(Output, double)}.
   *
   * @param keepProb a scalar that a run may feed
   */
  default Output dropout(Output x, Output keepProb, Consumer<? super DropoutOptions> options) {
    return Dropout.dropout(tf(), x, tf().minus(1, keepProb), DropoutOptions.of(options));
  }

  /** Keeps elements by chance, as {@link #dropout(Output, double)} of {@code 1 - rate}. */
  default Output dropoutRate(Output x, double rate, Consumer<? super DropoutOptions> options) {
    return Dropout.dropout(tf(), x, rate, DropoutOptions.of(options));
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of losses and metrics; part of {@link NnOps}. */
public interface LossOps extends Builders {

  /**
   * Says of each row whether its target is among the {@code k} largest predictions.
   *
   * @param predictions [batch, classes], float
   * @param targets [batch], int32 or int64
   * @return [batch], bool
   */
  default Output inTopK(Output predictions, Output targets, int k) {
    return inTopK(predictions, targets, k, "in_top_k");
  }

  /** Says of each row whether its target is among the {@code k} largest predictions. */
  default Output inTopK(Output predictions, Output targets, int k, String name) {
    return InTopK.inTopK(tf(), predictions, targets, k, name);
  }

  /**
   * Returns the {@code k} largest elements along the last dimension, largest first, and their
   * places in it.
   */
  default List<Output> topK(Output input, int k) {
    return topK(input, tf().constant(k), true, "TopKV2");
  }

  /**
   * Returns the {@code k} largest elements along the last dimension and their places in it.
   *
   * @param k a scalar int32, at most the last dimension
   * @param sorted whether the largest must come first
   */
  default List<Output> topK(Output input, Output k, boolean sorted, String name) {
    return TopK.topK(tf(), input, k, sorted, name);
  }

  /**
   * Computes the cross entropy of softmax(logits) and labels that are distributions over the last
   * dimension. No gradient flows to the labels.
   *
   * @param labels the shape and type of {@code logits}
   * @param logits half, float or double
   * @return the shape of {@code logits} without the last dimension
   */
  default Output softmaxCrossEntropyWithLogits(Output labels, Output logits) {
    return softmaxCrossEntropyWithLogits(labels, logits, "softmax_cross_entropy_with_logits_sg");
  }

  /** Computes the cross entropy, as above. */
  default Output softmaxCrossEntropyWithLogits(Output labels, Output logits, String name) {
    return CrossEntropies.softmaxStoppingLabels(tf(), labels, logits, name);
  }

  /** Computes the cross entropy as above; gradients flow to the labels too. */
  default Output softmaxCrossEntropyWithLogitsV2(Output labels, Output logits) {
    return softmaxCrossEntropyWithLogitsV2(labels, logits, "softmax_cross_entropy_with_logits");
  }

  /** Computes the cross entropy as above; gradients flow to the labels too. */
  default Output softmaxCrossEntropyWithLogitsV2(Output labels, Output logits, String name) {
    return CrossEntropies.softmax(tf(), labels, logits, name);
  }

  /**
   * Computes the cross entropy of softmax(logits) and labels that are class numbers.
   *
   * @param labels int32 or int64, the shape of {@code logits} without the last dimension
   * @param logits half, float or double
   * @return the shape of {@code labels}
   */
  default Output sparseSoftmaxCrossEntropyWithLogits(Output labels, Output logits) {
    return sparseSoftmaxCrossEntropyWithLogits(
        labels, logits, "SparseSoftmaxCrossEntropyWithLogits");
  }

  /** Computes the cross entropy, as above. */
  default Output sparseSoftmaxCrossEntropyWithLogits(Output labels, Output logits, String name) {
    return CrossEntropies.sparseSoftmax(tf(), labels, logits, name);
  }

  /**
   * Computes the cross entropy of sigmoid(logits) and labels between 0 and 1, element by element.
   */
  default Output sigmoidCrossEntropyWithLogits(Output labels, Output logits) {
    return sigmoidCrossEntropyWithLogits(labels, logits, "logistic_loss");
  }

  /** Computes the cross entropy of sigmoid(logits), as above. */
  default Output sigmoidCrossEntropyWithLogits(Output labels, Output logits, String name) {
    return CrossEntropies.sigmoid(tf(), labels, logits, name);
  }
}

package org.slimgraph.slim;

import java.util.List;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.train.LossOptions;
import org.slimgraph.train.Losses;

/**
 * The losses of slim: those of {@code tf.losses} with the arguments in the other order, the
 * predictions or logits <em>first</em>. As both are tensors of the same type and shape, mixing the
 * orders up often goes unnoticed and trains something else.
 *
 * <p>Weights follow the rules of {@code tf.losses}.
 */
public final class SlimLosses {
  private final Losses losses;

  SlimLosses(Losses losses) {
    this.losses = losses;
  }

  /** Adds the mean of {@code |predictions - labels|}, to LOSSES. */
  public Output absoluteDifference(Output predictions, Output labels) {
    return absoluteDifference(predictions, labels, o -> {});
  }

  /** Adds the mean of {@code |predictions - labels|}, weighted, to LOSSES. */
  public Output absoluteDifference(
      Output predictions, Output labels, Consumer<? super LossOptions> set) {
    return losses.absoluteDifference(labels, predictions, set);
  }

  /** Adds the mean of {@code (predictions - labels)²}, to LOSSES. */
  public Output meanSquaredError(Output predictions, Output labels) {
    return meanSquaredError(predictions, labels, o -> {});
  }

  /** Adds the mean of {@code (predictions - labels)²}, weighted, to LOSSES. */
  public Output meanSquaredError(
      Output predictions, Output labels, Consumer<? super LossOptions> set) {
    return losses.meanSquaredError(labels, predictions, set);
  }

  /** Adds the mean squared difference of pairs of errors, to LOSSES. */
  public Output meanPairwiseSquaredError(Output predictions, Output labels) {
    return meanPairwiseSquaredError(predictions, labels, o -> {});
  }

  /** Adds the mean squared difference of pairs of errors, weighted, to LOSSES. */
  public Output meanPairwiseSquaredError(
      Output predictions, Output labels, Consumer<? super LossOptions> set) {
    return losses.meanPairwiseSquaredError(labels, predictions, set);
  }

  /** Adds the log loss with epsilon 1e-7, to LOSSES. */
  public Output logLoss(Output predictions, Output labels) {
    return logLoss(predictions, labels, o -> {});
  }

  /** Adds the log loss with epsilon 1e-7, weighted, to LOSSES. */
  public Output logLoss(Output predictions, Output labels, Consumer<? super LossOptions> set) {
    return losses.logLoss(labels, predictions, 1e-7, set);
  }

  /** Adds the mean hinge loss, labels being 0 or 1, to LOSSES. */
  public Output hingeLoss(Output logits, Output labels) {
    return hingeLoss(logits, labels, o -> {});
  }

  /** Adds the mean hinge loss, labels being 0 or 1, weighted, to LOSSES. */
  public Output hingeLoss(Output logits, Output labels, Consumer<? super LossOptions> set) {
    return losses.hingeLoss(labels, logits, set);
  }

  /** Adds the mean cross entropy of independent classes, to LOSSES. */
  public Output sigmoidCrossEntropy(Output logits, Output multiClassLabels) {
    return sigmoidCrossEntropy(logits, multiClassLabels, o -> {});
  }

  /** Adds the mean cross entropy of independent classes, weighted, to LOSSES. */
  public Output sigmoidCrossEntropy(
      Output logits, Output multiClassLabels, Consumer<? super LossOptions> set) {
    return losses.sigmoidCrossEntropy(multiClassLabels, logits, set);
  }

  /** Adds the mean cross entropy of exclusive classes, to LOSSES. */
  public Output softmaxCrossEntropy(Output logits, Output onehotLabels) {
    return softmaxCrossEntropy(logits, onehotLabels, o -> {});
  }

  /** Adds the mean cross entropy of exclusive classes, weighted, to LOSSES. */
  public Output softmaxCrossEntropy(
      Output logits, Output onehotLabels, Consumer<? super LossOptions> set) {
    return losses.softmaxCrossEntropy(onehotLabels, logits, set);
  }

  /** Adds the mean cross entropy of exclusive classes given by number, to LOSSES. */
  public Output sparseSoftmaxCrossEntropy(Output logits, Output labels) {
    return sparseSoftmaxCrossEntropy(logits, labels, o -> {});
  }

  /** Adds the mean cross entropy of exclusive classes given by number, weighted, to LOSSES. */
  public Output sparseSoftmaxCrossEntropy(
      Output logits, Output labels, Consumer<? super LossOptions> set) {
    return losses.sparseSoftmaxCrossEntropy(labels, logits, set);
  }

  /** Adds the cross entropy of independent classes, with labels moved towards 1/2. */
  public Output sigmoidCrossEntropy(
      Output logits,
      Output multiClassLabels,
      double labelSmoothing,
      Consumer<? super LossOptions> set) {
    return losses.sigmoidCrossEntropy(multiClassLabels, logits, labelSmoothing, set);
  }

  /** Adds the cross entropy of exclusive classes, with labels moved towards equal ones. */
  public Output softmaxCrossEntropy(
      Output logits,
      Output onehotLabels,
      double labelSmoothing,
      Consumer<? super LossOptions> set) {
    return losses.softmaxCrossEntropy(onehotLabels, logits, labelSmoothing, set);
  }

  /** Adds the cosine distance of vectors of length 1 along {@code axis}, to LOSSES. */
  public Output cosineDistance(
      Output predictions, Output labels, int axis, Consumer<? super LossOptions> set) {
    return losses.cosineDistance(labels, predictions, axis, set);
  }

  /** Adds {@code losses} times weights, reduced, to LOSSES. */
  public Output computeWeightedLoss(Output losses, Consumer<? super LossOptions> set) {
    return this.losses.computeWeightedLoss(losses, set);
  }

  /** Adds a loss of your own to LOSSES. */
  public void addLoss(Output loss) {
    losses.addLoss(loss);
  }

  /** Returns the members of LOSSES. */
  public List<Output> getLosses() {
    return losses.getLosses();
  }

  /** Returns the members of REGULARIZATION_LOSSES. */
  public List<Output> getRegularizationLosses() {
    return losses.getRegularizationLosses();
  }

  /** Adds the sum of LOSSES and REGULARIZATION_LOSSES: what training is to make small. */
  public Output getTotalLoss() {
    return losses.getTotalLoss();
  }

  /** Adds the sum of LOSSES and, if wanted, REGULARIZATION_LOSSES. */
  public Output getTotalLoss(boolean addRegularizationLosses, String name) {
    return losses.getTotalLoss(addRegularizationLosses, name);
  }
}

package org.slimgraph.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The builders of {@code tf.losses}: one number that says how wrong predictions are. Each takes the
 * labels first, multiplies the losses by weights, reduces them, and adds the result to LOSSES, also
 * in graphs that only evaluate.
 *
 * <p>Weights are 1, a scalar, or of the rank of the losses with each size 1 or equal; other weights
 * are INVALID_ARGUMENT. Labels and predictions must have the same shape, but for sparse labels.
 */
public final class Losses {
  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}; users call {@code tf.losses()}. */
  public Losses(Ops tf) {
    this.tf = tf;
  }

  // Losses

  /** Adds {@code losses} times weights, reduced, to LOSSES. */
  public Output computeWeightedLoss(Output losses) {
    return computeWeightedLoss(losses, o -> {});
  }

  /**
   * Adds {@code losses} times weights, reduced.
   *
   * @return a scalar; with {@link Reduction#NONE} of the shape of {@code losses}
   */
  public Output computeWeightedLoss(Output losses, Consumer<? super LossOptions> set) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr("weighted_loss"))) {
      return weighted(losses, options, scope.name());
    }
  }

  /** Adds the mean of {@code |predictions - labels|}. */
  public Output absoluteDifference(Output labels, Output predictions) {
    return absoluteDifference(labels, predictions, o -> {});
  }

  /** Adds the losses {@code |predictions - labels|}, weighted and reduced. */
  public Output absoluteDifference(
      Output labels, Output predictions, Consumer<? super LossOptions> set) {
    return loss(
        "absolute_difference", labels, predictions, set, (y, p) -> tf.abs(tf.subtract(p, y)));
  }

  /** Adds the mean of {@code (predictions - labels)²}. */
  public Output meanSquaredError(Output labels, Output predictions) {
    return meanSquaredError(labels, predictions, o -> {});
  }

  /** Adds the losses {@code (predictions - labels)²}, weighted and reduced. */
  public Output meanSquaredError(
      Output labels, Output predictions, Consumer<? super LossOptions> set) {
    return loss(
        "mean_squared_error", labels, predictions, set, (y, p) -> tf.squaredDifference(p, y));
  }

  /** Adds the mean of {@code max(0, 1 - (2·labels - 1)·logits)}, labels being 0 or 1. */
  public Output hingeLoss(Output labels, Output logits) {
    return hingeLoss(labels, logits, o -> {});
  }

  /** Adds the losses {@code max(0, 1 - (2·labels - 1)·logits)}, weighted and reduced. */
  public Output hingeLoss(Output labels, Output logits, Consumer<? super LossOptions> set) {
    return loss("hinge_loss", labels, logits, set, this::hinge);
  }

  private Output hinge(Output labels, Output logits) {
    Output ones = tf.onesLike(labels);
    Output signs = tf.subtract(tf.times(2, labels), ones);
    return tf.nn().relu(tf.subtract(ones, tf.multiply(signs, logits)));
  }

  /** Adds Huber's loss with delta 1. */
  public Output huberLoss(Output labels, Output predictions) {
    return huberLoss(labels, predictions, 1, o -> {});
  }

  /**
   * Adds the losses {@code e²/2} for errors up to delta, {@code delta·e - delta²/2} beyond,
   * weighted and reduced.
   */
  public Output huberLoss(
      Output labels, Output predictions, double delta, Consumer<? super LossOptions> set) {
    return loss("huber_loss", labels, predictions, set, (y, p) -> huber(y, p, delta));
  }

  private Output huber(Output labels, Output predictions, double delta) {
    Output error = tf.abs(tf.subtract(predictions, labels));
    Output quadratic = tf.minimum(error, delta);
    Output linear = tf.subtract(error, quadratic);
    Output half = tf.constant(Tensor.scalar(0.5f));
    return tf.add(tf.multiply(half, tf.multiply(quadratic, quadratic)), tf.multiply(linear, delta));
  }

  /** Adds the log loss with epsilon 1e-7. */
  public Output logLoss(Output labels, Output predictions) {
    return logLoss(labels, predictions, 1e-7, o -> {});
  }

  /**
   * Adds the losses {@code -y·log(p + epsilon) - (1 - y)·log(1 - p + epsilon)}, weighted and
   * reduced.
   */
  public Output logLoss(
      Output labels, Output predictions, double epsilon, Consumer<? super LossOptions> set) {
    return loss("log_loss", labels, predictions, set, (y, p) -> logLoss(y, p, epsilon));
  }

  private Output logLoss(Output labels, Output predictions, double epsilon) {
    Output right = tf.multiply(labels, tf.log(tf.plus(predictions, epsilon)));
    Output otherwise = tf.log(tf.plus(tf.minus(1, predictions), epsilon));
    return tf.minus(tf.negate(right), tf.multiply(tf.minus(1, labels), otherwise));
  }

  /** Adds the mean cross entropy of independent classes. */
  public Output sigmoidCrossEntropy(Output multiClassLabels, Output logits) {
    return sigmoidCrossEntropy(multiClassLabels, logits, 0, o -> {});
  }

  /** Adds the cross entropies of independent classes, weighted and reduced. */
  public Output sigmoidCrossEntropy(
      Output multiClassLabels, Output logits, Consumer<? super LossOptions> set) {
    return sigmoidCrossEntropy(multiClassLabels, logits, 0, set);
  }

  /**
   * Adds the cross entropies of independent classes, weighted and reduced.
   *
   * @param multiClassLabels of the shape of the logits, from 0 to 1
   * @param labelSmoothing s moves labels towards 1/2: {@code y(1 - s) + s/2}
   */
  public Output sigmoidCrossEntropy(
      Output multiClassLabels,
      Output logits,
      double labelSmoothing,
      Consumer<? super LossOptions> set) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr("sigmoid_cross_entropy_loss"))) {
      Output labels = tf.cast(multiClassLabels, logits.dataType().base());
      checkSameShape(logits, labels);
      if (labelSmoothing > 0) {
        labels = tf.plus(tf.times(labels, 1 - labelSmoothing), 0.5 * labelSmoothing);
      }
      Output losses = tf.nn().sigmoidCrossEntropyWithLogits(labels, logits, "xentropy");
      return weighted(losses, options, scope.name());
    }
  }

  /** Adds the mean cross entropy of exclusive classes. */
  public Output softmaxCrossEntropy(Output onehotLabels, Output logits) {
    return softmaxCrossEntropy(onehotLabels, logits, 0, o -> {});
  }

  /** Adds the cross entropies of exclusive classes, weighted and reduced. */
  public Output softmaxCrossEntropy(
      Output onehotLabels, Output logits, Consumer<? super LossOptions> set) {
    return softmaxCrossEntropy(onehotLabels, logits, 0, set);
  }

  /**
   * Adds the cross entropies of exclusive classes, weighted and reduced. The labels get no
   * gradient.
   *
   * @param onehotLabels [batch, classes], one probability a class
   * @param logits [batch, classes]
   * @param labelSmoothing s moves labels towards equal ones: {@code y(1 - s) + s/classes}
   */
  public Output softmaxCrossEntropy(
      Output onehotLabels,
      Output logits,
      double labelSmoothing,
      Consumer<? super LossOptions> set) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr("softmax_cross_entropy_loss"))) {
      Output labels = tf.cast(onehotLabels, logits.dataType().base());
      checkSameShape(logits, labels);
      if (labelSmoothing > 0) {
        labels = smooth(labels, labelSmoothing);
      }
      Output stopped = tf.stopGradient(labels, "labels_stop_gradient");
      Output losses = tf.nn().softmaxCrossEntropyWithLogitsV2(stopped, logits, "xentropy");
      return weighted(losses, options, scope.name());
    }
  }

  private Output smooth(Output labels, double smoothing) {
    SliceMasks one = SliceMasks.none().withShrinkAxis(1);
    Output count =
        tf.stridedSlice(tf.shape(labels), new int[] {-1}, new int[] {0}, new int[] {1}, one);
    Output classes = tf.cast(count, labels.dataType().base());
    return tf.plus(tf.times(labels, 1 - smoothing), tf.over(smoothing, classes));
  }

  /** Adds the mean cross entropy of exclusive classes given by number. */
  public Output sparseSoftmaxCrossEntropy(Output labels, Output logits) {
    return sparseSoftmaxCrossEntropy(labels, logits, o -> {});
  }

  /**
   * Adds the cross entropies of exclusive classes given by number, weighted and reduced.
   *
   * @param labels [batch] or [batch, 1], int32 or int64, from 0 to below classes
   * @param logits [batch, classes]
   */
  public Output sparseSoftmaxCrossEntropy(
      Output labels, Output logits, Consumer<? super LossOptions> set) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr("sparse_softmax_cross_entropy_loss"))) {
      Output numbers;
      Output scores;
      Output weights = options.weights().in(tf, "Const");
      try (NameScope inner = tf.nameScope("remove_squeezable_dimensions")) {
        int surplus = surplus(labels.shape(), logits.shape());
        numbers = surplus == 0 ? tf.squeeze(labels, new int[] {-1}) : labels;
        scores = surplus == 2 ? tf.squeeze(logits, new int[] {-1}) : logits;
      }
      if (weights.shape().rank() > 0 && surplus(numbers.shape(), weights.shape()) == 1) {
        weights = tf.squeeze(weights, new int[] {-1});
      }
      Output losses = tf.nn().sparseSoftmaxCrossEntropyWithLogits(numbers, scores, "xentropy");
      return weighted(losses, weights, options, scope.name());
    }
  }

  /**
   * Adds the losses {@code 1 - Σ labels·predictions} along {@code axis}, weighted and reduced. Both
   * should have length 1 along it.
   */
  public Output cosineDistance(Output labels, Output predictions, int axis) {
    return cosineDistance(labels, predictions, axis, o -> {});
  }

  /**
   * Adds the losses {@code 1 - Σ labels·predictions} along {@code axis}, which stays with size 1,
   * weighted and reduced.
   */
  public Output cosineDistance(
      Output labels, Output predictions, int axis, Consumer<? super LossOptions> set) {
    return loss(
        "cosine_distance_loss",
        labels,
        predictions,
        set,
        (y, p) -> tf.minus(1, tf.reduceSum(tf.multiply(p, y), o -> o.axes(axis).keepDims(true))));
  }

  /** Adds the sum over examples of the mean squared difference of pairs of errors. */
  public Output meanPairwiseSquaredError(Output labels, Output predictions) {
    return meanPairwiseSquaredError(labels, predictions, o -> {});
  }

  /**
   * Adds the sum over examples of the weighted mean, over the pairs of elements of an example, of
   * {@code ((p₁ - p₂) - (y₁ - y₂))²}. The options' reduction is ignored, as TF has none here.
   *
   * @param labels [batch, ...]
   */
  public Output meanPairwiseSquaredError(
      Output labels, Output predictions, Consumer<? super LossOptions> set) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr("mean_pairwise_squared_error"))) {
      Output y = tf.cast(labels, DataType.FLOAT);
      Output p = tf.cast(predictions, DataType.FLOAT);
      checkSameShape(p, y);
      Output weights = tf.cast(options.weights().in(tf, "Const"), DataType.FLOAT);
      Output loss = WeightedLoss.pairwise(tf, tf.subtract(p, y), weights);
      options.lossCollection().ifPresent(key -> addLoss(loss, key));
      return loss;
    }
  }

  /** Returns how many ranks {@code more} has above {@code less}; for unknown ranks -1. */
  private static int surplus(Shape less, Shape more) {
    return less.isRankKnown() && more.isRankKnown() ? more.rank() - less.rank() : -1;
  }

  // Collections of losses

  /** Adds a loss of your own to LOSSES. */
  public void addLoss(Output loss) {
    addLoss(loss, GraphKeys.LOSSES);
  }

  /** Adds a loss of your own to the collection {@code key}. */
  public void addLoss(Output loss, GraphKey<Output> key) {
    tf.graph().addToCollection(key, loss);
  }

  /** Returns the members of LOSSES. */
  public List<Output> getLosses() {
    return tf.collection(GraphKeys.LOSSES);
  }

  /** Returns the members of LOSSES whose names the regular expression matches at their start. */
  public List<Output> getLosses(String scope) {
    return tf.graph().collection(GraphKeys.LOSSES, scope);
  }

  /** Returns the members of REGULARIZATION_LOSSES. */
  public List<Output> getRegularizationLosses() {
    return tf.collection(GraphKeys.REGULARIZATION_LOSSES);
  }

  /** Adds the sum of REGULARIZATION_LOSSES; the constant 0 if there are none. */
  public Output getRegularizationLoss() {
    List<Output> losses = getRegularizationLosses();
    return losses.isEmpty() ? tf.constant(0f) : tf.addN(losses, "total_regularization_loss");
  }

  /** Adds the sum of LOSSES and REGULARIZATION_LOSSES: what training is to make small. */
  public Output getTotalLoss() {
    return getTotalLoss(true, "total_loss");
  }

  /**
   * Adds the sum of LOSSES and, if wanted, REGULARIZATION_LOSSES.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there are none
   */
  public Output getTotalLoss(boolean addRegularizationLosses, String name) {
    List<Output> losses = new ArrayList<>(getLosses());
    if (addRegularizationLosses) {
      losses.addAll(getRegularizationLosses());
    }
    return tf.addN(losses, name);
  }

  // What losses share

  private Output loss(
      String name,
      Output labels,
      Output predictions,
      Consumer<? super LossOptions> set,
      BinaryOperator<Output> losses) {
    LossOptions options = options(set);
    try (NameScope scope = tf.nameScope(options.scopeOr(name))) {
      Output p = tf.cast(predictions, DataType.FLOAT);
      Output y = tf.cast(labels, DataType.FLOAT);
      checkSameShape(p, y);
      return weighted(losses.apply(y, p), options, scope.name());
    }
  }

  /** Reduces the losses inside {@code scope}, which is entered again if it ends in a slash. */
  private Output weighted(Output losses, LossOptions options, String scope) {
    return weighted(losses, options.weights().in(tf, "Const"), options, scope);
  }

  private Output weighted(Output losses, Output weights, LossOptions options, String scope) {
    try (NameScope entered = tf.nameScope(scope)) {
      Output loss = WeightedLoss.compute(tf, losses, weights, options.reduction());
      options.lossCollection().ifPresent(key -> addLoss(loss, key));
      return loss;
    }
  }

  private static LossOptions options(Consumer<? super LossOptions> set) {
    LossOptions options = new LossOptions();
    set.accept(options);
    return options;
  }

  private static void checkSameShape(Output predictions, Output labels) {
    if (!predictions.shape().isCompatibleWith(labels.shape())) {
      throw SlimgraphException.invalidArgument(
          "Shapes %s and %s are incompatible: predictions and labels must have the same shape",
          predictions.shape(), labels.shape());
    }
  }
}

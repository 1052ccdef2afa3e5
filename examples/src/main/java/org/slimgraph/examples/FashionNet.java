package org.slimgraph.examples;

import static org.slimgraph.ops.nn.Padding.SAME;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;

import java.util.List;
import java.util.Locale;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.train.Metric;
import org.slimgraph.train.Optimizer;
import org.slimgraph.variables.Reuse;

/**
 * The net of {@code ./slimgraph train}: two blocks of convolution, batch normalisation and relu,
 * each with a max pooling behind it, then a hidden layer and a linear classifier. Built twice over
 * the same variables: for training with the statistics of the batch, for inference with the moving
 * averages.
 */
final class FashionNet {
  private static final double WEIGHT_DECAY = 5e-4;
  private static final double KEEP = 0.5;

  /**
   * So that the averages have forgotten their start after some 60 steps: half an epoch of 5,000.
   */
  private static final double DECAY = 0.95;

  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);
  final Slim slim = Slim.on(tf);
  final Output images =
      tf.placeholder(
          DataType.FLOAT, Shape.of(-1, FashionMnist.SIZE, FashionMnist.SIZE, 1), "images");
  final Output labels = tf.placeholder(DataType.INT32, Shape.of(-1), "labels");

  /** One step of training; its value is the loss. */
  final Output trainOp;

  /** The share of the batch that training's own output has right. */
  final Output batchAccuracy;

  /** The accuracy of inference over all batches of an evaluation. */
  final Metric accuracy;

  /** What inference takes each class for, [batch, 10]. */
  final Output probabilities;

  /** How many filters the two blocks have, and how many units the hidden layer. */
  enum Size {
    /** For a quick look. */
    SMALL(8, 16, 32),
    /** The seed's blocks. */
    BLOCKS(32, 64, 256);

    private final int first;
    private final int second;
    private final int hidden;

    Size(int first, int second, int hidden) {
      this.first = first;
      this.second = second;
      this.hidden = hidden;
    }

    /** Returns the name on the command line. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Builds the net.
   *
   * @param steps after how many steps the learning rate is down to 0
   * @param updateOps whether a step updates the moving averages, which it should
   */
  FashionNet(Size size, int seed, double learningRate, int steps, boolean updateOps) {
    graph.setSeed(seed);
    Output logits;
    try (var scope = tf.variableScope("net")) {
      logits = logits(size, true);
    }
    Output inference;
    try (var scope = tf.variableScope("net", Reuse.TRUE)) {
      inference = logits(size, false);
    }
    probabilities = tf.nn().softmax(inference, -1, "probabilities");
    batchAccuracy =
        tf.reduceMean(
            tf.cast(tf.equal(classes(logits), labels), DataType.FLOAT),
            o -> o.name("batch_accuracy"));
    accuracy = tf.metrics().accuracy(labels, classes(inference));
    tf.losses().sparseSoftmaxCrossEntropy(labels, logits);
    Output rate = tf.train().cosineDecay(learningRate, tf.getOrCreateGlobalStep().value(), steps);
    tf.summary().scalar("learning_rate", rate);
    tf.summary().scalar("batch_accuracy", batchAccuracy);
    Output total = tf.losses().getTotalLoss();
    tf.summary().scalar("loss", total);
    Optimizer momentum = tf.train().momentum(rate, 0.9, o -> o.useNesterov(true));
    trainOp =
        slim.learning()
            .createTrainOp(
                total,
                momentum,
                o -> {
                  if (!updateOps) {
                    o.updateOps(List.of());
                  }
                });
  }

  private Output classes(Output logits) {
    return tf.argmax(logits, 1, DataType.INT32, "classes");
  }

  private Output logits(Size size, boolean isTraining) {
    try (var convs =
            slim.argScope(
                CONV2D,
                o ->
                    o.padding(SAME)
                        .normalizer(BATCH_NORM)
                        .weightsRegularizer(slim.l2Regularizer(WEIGHT_DECAY)));
        var norms =
            slim.argScope(BATCH_NORM, o -> o.isTraining(isTraining).decay(DECAY).scale(true))) {
      Output net = slim.conv2d(images, size.first, 3, o -> o.scope("conv1"));
      net = pool(net, "pool1");
      net = slim.conv2d(net, size.second, 3, o -> o.scope("conv2"));
      net = pool(net, "pool2");
      net =
          slim.fullyConnected(
              slim.flatten(net),
              size.hidden,
              o ->
                  o.normalizer(BATCH_NORM)
                      .weightsRegularizer(slim.l2Regularizer(WEIGHT_DECAY))
                      .scope("hidden"));
      net = slim.dropout(net, o -> o.keepProb(KEEP).isTraining(isTraining));
      return slim.fullyConnected(
          net, FashionMnist.CLASSES, o -> o.activation(null).scope("logits"));
    }
  }

  private Output pool(Output net, String name) {
    return tf.nn().maxPool(net, o -> o.ksize(2).strides(2), name);
  }
}

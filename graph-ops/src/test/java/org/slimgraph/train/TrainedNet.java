package org.slimgraph.train;

import java.util.Random;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** A convolution, batch normalisation and a classifier, trained as TF users train them. */
final class TrainedNet {
  static final int BATCH = 32;

  final Graph graph = new Graph();
  final Output loss;
  final Operation init;
  final Operation step;
  final Variable globalStep;

  /** Builds the net with the updates as control dependencies of the step. */
  TrainedNet() {
    this(false);
  }

  /** Builds the net, with slim's train op if asked to. */
  TrainedNet(boolean createTrainOp) {
    graph.setSeed(11);
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output images = tf.placeholder(DataType.FLOAT, Shape.of(BATCH, 6, 6, 1), "images");
    Output labels = tf.placeholder(DataType.INT32, Shape.of(BATCH), "labels");
    Output net = slim.conv2d(images, 4, 3, o -> o.activation(null));
    net = tf.nn().relu(slim.batchNorm(net, o -> o.isTraining(true).decay(0.9).scale(true)));
    Output features = tf.reshape(net, Shape.of(BATCH, 6 * 6 * 4));
    Variable weights = tf.getVariable("weights", Shape.of(6 * 6 * 4, 2));
    Output logits = tf.matmul(features, weights.value());
    loss = tf.losses().sparseSoftmaxCrossEntropy(labels, logits);
    globalStep = tf.getOrCreateGlobalStep();
    Optimizer momentum = tf.train().momentum(0.05, 0.9);
    if (createTrainOp) {
      step = slim.learning().createTrainOp(loss, momentum).operation();
    } else {
      try (Scope updates = tf.controlDependencies(tf.collection(GraphKeys.UPDATE_OPS))) {
        step = momentum.minimize(loss, o -> o.globalStep(globalStep));
      }
    }
    init = tf.globalVariablesInitializer();
  }

  /** Returns noise that is brighter on the left for class 0, on the right for class 1. */
  static Tensor images(int seed) {
    Random random = new Random(seed);
    float[] values = new float[BATCH * 36];
    for (int i = 0; i < values.length; i++) {
      boolean right = i % 6 >= 3;
      boolean bright = right == (label(i / 36) == 1);
      values[i] = (float) (random.nextGaussian() * 0.5 + (bright ? 1 : 0));
    }
    return Tensor.of(Shape.of(BATCH, 6, 6, 1), values);
  }

  static Tensor labels() {
    int[] labels = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = label(i);
    }
    return Tensor.of(Shape.of(BATCH), labels);
  }

  private static int label(int example) {
    return example * 7 % 3 % 2;
  }
}

package org.slimgraph.slim.learning;

import java.util.Random;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * TF's data for tests of learning: 16 examples of 4 features that a linear classifier separates.
 */
final class Separable {
  static final int EXAMPLES = 16;
  static final int FEATURES = 4;

  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);
  final Slim slim = Slim.on(tf);
  final Tensor inputs;
  final Tensor labels;

  Separable() {
    graph.setSeed(0);
    Random random = new Random(0);
    float[] x = new float[EXAMPLES * FEATURES];
    float[] y = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      y[i] = random.nextInt(2);
      x[i * FEATURES + 2 * (int) y[i] + random.nextInt(2)] = 1;
    }
    inputs = Tensor.of(Shape.of(EXAMPLES, FEATURES), x);
    labels = Tensor.of(Shape.of(EXAMPLES, 1), y);
  }

  /** Adds a logistic classifier and returns its loss. */
  Output logistic() {
    return classify(tf.constant(inputs));
  }

  /** Adds a logistic classifier of normalised features and returns its loss. */
  Output normalised() {
    return classify(slim.batchNorm(tf.constant(inputs), o -> o.decay(0.1)));
  }

  private Output classify(Output features) {
    Variable weights = tf.getVariable("weights", Shape.of(FEATURES, 1));
    Variable biases =
        tf.getVariable("biases", o -> o.initialValue(Tensor.zeros(labels.dataType(), Shape.of(1))));
    Output logits = tf.add(tf.matmul(features, weights.value()), biases.value());
    tf.losses().logLoss(tf.constant(labels), tf.sigmoid(logits));
    return tf.losses().getTotalLoss();
  }

  /** Returns the mean of each feature, then its biased variance. */
  double[][] moments() {
    double[][] moments = new double[2][FEATURES];
    float[] values = inputs.floats();
    for (int f = 0; f < FEATURES; f++) {
      for (int i = f; i < values.length; i += FEATURES) {
        moments[0][f] += values[i] / EXAMPLES;
      }
      for (int i = f; i < values.length; i += FEATURES) {
        moments[1][f] += Math.pow(values[i] - moments[0][f], 2) / EXAMPLES;
      }
    }
    return moments;
  }
}

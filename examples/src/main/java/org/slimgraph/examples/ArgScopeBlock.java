package org.slimgraph.examples;

import static org.slimgraph.ops.nn.Padding.SAME;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;

import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The same layer with its parameters in arg scopes: inner scopes win over outer ones, the call over
 * all.
 */
public final class ArgScopeBlock {
  private ArgScopeBlock() {}

  /** A convolution, batch_norm, relu, with parameters from scopes. */
  static Output convLayer(
      Ops tf, Slim slim, Output inputs, int numFilters, int kernelSize, boolean isTraining) {
    try (var convs = slim.argScope(CONV2D, o -> o.padding(SAME).activation(null))) {
      Output conv = slim.conv2d(inputs, numFilters, kernelSize);
      try (var norms = slim.argScope(BATCH_NORM, o -> o.isTraining(isTraining).decay(0.99f))) {
        return tf.nn().relu(slim.batchNorm(conv));
      }
    }
  }

  /** Builds both layers and initialises their variables. */
  public static void main(String[] args) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 3));
    Output outputTraining = convLayer(tf, slim, input, 32, 3, true);
    Output outputInference = convLayer(tf, slim, input, 32, 3, false);

    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      System.out.println(
          "The session is initialized: " + outputTraining.name() + ", " + outputInference.name());
    }
  }
}

package org.slimgraph.examples;

import static org.slimgraph.ops.nn.Padding.SAME;

import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Convolution, batch normalisation, activation: a layer for training and one for inference.
 *
 * <p>As in TF, the two calls share nothing: the first makes {@code Conv} and {@code BatchNorm}, the
 * second {@code Conv_1} and {@code BatchNorm_1}. {@link Demo} shows how to share.
 */
public final class ConvBatchNormRelu {
  private ConvBatchNormRelu() {}

  /** A 'SAME' convolution, batch_norm, relu. */
  static Output convLayerWithBatchNorm(
      Ops tf, Slim slim, Output inputs, int numFilters, int kernelSize, boolean isTraining) {
    Output conv =
        slim.conv2d(inputs, numFilters, kernelSize, o -> o.padding(SAME).activation(null));
    Output bn = slim.batchNorm(conv, o -> o.isTraining(isTraining));
    return tf.nn().relu(bn);
  }

  /** Builds both layers and initialises their variables. */
  public static void main(String[] args) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 3));
    Output outputTraining = convLayerWithBatchNorm(tf, slim, input, 32, 3, true);
    Output outputInference = convLayerWithBatchNorm(tf, slim, input, 32, 3, false);

    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      // Training would run outputTraining, inference outputInference.
      System.out.println(
          "The session is initialized: " + outputTraining.name() + ", " + outputInference.name());
    }
  }
}

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
 * Batch normalisation with parameters of its own.
 *
 * <p>{@code updatesCollections(null)} makes the output wait for the updates of the moving averages,
 * instead of leaving them to the training step. The scope has a fixed name, so the inference layer
 * must say that it reuses the variables of the training layer: without that TF refuses the second
 * call, "Variable custom_bn/beta already exists".
 */
public final class CustomBatchNorm {
  private CustomBatchNorm() {}

  /** A 'SAME' convolution, batch_norm with parameters, relu. */
  static Output convLayerWithBatchNormCustomParams(
      Ops tf,
      Slim slim,
      Output inputs,
      int numFilters,
      int kernelSize,
      boolean isTraining,
      boolean reuse) {
    Output conv =
        slim.conv2d(inputs, numFilters, kernelSize, o -> o.padding(SAME).activation(null));
    Output bn =
        slim.batchNorm(
            conv,
            o ->
                o.isTraining(isTraining)
                    .decay(0.99f)
                    .epsilon(0.001f)
                    .updatesCollections(null)
                    .scope("custom_bn")
                    .reuse(reuse));
    return tf.nn().relu(bn);
  }

  /** Builds both layers and initialises their variables. */
  public static void main(String[] args) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 3));
    Output outputTraining = convLayerWithBatchNormCustomParams(tf, slim, input, 32, 3, true, false);
    Output outputInference =
        convLayerWithBatchNormCustomParams(tf, slim, input, 32, 3, false, true);

    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      System.out.println(
          "The session is initialized: " + outputTraining.name() + ", " + outputInference.name());
    }
  }
}

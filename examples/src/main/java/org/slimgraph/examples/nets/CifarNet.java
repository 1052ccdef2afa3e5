package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;

import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * The net of TensorFlow's CIFAR-10 tutorial as slim has it: two convolutions with local response
 * normalisation, three dense layers. For images of 32 by 32 and 10 classes it has 1,756,426
 * parameters (counted by hand: 4,864 + 102,464 + 1,573,248 + 73,920 + 1,930).
 */
public final class CifarNet {
  private CifarNet() {}

  /** Returns the options of the layers. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            CONV2D,
            o ->
                o.weightsInitializer(Initializers.truncatedNormal(0, 5e-2))
                    .activation(slim.tf().nn()::relu))
        .with(
            FULLY_CONNECTED,
            o ->
                o.biasesInitializer(Initializers.constant(0.1))
                    .weightsInitializer(Initializers.truncatedNormal(0, 0.04))
                    .weightsRegularizer(slim.l2Regularizer(0.004))
                    .activation(slim.tf().nn()::relu));
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("CifarNet")) {
      Output net = b.conv("conv1", images, 64, 5);
      net = b.maxPool("pool1", net, 2, 2);
      net = b.tf.nn().lrn(net, 4, 1, 0.001 / 9, 0.75, "norm1");
      net = b.conv("conv2", net, 64, 5);
      net = b.tf.nn().lrn(net, 4, 1, 0.001 / 9, 0.75, "norm2");
      net = b.maxPool("pool2", net, 2, 2);
      net = b.end("Flatten", slim.flatten(net));
      net = b.end("fc3", slim.fullyConnected(net, 384, o -> o.scope("fc3")));
      net = b.dropout("dropout3", net);
      net = b.end("fc4", slim.fullyConnected(net, 192, o -> o.scope("fc4")));
      Output logits =
          slim.fullyConnected(
              net,
              options.numClasses,
              o ->
                  o.biasesInitializer(Initializers.zeros())
                      .weightsInitializer(Initializers.truncatedNormal(0, 1 / 192.0))
                      .weightsRegularizer(null)
                      .activation(null)
                      .scope("logits"));
      return b.finish(logits, x -> slim.softmax(x, "Predictions"));
    }
  }
}

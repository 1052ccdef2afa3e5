package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * A variant of LeNet: two convolutions and two dense layers. For images of 28 by 28 and 10 classes
 * it has 3,274,634 parameters, as TensorFlow's own MNIST tutorial of two convolutions has.
 */
public final class LeNet {
  private LeNet() {}

  /** Returns the options of the layers. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
        List.of(CONV2D, FULLY_CONNECTED),
        o ->
            o.weightsInitializer(Initializers.truncatedNormal(0, 0.1))
                .activation(slim.tf().nn()::relu));
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("LeNet")) {
      Output net = b.conv("conv1", images, 32, 5);
      net = b.maxPool("pool1", net, 2, 2);
      net = b.conv("conv2", net, 64, 5);
      net = b.maxPool("pool2", net, 2, 2);
      net = b.end("Flatten", slim.flatten(net));
      net = b.end("fc3", slim.fullyConnected(net, 1024, o -> o.scope("fc3")));
      net = b.end("dropout3", b.dropout("dropout3", net));
      Output logits =
          slim.fullyConnected(net, options.numClasses, o -> o.activation(null).scope("fc4"));
      return b.finish(logits, x -> slim.softmax(x, "Predictions"));
    }
  }
}

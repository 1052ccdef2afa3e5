package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;
import static org.slimgraph.slim.Slim.MAX_POOL2D;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * AlexNet of one tower (Krizhevsky, One weird trick for parallelizing convolutional neural
 * networks, 2014), with convolutions for dense layers. It has 50,303,912 parameters for 1000
 * classes (counted by hand from the layers of the paper with slim's windows).
 */
public final class AlexNet {
  private AlexNet() {}

  /** Returns the options of the layers, with slim's weight decay 0.0005. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            List.of(CONV2D, FULLY_CONNECTED),
            o ->
                o.activation(slim.tf().nn()::relu)
                    .biasesInitializer(Initializers.constant(0.1))
                    .weightsRegularizer(slim.l2Regularizer(0.0005)))
        .with(CONV2D, o -> o.padding("SAME"))
        .with(MAX_POOL2D, o -> o.padding("VALID"));
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("alexnet_v2")) {
      Output net = b.conv("conv1", images, 64, 11, o -> o.stride(4).padding("VALID"));
      net = b.maxPool("pool1", net, 3, 2);
      net = b.conv("conv2", net, 192, 5);
      net = b.maxPool("pool2", net, 3, 2);
      net = b.conv("conv3", net, 384, 3);
      net = b.conv("conv4", net, 384, 3);
      net = b.conv("conv5", net, 256, 3);
      net = b.maxPool("pool5", net, 3, 2);
      try (OpenArgScope dense =
          slim.argScope(
              CONV2D, o -> o.weightsInitializer(Initializers.truncatedNormal(0, 0.005)))) {
        net = b.conv("fc6", net, 4096, 5, o -> o.padding("VALID"));
        net = b.dropout("dropout6", net);
        net = b.conv("fc7", net, 4096, 1);
        net = b.dropout("dropout7", net);
        net = b.classes("fc8", net, o -> o.biasesInitializer(Initializers.zeros()));
      }
      net = b.end("fc8", b.squeeze(net, "fc8/squeezed"));
      return b.finish(net, slim::softmax);
    }
  }
}

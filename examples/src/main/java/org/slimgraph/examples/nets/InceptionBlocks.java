package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.OpenVariableScope;

/** What Inception v1 and v3 share: the options of layers, and blocks of branches. */
final class InceptionBlocks {
  private final NetBuilder b;

  InceptionBlocks(NetBuilder b) {
    this.b = b;
  }

  /** Returns the options of the layers, with slim's weight decay 0.00004. */
  static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            List.of(CONV2D, FULLY_CONNECTED),
            o -> o.weightsRegularizer(slim.l2Regularizer(0.00004)))
        .with(
            CONV2D,
            o ->
                o.weightsInitializer(slim.varianceScalingInitializer())
                    .activation(slim.tf().nn()::relu)
                    .normalizer(BATCH_NORM)
                    .normalizerParams(n -> n.decay(0.9997).epsilon(0.001)));
  }

  /** Adds the branches and puts their outputs side by side: the end point {@code name}. */
  Output mixed(String name, Output net, List<UnaryOperator<Output>> branches) {
    try (OpenVariableScope mixed = b.tf.variableScope(name)) {
      List<Output> outputs = new ArrayList<>();
      for (int i = 0; i < branches.size(); i++) {
        try (OpenVariableScope branch = b.tf.variableScope("Branch_" + i)) {
          outputs.add(branches.get(i).apply(net));
        }
      }
      return b.end(name, b.tf.concat(outputs, 3));
    }
  }

  /** Adds a convolution of slim's usual name: its place, 0a, and its window. */
  Output conv(Output net, String place, int filters, int height, int width) {
    String scope = "Conv2d_" + place + "_" + height + "x" + width;
    return conv(net, scope, filters, new int[] {height, width});
  }

  Output conv(Output net, String scope, int filters, int[] window) {
    return b.slim.conv2d(net, filters, window, o -> o.scope(scope));
  }

  /** Adds a convolution that halves the image, without padding. */
  Output reduce(Output net, String scope, int filters) {
    return b.slim.conv2d(net, filters, 3, o -> o.stride(2).padding("VALID").scope(scope));
  }
}

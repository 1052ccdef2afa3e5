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
 * VGG (Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition,
 * 2014), with convolutions for dense layers.
 *
 * <p>Parameters for 1000 classes: 132,863,336 (vgg_a), 138,357,544 (vgg_16), 143,667,240 (vgg_19),
 * as table 2 of the paper (133, 138, 144 million) and torchvision's model pages state.
 */
public final class Vgg {
  private static final int[] FILTERS = {64, 128, 256, 512, 512};

  private Vgg() {}

  /** Returns the options of the layers, with slim's weight decay 0.0005. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            List.of(CONV2D, FULLY_CONNECTED),
            o ->
                o.activation(slim.tf().nn()::relu)
                    .weightsRegularizer(slim.l2Regularizer(0.0005))
                    .biasesInitializer(Initializers.zeros()))
        .with(CONV2D, o -> o.padding("SAME"));
  }

  /** Adds five stages, each of so many convolutions as {@code repetitions} says. */
  static Net build(Slim slim, Output images, NetOptions options, String name, int... repetitions) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open(name)) {
      Output net = images;
      for (int i = 0; i < FILTERS.length; i++) {
        int filters = FILTERS[i];
        net =
            slim.repeat(
                net,
                repetitions[i],
                CONV2D,
                "conv" + (i + 1),
                (x, layer) ->
                    b.end(
                        layer.replaceFirst("_.*", "") + "/" + layer,
                        slim.conv2d(x, filters, 3, o -> o.scope(layer))));
        net = b.maxPool("pool" + (i + 1), net, 2, 2);
      }
      net = b.conv("fc6", net, 4096, 7, o -> o.padding("VALID"));
      net = b.dropout("dropout6", net);
      net = b.conv("fc7", net, 4096, 1);
      net = b.dropout("dropout7", net);
      net = b.classes("fc8", net, o -> {});
      net = b.end("fc8", b.squeeze(net, "fc8/squeezed"));
      return b.finish(net, slim::softmax);
    }
  }
}

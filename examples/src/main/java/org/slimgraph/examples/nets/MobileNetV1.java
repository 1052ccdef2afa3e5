package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.SEPARABLE_CONV2D;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * MobileNet v1 (Howard et al., MobileNets: efficient convolutional neural networks for mobile
 * vision applications, 2017). With a depth multiplier of 1 and 1000 classes it has 4,231,976
 * trainable parameters, as Keras' MobileNet prints; slim's checkpoints have 1001 classes.
 */
public final class MobileNetV1 {
  private static final int[] FILTERS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final List<Integer> STRIDED = List.of(2, 4, 6, 12);
  private static final int MIN_DEPTH = 8;

  private MobileNetV1() {}

  /** Returns the options of the layers, with slim's weight decay 0.00004. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            List.of(CONV2D, SEPARABLE_CONV2D),
            o ->
                o.weightsInitializer(Initializers.truncatedNormal(0, 0.09))
                    .activation(slim.tf().nn()::relu6)
                    .normalizer(BATCH_NORM))
        .with(BATCH_NORM, o -> o.center(true).scale(true).decay(0.9997).epsilon(0.001))
        .with(CONV2D, o -> o.weightsRegularizer(slim.l2Regularizer(0.00004)))
        .with(SEPARABLE_CONV2D, o -> o.weightsRegularizer(null));
  }

  private static int depth(NetOptions options, int filters) {
    return Math.max((int) (filters * options.depthMultiplier), MIN_DEPTH);
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("MobilenetV1");
        OpenArgScope training = slim.argScope(BATCH_NORM, options::applyTo)) {
      Output net = base(b, images);
      try (OpenVariableScope head = b.tf.variableScope("Logits")) {
        int[] window = {
          (int) Math.min(7, net.shape().dim(1)), (int) Math.min(7, net.shape().dim(2))
        };
        net =
            b.end(
                "AvgPool_1a",
                slim.avgPool2d(net, window, o -> o.padding("VALID").scope("AvgPool_1a")));
        net = b.dropout("Dropout_1b", net);
        net = b.squeeze(b.classes("Conv2d_1c_1x1", net, o -> {}), "SpatialSqueeze");
      }
      return b.finish(net, x -> slim.softmax(x, "Predictions"));
    }
  }

  private static Output base(NetBuilder b, Output images) {
    try (OpenArgScope convolutions = b.slim.argScope(CONV2D, o -> o.padding("SAME"));
        OpenArgScope separable = b.slim.argScope(SEPARABLE_CONV2D, o -> o.padding("SAME"))) {
      Output net = b.conv("Conv2d_0", images, depth(b.options, 32), 3, o -> o.stride(2));
      for (int i = 1; i <= FILTERS.length; i++) {
        int stride = STRIDED.contains(i) ? 2 : 1;
        String depthwise = "Conv2d_" + i + "_depthwise";
        net =
            b.end(
                depthwise,
                b.slim.depthwiseConv2d(
                    net, 3, o -> o.depthMultiplier(1).stride(stride).scope(depthwise)));
        net = b.conv("Conv2d_" + i + "_pointwise", net, depth(b.options, FILTERS[i - 1]), 1);
      }
      return net;
    }
  }
}

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
 * MobileNet v2 (Sandler et al., MobileNetV2: inverted residuals and linear bottlenecks, 2018). With
 * a depth multiplier of 1 and 1000 classes it has 3,504,872 trainable parameters, as Keras'
 * MobileNetV2 prints; slim's checkpoints have 1001 classes. As in the published checkpoints, a
 * depth multiplier below 1 leaves the last convolution its 1280 filters.
 */
public final class MobileNetV2 {
  /** Filters, expansion, number of units and stride of the first, of each stage. */
  private static final int[][] STAGES = {
    {16, 1, 1, 1},
    {24, 6, 2, 2},
    {32, 6, 3, 2},
    {64, 6, 4, 2},
    {96, 6, 3, 1},
    {160, 6, 3, 2},
    {320, 6, 1, 1}
  };

  private final NetBuilder b;
  private final Slim slim;

  private MobileNetV2(NetBuilder b) {
    this.b = b;
    this.slim = b.slim;
  }

  /** Returns the options of the layers, with slim's weight decay 0.00004. */
  public static ArgScope argScope(Slim slim) {
    return ArgScope.of(
            List.of(CONV2D, SEPARABLE_CONV2D),
            o ->
                o.weightsInitializer(Initializers.truncatedNormal(0, 0.09))
                    .activation(slim.tf().nn()::relu6)
                    .normalizer(BATCH_NORM))
        .with(BATCH_NORM, o -> o.center(true).scale(true).decay(0.997))
        .with(CONV2D, o -> o.weightsRegularizer(slim.l2Regularizer(0.00004)).padding("SAME"))
        .with(SEPARABLE_CONV2D, o -> o.weightsRegularizer(null).padding("SAME"));
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("MobilenetV2");
        OpenArgScope training = slim.argScope(BATCH_NORM, options::applyTo)) {
      Output net = new MobileNetV2(b).base(images);
      try (OpenVariableScope head = b.tf.variableScope("Logits")) {
        int[] window = {(int) net.shape().dim(1), (int) net.shape().dim(2)};
        net =
            b.end(
                "global_pool",
                slim.avgPool2d(net, window, o -> o.padding("VALID").scope("AvgPool")));
        net = b.dropout("Dropout", net);
        net = b.classes("Conv2d_1c_1x1", net, o -> o.biasesInitializer(Initializers.zeros()));
        net = b.squeeze(net, "Squeeze");
      }
      return b.finish(net, x -> slim.softmax(x, "Predictions"));
    }
  }

  /** Rounds to a multiple of 8, by less than a tenth downwards. */
  private static int rounded(double filters) {
    int multiple = Math.max(8, (int) (filters + 4) / 8 * 8);
    return multiple < 0.9 * filters ? multiple + 8 : multiple;
  }

  private Output base(Output images) {
    double multiplier = b.options.depthMultiplier;
    Output net =
        b.end("layer_1", slim.conv2d(images, rounded(32 * multiplier), 3, o -> o.stride(2)));
    int layer = 2;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        int filters = rounded(stage[0] * multiplier);
        net = b.end("layer_" + layer++, unit(net, filters, stage[1], i == 0 ? stage[3] : 1));
      }
    }
    int last = rounded(1280 * Math.max(1, multiplier));
    return b.end("layer_" + layer, slim.conv2d(net, last, 1, o -> o.stride(1)));
  }

  private Output unit(Output inputs, int filters, int expansion, int stride) {
    try (OpenVariableScope scope = b.tf.variableScope(o -> o.defaultName("expanded_conv"))) {
      Output net = inputs;
      int channels = (int) inputs.shape().dim(3);
      if (expansion > 1) {
        net = slim.conv2d(net, rounded(channels * expansion), 1, o -> o.scope("expand"));
      }
      net =
          slim.depthwiseConv2d(net, 3, o -> o.depthMultiplier(1).stride(stride).scope("depthwise"));
      net = slim.conv2d(net, filters, 1, o -> o.activation(null).scope("project"));
      return stride == 1 && channels == filters ? b.tf.plus(net, inputs) : net;
    }
  }
}

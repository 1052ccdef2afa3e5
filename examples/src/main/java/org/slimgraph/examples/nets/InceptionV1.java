package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.FULLY_CONNECTED;
import static org.slimgraph.slim.Slim.MAX_POOL2D;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * Inception v1, GoogLeNet (Szegedy et al., Going deeper with convolutions, 2014) with batch
 * normalisation and without side heads. Below the logits it has 5,607,184 model variables' elements
 * (moving averages among them, no gammas), as slim's own test of inception_v1 expects.
 */
public final class InceptionV1 {
  private final NetBuilder b;
  private final InceptionBlocks blocks;

  private InceptionV1(NetBuilder b) {
    this.b = b;
    this.blocks = new InceptionBlocks(b);
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("InceptionV1");
        OpenArgScope training = slim.argScope(BATCH_NORM, options::applyTo)) {
      Output net = new InceptionV1(b).base(images);
      try (OpenVariableScope head = b.tf.variableScope("Logits")) {
        int[] window = {
          (int) Math.min(7, net.shape().dim(1)), (int) Math.min(7, net.shape().dim(2))
        };
        net =
            b.end(
                "AvgPool_0a_7x7",
                slim.avgPool2d(net, window, o -> o.stride(1).scope("AvgPool_0a_7x7")));
        net = b.dropout("Dropout_0b", net);
        net = b.squeeze(b.classes("Conv2d_0c_1x1", net, o -> {}), "SpatialSqueeze");
      }
      return b.finish(net, x -> slim.softmax(x, "Predictions"));
    }
  }

  private Output base(Output images) {
    try (OpenArgScope init =
            b.slim.argScope(
                List.of(CONV2D, FULLY_CONNECTED),
                o -> o.weightsInitializer(Initializers.truncatedNormal(0, 0.01)));
        OpenArgScope convolutions = b.slim.argScope(CONV2D, o -> o.stride(1).padding("SAME"));
        OpenArgScope pools = b.slim.argScope(MAX_POOL2D, o -> o.stride(1).padding("SAME"))) {
      Output net = b.conv("Conv2d_1a_7x7", images, 64, 7, o -> o.stride(2));
      net = b.maxPool("MaxPool_2a_3x3", net, 3, 2);
      net = b.conv("Conv2d_2b_1x1", net, 64, 1);
      net = b.conv("Conv2d_2c_3x3", net, 192, 3);
      net = b.maxPool("MaxPool_3a_3x3", net, 3, 2);
      net = mixed("Mixed_3b", net, 64, 96, 128, 16, 32, 32);
      net = mixed("Mixed_3c", net, 128, 128, 192, 32, 96, 64);
      net = b.maxPool("MaxPool_4a_3x3", net, 3, 2);
      net = mixed("Mixed_4b", net, 192, 96, 208, 16, 48, 64);
      net = mixed("Mixed_4c", net, 160, 112, 224, 24, 64, 64);
      net = mixed("Mixed_4d", net, 128, 128, 256, 24, 64, 64);
      net = mixed("Mixed_4e", net, 112, 144, 288, 32, 64, 64);
      net = mixed("Mixed_4f", net, 256, 160, 320, 32, 128, 128);
      net = b.maxPool("MaxPool_5a_2x2", net, 2, 2);
      net = mixed("Mixed_5b", net, 256, 160, 320, 32, 128, 128);
      return mixed("Mixed_5c", net, 384, 192, 384, 48, 128, 128);
    }
  }

  private Output mixed(
      String name, Output net, int one, int reduce3, int three, int reduce5, int five, int pool) {
    // TF-Slim calls this one layer 0a, and checkpoints have the name.
    String place = name.equals("Mixed_5b") ? "0a" : "0b";
    return blocks.mixed(
        name,
        net,
        List.of(
            x -> blocks.conv(x, "0a", one, 1, 1),
            x -> blocks.conv(blocks.conv(x, "0a", reduce3, 1, 1), "0b", three, 3, 3),
            x -> blocks.conv(blocks.conv(x, "0a", reduce5, 1, 1), place, five, 3, 3),
            x ->
                blocks.conv(
                    b.slim.maxPool2d(x, 3, o -> o.scope("MaxPool_0a_3x3")), "0b", pool, 1, 1)));
  }
}

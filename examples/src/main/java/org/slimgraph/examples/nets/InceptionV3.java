package org.slimgraph.examples.nets;

import static java.util.Objects.requireNonNull;
import static org.slimgraph.slim.Slim.AVG_POOL2D;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.MAX_POOL2D;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.OpenVariableScope;

/**
 * Inception v3 (Szegedy et al., Rethinking the Inception architecture for computer vision, 2015).
 * Below the logits and without the second head it has 21,802,784 model variables' elements (moving
 * averages among them, no gammas), as slim's own test of inception_v3 expects and Keras'
 * InceptionV3 prints without its top; with the 1000 classes 23,851,784.
 */
public final class InceptionV3 {
  private final NetBuilder b;
  private final InceptionBlocks blocks;

  private InceptionV3(NetBuilder b) {
    this.b = b;
    this.blocks = new InceptionBlocks(b);
  }

  static Net build(Slim slim, Output images, NetOptions options) {
    NetBuilder b = new NetBuilder(slim, options);
    try (OpenVariableScope scope = b.open("InceptionV3");
        OpenArgScope training = slim.argScope(BATCH_NORM, options::applyTo)) {
      InceptionV3 net = new InceptionV3(b);
      Output features = net.base(images);
      if (options.auxLogits) {
        net.auxiliaryHead();
      }
      return b.finish(net.head(features), x -> slim.softmax(x, "Predictions"));
    }
  }

  private OpenArgScope windows(String padding) {
    return b.slim.argScope(
        b.slim
            .currentArgScope()
            .with(CONV2D, o -> o.stride(1).padding(padding))
            .with(List.of(MAX_POOL2D, AVG_POOL2D), o -> o.stride(1).padding(padding)));
  }

  private Output base(Output images) {
    Output net;
    try (OpenArgScope stem = windows("VALID")) {
      net = b.conv("Conv2d_1a_3x3", images, 32, 3, o -> o.stride(2));
      net = b.conv("Conv2d_2a_3x3", net, 32, 3);
      net = b.conv("Conv2d_2b_3x3", net, 64, 3, o -> o.padding("SAME"));
      net = b.maxPool("MaxPool_3a_3x3", net, 3, 2);
      net = b.conv("Conv2d_3b_1x1", net, 80, 1);
      net = b.conv("Conv2d_4a_3x3", net, 192, 3);
      net = b.maxPool("MaxPool_5a_3x3", net, 3, 2);
    }
    try (OpenArgScope body = windows("SAME")) {
      net = mixed5("Mixed_5b", net, 32);
      net = mixed5("Mixed_5c", net, 64);
      net = mixed5("Mixed_5d", net, 64);
      net = reduction6(net);
      net = mixed6("Mixed_6b", net, 128);
      net = mixed6("Mixed_6c", net, 160);
      net = mixed6("Mixed_6d", net, 160);
      net = mixed6("Mixed_6e", net, 192);
      net = reduction7(net);
      net = mixed7("Mixed_7b", net, "0b");
      return mixed7("Mixed_7c", net, "0c");
    }
  }

  private Output pooled(Output x, int filters) {
    Output means = b.slim.avgPool2d(x, 3, o -> o.scope("AvgPool_0a_3x3"));
    return blocks.conv(means, "0b", filters, 1, 1);
  }

  private Output maximum(Output x) {
    return b.slim.maxPool2d(x, 3, o -> o.stride(2).padding("VALID").scope("MaxPool_1a_3x3"));
  }

  private Output mixed5(String name, Output net, int pool) {
    // TF-Slim calls these two layers otherwise, and checkpoints have the names.
    boolean odd = name.equals("Mixed_5c");
    return blocks.mixed(
        name,
        net,
        List.of(
            x -> blocks.conv(x, "0a", 64, 1, 1),
            x ->
                blocks.conv(
                    blocks.conv(x, odd ? "0b" : "0a", 48, 1, 1),
                    odd ? "Conv_1_0c_5x5" : "Conv2d_0b_5x5",
                    64,
                    new int[] {5, 5}),
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", 64, 1, 1), "0b", 96, 3, 3);
              return blocks.conv(y, "0c", 96, 3, 3);
            },
            x -> pooled(x, pool)));
  }

  private Output reduction6(Output net) {
    return blocks.mixed(
        "Mixed_6a",
        net,
        List.of(
            x -> blocks.reduce(x, "Conv2d_1a_1x1", 384),
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", 64, 1, 1), "0b", 96, 3, 3);
              return blocks.reduce(y, "Conv2d_1a_1x1", 96);
            },
            this::maximum));
  }

  private Output mixed6(String name, Output net, int depth) {
    return blocks.mixed(
        name,
        net,
        List.of(
            x -> blocks.conv(x, "0a", 192, 1, 1),
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", depth, 1, 1), "0b", depth, 1, 7);
              return blocks.conv(y, "0c", 192, 7, 1);
            },
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", depth, 1, 1), "0b", depth, 7, 1);
              y = blocks.conv(blocks.conv(y, "0c", depth, 1, 7), "0d", depth, 7, 1);
              return blocks.conv(y, "0e", 192, 1, 7);
            },
            x -> pooled(x, 192)));
  }

  private Output reduction7(Output net) {
    return blocks.mixed(
        "Mixed_7a",
        net,
        List.of(
            x -> blocks.reduce(blocks.conv(x, "0a", 192, 1, 1), "Conv2d_1a_3x3", 320),
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", 192, 1, 1), "0b", 192, 1, 7);
              return blocks.reduce(blocks.conv(y, "0c", 192, 7, 1), "Conv2d_1a_3x3", 192);
            },
            this::maximum));
  }

  private Output mixed7(String name, Output net, String place) {
    return blocks.mixed(
        name,
        net,
        List.of(
            x -> blocks.conv(x, "0a", 320, 1, 1),
            x -> {
              Output y = blocks.conv(x, "0a", 384, 1, 1);
              return b.tf.concat(
                  List.of(blocks.conv(y, "0b", 384, 1, 3), blocks.conv(y, place, 384, 3, 1)), 3);
            },
            x -> {
              Output y = blocks.conv(blocks.conv(x, "0a", 448, 1, 1), "0b", 384, 3, 3);
              return b.tf.concat(
                  List.of(blocks.conv(y, "0c", 384, 1, 3), blocks.conv(y, "0d", 384, 3, 1)), 3);
            },
            x -> pooled(x, 192)));
  }

  private static int[] window(Output net, int size) {
    return new int[] {
      (int) Math.min(size, net.shape().dim(1)), (int) Math.min(size, net.shape().dim(2))
    };
  }

  private void auxiliaryHead() {
    Output net = requireNonNull(b.endPoints.get("Mixed_6e"));
    try (OpenArgScope windows = windows("SAME");
        OpenVariableScope head = b.tf.variableScope("AuxLogits")) {
      net = b.slim.avgPool2d(net, 5, o -> o.stride(3).padding("VALID").scope("AvgPool_1a_5x5"));
      net = blocks.conv(net, "1b", 128, 1, 1);
      int[] window = window(net, 5);
      net =
          b.slim.conv2d(
              net,
              768,
              window,
              o ->
                  o.weightsInitializer(Initializers.truncatedNormal(0, 0.01))
                      .padding("VALID")
                      .scope("Conv2d_2a_" + window[0] + "x" + window[1]));
      net =
          b.classes(
              "Conv2d_2b_1x1",
              net,
              o -> o.weightsInitializer(Initializers.truncatedNormal(0, 0.001)));
      b.end("AuxLogits", b.squeeze(net, "SpatialSqueeze"));
    }
  }

  private Output head(Output features) {
    try (OpenVariableScope head = b.tf.variableScope("Logits")) {
      int[] window = window(features, 8);
      String name = "AvgPool_1a_" + window[0] + "x" + window[1];
      Output net = b.slim.avgPool2d(features, window, o -> o.padding("VALID").scope(name));
      net = b.end("PreLogits", b.dropout("Dropout_1b", b.end("AvgPool_1a", net)));
      return b.squeeze(b.classes("Conv2d_1c_1x1", net, o -> {}), "SpatialSqueeze");
    }
  }
}

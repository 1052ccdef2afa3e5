package org.slimgraph.slim;

import java.util.function.Consumer;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.NnOps;

/**
 * slim.max_pool2d, slim.avg_pool2d and their counterparts in tf.layers: a name scope and the op. TF
 * 1.15: {@code contrib/layers/python/layers/layers.py}, {@code keras/layers/pooling.py}.
 */
enum Pooling {
  /** The maximum of each window. */
  MAX("MaxPool2D", "max_pooling2d") {
    @Override
    Output pool(NnOps nn, Output images, Consumer<org.slimgraph.ops.nn.PoolOptions> set) {
      return nn.maxPool(images, set);
    }
  },
  /** The mean of each window over what is not padding. */
  AVERAGE("AvgPool2D", "average_pooling2d") {
    @Override
    Output pool(NnOps nn, Output images, Consumer<org.slimgraph.ops.nn.PoolOptions> set) {
      return nn.avgPool(images, set);
    }
  };

  private final String slimName;
  private final String coreName;

  Pooling(String slimName, String coreName) {
    this.slimName = slimName;
    this.coreName = coreName;
  }

  abstract Output pool(NnOps nn, Output images, Consumer<org.slimgraph.ops.nn.PoolOptions> set);

  Output build(
      Ops tf, LayerCall.Style style, Output inputs, int[] kernelSize, PoolOptions options) {
    boolean channelsFirst = ImageLayout.isChannelsFirst(options.dataFormat);
    WeightsLayer.checkPair("pool_size", kernelSize);
    WeightsLayer.checkPair("strides", options.stride);
    String name = options.scope;
    String standard = style == LayerCall.Style.SLIM ? slimName : coreName;
    try (NameScope scope = tf.nameScope(name == null ? standard : name)) {
      ImageLayout.checkRank4(standard, inputs);
      Output outputs =
          pool(
              tf.nn(),
              inputs,
              o ->
                  o.ksize(kernelSize)
                      .strides(options.stride)
                      .padding(options.padding)
                      .dataFormat(channelsFirst ? "NCHW" : "NHWC"));
      return NamedOutputs.collect(options, scope.name(), outputs);
    }
  }
}

package org.slimgraph.examples.nets;

import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;
import static org.slimgraph.slim.Slim.MAX_POOL2D;

import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.BatchNormOptions;
import org.slimgraph.slim.Conv2dOptions;
import org.slimgraph.slim.Normalizer;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.OpenVariableScope;

/**
 * Residual nets of bottlenecks: v1 normalises after each convolution (He et al., Deep residual
 * learning for image recognition, 2015), v2 before (He et al., Identity mappings in deep residual
 * networks, 2016). As in slim, the last unit of a stage has its stride.
 *
 * <p>Trainable parameters for 1000 classes of v1: 25,557,032 (50 layers), 44,549,160 (101),
 * 60,192,808 (152), as torchvision's model pages state for resnet50, resnet101, resnet152; of v2:
 * 25,568,360 (50), 44,577,896 (101), 60,236,904 (152), as Keras' ResNet50V2, ResNet101V2 and
 * ResNet152V2 print. Moving averages are not counted.
 */
public final class ResNet {
  private final NetBuilder b;
  private final Slim slim;
  private final boolean first;

  private ResNet(NetBuilder b, boolean first) {
    this.b = b;
    this.slim = b.slim;
    this.first = first;
  }

  /** Returns the options of the layers, with slim's weight decay 0.0001. */
  public static ArgScope argScope(Slim slim) {
    return argScope(slim, 0.0001);
  }

  /** Returns the options of the layers. */
  public static ArgScope argScope(Slim slim, double weightDecay) {
    Consumer<BatchNormOptions> norm = o -> o.decay(0.997).epsilon(1e-5).scale(true);
    return ArgScope.of(
            CONV2D,
            o ->
                o.weightsRegularizer(slim.l2Regularizer(weightDecay))
                    .weightsInitializer(slim.varianceScalingInitializer())
                    .activation(slim.tf().nn()::relu)
                    .normalizer(BATCH_NORM))
        .with(BATCH_NORM, norm)
        .with(MAX_POOL2D, o -> o.padding("SAME"));
  }

  static Net v1(Slim slim, Output images, NetOptions options, int layers) {
    return new ResNet(new NetBuilder(slim, options), true).build(images, layers);
  }

  static Net v2(Slim slim, Output images, NetOptions options, int layers) {
    return new ResNet(new NetBuilder(slim, options), false).build(images, layers);
  }

  private static int[] units(int layers) {
    return switch (layers) {
      case 50 -> new int[] {3, 4, 6, 3};
      case 101 -> new int[] {3, 4, 23, 3};
      case 152 -> new int[] {3, 8, 36, 3};
      default -> throw new IllegalArgumentException("no ResNet of " + layers + " layers");
    };
  }

  private Net build(Output images, int layers) {
    try (OpenVariableScope scope = b.open("resnet_v" + (first ? 1 : 2) + "_" + layers);
        OpenArgScope training = slim.argScope(BATCH_NORM, b.options::applyTo)) {
      Output net;
      try (OpenArgScope root = slim.argScope(CONV2D, first ? o -> {} : this::linear)) {
        net = b.end("conv1", convSame("conv1", images, 64, 7, 2));
      }
      net = slim.maxPool2d(net, 3, o -> o.stride(2).scope("pool1"));
      int[] units = units(layers);
      for (int i = 0; i < units.length; i++) {
        net = block("block" + (i + 1), net, 64 << i, units[i], i == 3 ? 1 : 2);
      }
      if (!first) {
        net = slim.batchNorm(net, o -> o.activation(b.tf.nn()::relu).scope("postnorm"));
      }
      Output pooled = net;
      net =
          b.end(
              "global_pool",
              b.tf.reduceMean(pooled, o -> o.axes(1, 2).keepDims(true).name("pool5")));
      net = b.classes("logits", net, o -> {});
      Output logits = b.end("SpatialSqueeze", b.squeeze(net, "SpatialSqueeze"));
      return b.finish(logits, x -> slim.softmax(x, "predictions"));
    }
  }

  private void linear(Conv2dOptions options) {
    options.activation(null).normalizer((Normalizer) null);
  }

  private Output block(String name, Output inputs, int depth, int units, int stride) {
    try (OpenVariableScope block = b.tf.variableScope(name)) {
      Output net = inputs;
      for (int i = 1; i <= units; i++) {
        try (OpenVariableScope unit = b.tf.variableScope("unit_" + i);
            OpenVariableScope scope =
                b.tf.variableScope(first ? "bottleneck_v1" : "bottleneck_v2")) {
          int unitStride = i == units ? stride : 1;
          net = first ? unitV1(net, depth, unitStride) : unitV2(net, depth, unitStride);
          b.end(name + "/unit_" + i, net);
        }
      }
      return b.end(name, net);
    }
  }

  private Output unitV1(Output inputs, int depth, int stride) {
    Output shortcut =
        channels(inputs) == depth * 4
            ? subsampled(inputs, stride)
            : slim.conv2d(
                inputs, depth * 4, 1, o -> o.stride(stride).activation(null).scope("shortcut"));
    Output residual = slim.conv2d(inputs, depth, 1, o -> o.stride(1).scope("conv1"));
    residual = convSame("conv2", residual, depth, 3, stride);
    residual =
        slim.conv2d(residual, depth * 4, 1, o -> o.stride(1).activation(null).scope("conv3"));
    return b.tf.nn().relu(b.tf.plus(shortcut, residual));
  }

  private Output unitV2(Output inputs, int depth, int stride) {
    Output preact = slim.batchNorm(inputs, o -> o.activation(b.tf.nn()::relu).scope("preact"));
    Output shortcut =
        channels(inputs) == depth * 4
            ? subsampled(inputs, stride)
            : slim.conv2d(
                preact, depth * 4, 1, NetBuilder.set("shortcut", o -> linear(o.stride(stride))));
    Output residual = slim.conv2d(preact, depth, 1, o -> o.stride(1).scope("conv1"));
    residual = convSame("conv2", residual, depth, 3, stride);
    residual =
        slim.conv2d(residual, depth * 4, 1, NetBuilder.set("conv3", o -> linear(o.stride(1))));
    return b.tf.plus(shortcut, residual);
  }

  private static long channels(Output inputs) {
    return inputs.shape().dim(3);
  }

  private Output subsampled(Output inputs, int stride) {
    return stride == 1
        ? inputs
        : slim.maxPool2d(inputs, 1, o -> o.stride(stride).scope("shortcut"));
  }

  /** Convolves with a padding that does not depend on the size of the image. */
  private Output convSame(String scope, Output inputs, int filters, int size, int stride) {
    if (stride == 1) {
      return slim.conv2d(inputs, filters, size, o -> o.stride(1).padding("SAME").scope(scope));
    }
    int before = (size - 1) / 2;
    int after = size - 1 - before;
    int[][] paddings = {{0, 0}, {before, after}, {before, after}, {0, 0}};
    return slim.conv2d(
        b.tf.pad(inputs, paddings),
        filters,
        size,
        o -> o.stride(stride).padding("VALID").scope(scope));
  }
}

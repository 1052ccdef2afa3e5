package org.slimgraph.slim;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.ops.nn.Padding;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * slim.conv2d_transpose and its counterpart in tf.layers. TF 1.15: {@code convolution2d_transpose}
 * in {@code contrib/layers/python/layers/layers.py} over {@code Conv2DTranspose} in {@code
 * keras/layers/convolutional.py}.
 */
final class Conv2dTranspose extends WeightsLayer<Conv2dTransposeOptions> {
  private final int[] kernelSize;
  private final boolean channelsFirst;

  Conv2dTranspose(
      Slim slim,
      LayerCall.Style style,
      Output inputs,
      int[] kernelSize,
      Conv2dTransposeOptions options) {
    super(slim, style, inputs, options);
    this.kernelSize = kernelSize;
    this.channelsFirst = options.isImageChannelsFirst();
    checkPair("kernel_size", kernelSize);
    checkPositive("strides", options.stride);
  }

  Output build(String defaultName, int numOutputs) {
    checkOutputs(defaultName, numOutputs);
    try (LayerCall call = style.open(tf, options, defaultName)) {
      ImageLayout.checkRank4(defaultName, inputs);
      int channelsAxis = channelsFirst ? 1 : 3;
      long channels =
          ImageLayout.known(inputs, channelsAxis, "The channel dimension of the inputs");
      Variable kernel =
          kernel(call, "kernel", Shape.of(kernelSize[0], kernelSize[1], numOutputs, channels));
      Variable bias = bias(call, numOutputs);
      Output outputs =
          tf.nn()
              .conv2dTranspose(
                  inputs,
                  kernel.value(),
                  outputShape(numOutputs),
                  o ->
                      o.strides(options.stride)
                          .padding(options.padding)
                          .dataFormat(options.imageFormat()));
      outputs.setShape(staticShape(numOutputs));
      return finish(call, biasAdd(outputs, bias, options.imageFormat()), kernel, bias);
    }
  }

  /** The sizes of the output as a run knows them. */
  private Output outputShape(int numOutputs) {
    Output shape = tf.shape(inputs);
    int firstAxis = channelsFirst ? 2 : 1;
    Output batch = element(shape, 0);
    Output height = element(shape, firstAxis);
    Output width = element(shape, firstAxis + 1);
    Output outHeight = length(height, 0);
    Output outWidth = length(width, 1);
    Output filters = tf.constant(numOutputs, "stack/" + (channelsFirst ? 1 : 3));
    return tf.stack(
        channelsFirst
            ? List.of(batch, filters, outHeight, outWidth)
            : List.of(batch, outHeight, outWidth, filters));
  }

  private Output element(Output shape, int i) {
    return tf.stridedSlice(
        shape,
        new int[] {i},
        new int[] {i + 1},
        new int[] {1},
        SliceMasks.none().withShrinkAxis(1));
  }

  private Output length(Output size, int d) {
    Output length = tf.times(size, options.stride[d]);
    int surplus = surplus(d);
    return options.padding == Padding.VALID ? tf.plus(length, surplus) : length;
  }

  private int surplus(int d) {
    return options.padding == Padding.VALID ? Math.max(kernelSize[d] - options.stride[d], 0) : 0;
  }

  private Shape staticShape(int numOutputs) {
    int firstAxis = channelsFirst ? 2 : 1;
    Shape shape = inputs.shape().withDim(channelsFirst ? 1 : 3, numOutputs);
    for (int d = 0; d < 2; d++) {
      long size = inputs.shape().dim(firstAxis + d);
      long length = size < 0 ? -1 : size * options.stride[d] + surplus(d);
      shape = shape.withDim(firstAxis + d, length);
    }
    return shape;
  }
}

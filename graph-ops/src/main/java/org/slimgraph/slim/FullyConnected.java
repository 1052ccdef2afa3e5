package org.slimgraph.slim;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * slim.fully_connected and tf.layers.dense. TF 1.15: {@code fully_connected} in {@code
 * contrib/layers/python/layers/layers.py} over {@code Dense} in {@code keras/layers/core.py}.
 */
final class FullyConnected extends WeightsLayer<FullyConnectedOptions> {

  FullyConnected(Slim slim, LayerCall.Style style, Output inputs, FullyConnectedOptions options) {
    super(slim, style, inputs, options);
  }

  Output build(String defaultName, int numOutputs) {
    checkOutputs(defaultName, numOutputs);
    try (LayerCall call = style.open(tf, options, defaultName)) {
      int rank = inputs.shape().rank();
      if (rank < 2) {
        throw SlimgraphException.invalidArgument(
            "Input 0 of layer %s is incompatible with the layer: expected min_ndim=2, found"
                + " ndim=%s: %s has shape %s",
            defaultName, rank < 0 ? "None" : String.valueOf(rank), inputs.name(), inputs.shape());
      }
      long inChannels =
          ImageLayout.known(inputs, rank - 1, "The last dimension of the inputs to `Dense`");
      Variable kernel = kernel(call, "kernel", Shape.of(inChannels, numOutputs));
      Variable bias = bias(call, numOutputs);
      Output outputs =
          rank == 2
              ? tf.matmul(inputs, kernel.value())
              : contracted(kernel.value(), inChannels, numOutputs);
      return finish(call, biasAdd(outputs, bias, "NHWC"), kernel, bias);
    }
  }

  /** Multiplies the rows that all dimensions but the last make together. */
  private Output contracted(Output kernel, long inChannels, int numOutputs) {
    Shape result = inputs.shape().withDim(inputs.shape().rank() - 1, numOutputs);
    try (NameScope scope = tf.nameScope("Tensordot")) {
      Output rows = tf.reshape(inputs, Shape.of(-1, inChannels));
      Output product = tf.matmul(rows, kernel);
      if (result.isFullyDefined()) {
        return tf.reshape(product, result, scope.name());
      }
      Output outputs = tf.reshape(product, shape(numOutputs), scope.name());
      outputs.setShape(result);
      return outputs;
    }
  }

  /** Returns the shape of the inputs with another last dimension, as a run knows it. */
  private Output shape(int numOutputs) {
    int outer = inputs.shape().rank() - 1;
    Output dims =
        tf.stridedSlice(
            tf.shape(inputs), new int[] {0}, new int[] {outer}, new int[] {1}, SliceMasks.none());
    return tf.concat(List.of(dims, tf.constant(Tensor.vector(new int[] {numOutputs}))), 0);
  }
}

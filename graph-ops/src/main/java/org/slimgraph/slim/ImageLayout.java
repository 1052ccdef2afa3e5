package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;

/** Where an image's channels are, for layers that take {@code "NHWC"} and {@code "NCHW"} only. */
final class ImageLayout {
  private ImageLayout() {}

  /** Returns whether the channels come second; null is channels last. */
  static boolean isChannelsFirst(@Nullable String dataFormat) {
    if (dataFormat == null || dataFormat.equals("NHWC")) {
      return false;
    }
    if (!dataFormat.equals("NCHW")) {
      throw SlimgraphException.invalidArgument(
          "data_format has to be either NCHW or NHWC. It is '%s'", dataFormat);
    }
    return true;
  }

  /** Returns the rank, which must be known. */
  static int rank(Output inputs) {
    if (!inputs.shape().isRankKnown()) {
      throw SlimgraphException.invalidArgument("Inputs %s has undefined rank.", inputs.name());
    }
    return inputs.shape().rank();
  }

  /** Checks that there are exactly the four dimensions of a batch of images. */
  static void checkRank4(String layer, Output inputs) {
    int rank = inputs.shape().rank();
    if (rank != 4) {
      throw SlimgraphException.invalidArgument(
          "%s: Input 0 is incompatible with the layer: expected ndim=4, found ndim=%s: %s has"
              + " shape %s",
          layer, rank < 0 ? "None" : String.valueOf(rank), inputs.name(), inputs.shape());
    }
  }

  /** Returns the size of a dimension, which must be known. */
  static long known(Output inputs, int axis, String what) {
    Shape shape = inputs.shape();
    long size = axis >= 0 && axis < shape.rank() ? shape.dim(axis) : -1;
    if (size < 0) {
      throw SlimgraphException.invalidArgument(
          "%s should be defined. Found `None`: %s has shape %s", what, inputs.name(), shape);
    }
    return size;
  }
}

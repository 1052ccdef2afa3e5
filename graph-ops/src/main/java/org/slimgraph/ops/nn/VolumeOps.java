package org.slimgraph.ops.nn;

import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of convolutions and pooling of volumes; part of {@link NnOps}. */
public interface VolumeOps extends Builders {

  /**
   * Convolves volumes with a filter, with strides 1 and padding SAME unless {@code options} says
   * otherwise. TF: tf.nn.conv3d.
   *
   * @param input [batch, depth, height, width, inChannels] under NDHWC; half, float or double
   * @param filter [depth, height, width, inChannels, outChannels]
   * @return [batch, outDepth, outHeight, outWidth, outChannels] under NDHWC
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the channels of the two
   *     differ, or the window is larger than the volume under VALID
   */
  default Output conv3d(Output input, Output filter, Consumer<VolumeOptions> options) {
    return conv3d(input, filter, options, "Conv3D");
  }

  /** Convolves volumes, as {@link #conv3d(Output, Output, Consumer)}. */
  default Output conv3d(Output input, Output filter, Consumer<VolumeOptions> options, String name) {
    return Conv3D.conv3d(tf(), input, filter, VolumeOptions.of(options), name);
  }

  /**
   * Computes the transpose of {@link #conv3d(Output, Output, Consumer)}. TF:
   * tf.nn.conv3d_transpose.
   *
   * @param value [batch, depth, height, width, inChannels] under NDHWC
   * @param filter [depth, height, width, outChannels, inChannels]
   * @param outputShape the shape of the result, an int32 or int64 vector of five
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the channels of {@code
   *     value} and {@code filter} differ
   */
  default Output conv3dTranspose(
      Output value, Output filter, Output outputShape, Consumer<VolumeOptions> options) {
    return conv3dTranspose(value, filter, outputShape, options, "conv3d_transpose");
  }

  /** As {@link #conv3dTranspose(Output, Output, Output, Consumer)}. */
  default Output conv3dTranspose(
      Output value,
      Output filter,
      Output outputShape,
      Consumer<VolumeOptions> options,
      String name) {
    return Conv3D.transpose(tf(), value, filter, outputShape, VolumeOptions.of(options), name);
  }

  /**
   * Takes the maximum of each window. TF: tf.nn.max_pool3d.
   *
   * @param input [batch, depth, height, width, channels] under NDHWC; half or float
   * @return [batch, outDepth, outHeight, outWidth, channels]
   */
  default Output maxPool3d(Output input, Consumer<VolumeOptions> options) {
    return maxPool3d(input, options, "MaxPool3D");
  }

  /** As {@link #maxPool3d(Output, Consumer)}. */
  default Output maxPool3d(Output input, Consumer<VolumeOptions> options, String name) {
    return Pool3D.pool(tf(), "MaxPool3D", input, VolumeOptions.of(options), name);
  }

  /**
   * Takes the mean of each window over what is not padding. TF: tf.nn.avg_pool3d.
   *
   * @param input [batch, depth, height, width, channels] under NDHWC; half, float or double
   * @return [batch, outDepth, outHeight, outWidth, channels]
   */
  default Output avgPool3d(Output input, Consumer<VolumeOptions> options) {
    return avgPool3d(input, options, "AvgPool3D");
  }

  /** As {@link #avgPool3d(Output, Consumer)}. */
  default Output avgPool3d(Output input, Consumer<VolumeOptions> options, String name) {
    return Pool3D.pool(tf(), "AvgPool3D", input, VolumeOptions.of(options), name);
  }
}

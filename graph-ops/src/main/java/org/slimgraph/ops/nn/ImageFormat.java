package org.slimgraph.ops.nn;

import java.util.function.IntPredicate;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.tensor.Shape;

/**
 * The order of an image's dimensions. Kernels know NHWC only; {@link #adapt} transposes the images
 * of other graphs on the way in and out.
 */
enum ImageFormat {
  /** [batch, height, width, channels]. */
  NHWC(1, 2, 3),
  /** [batch, channels, height, width]. */
  NCHW(2, 3, 1);

  private final int height;
  private final int width;
  private final int channels;

  ImageFormat(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /** Returns the format of an operation with attribute {@code data_format}. */
  static ImageFormat of(Attributes attrs) {
    String format = attrs.string("data_format");
    switch (format) {
      case "NHWC":
        return NHWC;
      case "NCHW":
        return NCHW;
      default:
        throw SlimgraphException.unimplemented(
            "Images of data_format %s are quantized; only NHWC and NCHW can run", format);
    }
  }

  /** Returns the index of the vertical dimension. */
  int height() {
    return height;
  }

  /** Returns the index of the horizontal dimension. */
  int width() {
    return width;
  }

  /** Returns the index of the channels. */
  int channels() {
    return channels;
  }

  /** Returns a shape in this format. */
  Shape shape(long batch, long imageHeight, long imageWidth, long imageChannels) {
    return this == NHWC
        ? Shape.of(batch, imageHeight, imageWidth, imageChannels)
        : Shape.of(batch, imageChannels, imageHeight, imageWidth);
  }

  /**
   * Returns a kernel for images of this format from one for NHWC.
   *
   * @param inputs which inputs are images or vectors of their sizes
   * @param outputs which outputs are images
   */
  Kernel adapt(Kernel kernel, IntPredicate inputs, IntPredicate outputs) {
    return this == NHWC ? kernel : new ChannelsFirstKernel(kernel, 4, inputs, outputs);
  }
}

package org.slimgraph.cpu;

/**
 * The sizes of a 2-D pooling of NHWC images: input [batch, height.input, width.input, channels],
 * output [batch, height.output, width.output, channels].
 *
 * @param batch the number of images
 * @param height the vertical axis
 * @param width the horizontal axis
 * @param channels the number of channels
 */
public record PoolGeometry(int batch, WindowAxis height, WindowAxis width, int channels) {

  /** Returns the elements of the input. */
  public int inputSize() {
    return batch * height.input() * width.input() * channels;
  }

  /** Returns the elements of the output. */
  public int outputSize() {
    return batch * height.output() * width.output() * channels;
  }

  /** Returns the index of the first channel of an input pixel. */
  int inputAt(int image, int y, int x) {
    return ((image * height.input() + y) * width.input() + x) * channels;
  }

  /** Returns the index of the first channel of an output pixel. */
  int outputAt(int image, int y, int x) {
    return ((image * height.output() + y) * width.output() + x) * channels;
  }
}

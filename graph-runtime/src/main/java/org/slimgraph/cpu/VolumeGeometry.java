package org.slimgraph.cpu;

/**
 * The sizes of a window that slides over volumes [batch, depth, height, width, channels].
 *
 * @param batch the number of volumes
 * @param depth the window along the first direction
 * @param height the vertical window
 * @param width the horizontal window
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 */
public record VolumeGeometry(
    int batch,
    WindowAxis depth,
    WindowAxis height,
    WindowAxis width,
    int inChannels,
    int outChannels) {

  /** Checks that positions fit 32 bits. */
  public VolumeGeometry {
    product(batch, depth.input(), height.input(), width.input(), inChannels);
    product(batch, depth.output(), height.output(), width.output(), outChannels);
    product(depth.window(), height.window(), width.window(), inChannels, outChannels);
  }

  private static int product(int... sizes) {
    int product = 1;
    for (int size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  /** Returns the elements of the input. */
  public int inputSize() {
    return batch * inputVolume();
  }

  /** Returns the elements of the output. */
  public int outputSize() {
    return batch * depth.output() * height.output() * width.output() * outChannels;
  }

  /** Returns the elements of the filter [depth, height, width, inChannels, outChannels]. */
  public int filterSize() {
    return taps() * inChannels * outChannels;
  }

  /** Returns the positions of the window. */
  int taps() {
    return depth.window() * height.window() * width.window();
  }

  private int inputVolume() {
    return depth.input() * height.input() * width.input() * inChannels;
  }

  /** Returns where the channels of an input place begin. */
  int inputAt(int n, int z, int y, int x) {
    return (((n * depth.input() + z) * height.input() + y) * width.input() + x) * inChannels;
  }

  /** Returns where the channels of an output place begin. */
  int outputAt(int n, int z, int y, int x) {
    return (((n * depth.output() + z) * height.output() + y) * width.output() + x) * outChannels;
  }

  /** Returns where the weights of a tap begin. */
  int filterAt(int tapZ, int tapY, int tapX) {
    return ((tapZ * height.window() + tapY) * width.window() + tapX) * inChannels * outChannels;
  }
}

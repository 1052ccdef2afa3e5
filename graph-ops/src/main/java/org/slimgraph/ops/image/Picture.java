package org.slimgraph.ops.image;

import org.slimgraph.error.SlimgraphException;

/**
 * Samples of an image [height, width, channels] as they come from a file.
 *
 * @param height rows
 * @param width columns
 * @param channels 1 grey, 2 grey and alpha, 3 red, green, blue, 4 these and alpha
 * @param bits bits of a sample, 8 or 16
 * @param samples one sample an element, owned by the image
 */
@SuppressWarnings("ArrayRecordComponent") // handed from a reader to one kernel and read once
record Picture(int height, int width, int channels, int bits, char[] samples) {
  /** Larger images are refused before memory is asked for. */
  private static final long LARGEST = 1L << 28;

  /**
   * Returns room for an image.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the sizes are not positive or too large
   */
  static Picture of(long height, long width, int channels, int bits) {
    if (height <= 0 || width <= 0 || height > LARGEST / width / channels) {
      throw SlimgraphException.invalidArgument(
          "An image of %d x %d pixels and %d channels is empty or larger than %d samples",
          height, width, channels, LARGEST);
    }
    char[] samples = new char[(int) (height * width) * channels];
    return new Picture((int) height, (int) width, channels, bits, samples);
  }

  /**
   * Returns the image with {@code wanted} channels, 0 for as many as it has, as libpng converts.
   *
   * @param opaque the alpha of images that have none
   */
  Picture withChannels(int wanted, int opaque) {
    if (wanted == 0 || wanted == channels) {
      return this;
    }
    Picture other = of(height, width, wanted, bits);
    for (int i = 0; i < height * width; i++) {
      int from = i * channels;
      int to = i * wanted;
      boolean grey = channels < 3;
      if (wanted < 3) {
        other.samples[to] = grey ? samples[from] : grey(from);
      } else {
        for (int c = 0; c < 3; c++) {
          other.samples[to + c] = samples[from + (grey ? 0 : c)];
        }
      }
      if (wanted % 2 == 0) {
        boolean hasAlpha = channels % 2 == 0;
        other.samples[to + wanted - 1] = hasAlpha ? samples[from + channels - 1] : (char) opaque;
      }
    }
    return other;
  }

  private char grey(int at) {
    int red = samples[at];
    int green = samples[at + 1];
    int blue = samples[at + 2];
    if (red == green && red == blue) {
      return samples[at];
    }
    long sum = 9797L * red + 19234L * green + 3737L * blue;
    return (char) (bits == 16 ? sum + 16384 >> 15 : sum >> 15);
  }

  /** Returns the image with samples of {@code wanted} bits: cut off, or spread over the range. */
  Picture withBits(int wanted) {
    if (wanted == bits) {
      return this;
    }
    Picture other = of(height, width, channels, wanted);
    for (int i = 0; i < samples.length; i++) {
      other.samples[i] = (char) (wanted == 8 ? samples[i] >> 8 : samples[i] * 257);
    }
    return other;
  }
}

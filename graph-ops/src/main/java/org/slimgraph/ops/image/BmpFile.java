package org.slimgraph.ops.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slimgraph.error.SlimgraphException;

/** Reads uncompressed BMP files of 8, 24 or 32 bits a pixel, as TF does. */
final class BmpFile {
  private BmpFile() {}

  /** Returns whether the bytes begin as BMP files do. */
  static boolean matches(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 'B' && bytes[1] == 'M';
  }

  /**
   * Returns the image in a file.
   *
   * @param channels what the file must have, 0 for any
   * @throws SlimgraphException INVALID_ARGUMENT if the file is damaged or has other channels
   */
  static Picture read(byte[] bytes, int channels) {
    if (bytes.length < 32) {
      throw SlimgraphException.invalidArgument(
          "Incomplete bmp content, requires at least 32 bytes to find the header size, width,"
              + " height, and bpp, got %d bytes",
          bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long first = in.getInt(10);
    long width = in.getInt(18);
    long signedHeight = in.getInt(22);
    int bits = in.getShort(28);
    if (channels != 0 && channels != bits / 8) {
      throw SlimgraphException.invalidArgument(
          "channels attribute %d does not match bits per pixel from file %d", channels, bits / 8);
    }
    int found = bits / 8;
    if (found != 1 && found != 3 && found != 4) {
      throw SlimgraphException.invalidArgument(
          "Number of channels inherent in the image must be 1, 3 or 4, was %d", found);
    }
    if (width <= 0 || signedHeight == 0) {
      throw SlimgraphException.invalidArgument(
          "Width must be positive and height not 0, but the bmp has %d and %d",
          width, signedHeight);
    }
    long height = Math.abs(signedHeight);
    long rowBytes = (found * 8L * width + 31) / 32 * 4;
    long least = first + (height - 1) * rowBytes + width * found;
    if (first < 0 || least > bytes.length) {
      throw SlimgraphException.invalidArgument(
          "Incomplete bmp content, requires at least %d bytes, got %d bytes", least, bytes.length);
    }
    Picture picture = Picture.of(height, width, found, 8);
    for (int y = 0; y < height; y++) {
      long row = first + (signedHeight < 0 ? y : height - 1 - y) * rowBytes;
      for (int i = 0; i < width * found; i++) {
        int c = i % found;
        int from = found > 1 && c < 3 ? 2 - c : c;
        picture.samples()[(int) (y * width * found) + i] =
            (char) (bytes[(int) row + i - c + from] & 0xff);
      }
    }
    return picture;
  }
}

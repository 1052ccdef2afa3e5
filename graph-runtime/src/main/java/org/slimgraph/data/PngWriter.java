package org.slimgraph.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files: a header, one chunk of compressed rows, an end. Each row is stored as the
 * difference to the pixels on its left, which suits smooth images and costs noise nothing.
 */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', '\r', '\n', 26, '\n'};
  private static final int[] COLOUR_TYPES = {0, 4, 2, 6};
  private static final byte FILTER_SUB = 1;

  private PngWriter() {}

  /** As the other, packed by zlib's default level. */
  public static byte[] encode(
      byte[] samples, int offset, int height, int width, int channels, int bits) {
    return encode(samples, offset, height, width, channels, bits, Deflater.DEFAULT_COMPRESSION);
  }

  /**
   * Encodes samples as a PNG file, without loss; equal images give equal files.
   *
   * @param samples rows of pixels of channels, from {@code offset} on; of 16 bits, the upper byte
   *     first
   * @param channels 1 for grey, 2 for grey and alpha, 3 for red, green and blue, 4 with alpha
   * @param bits 8 or 16 a sample
   * @param level of zlib, 0 to 9, or -1 for its default
   * @throws IllegalArgumentException if {@code channels}, {@code bits} or a size is none of these
   */
  public static byte[] encode(
      byte[] samples, int offset, int height, int width, int channels, int bits, int level) {
    if (height < 1 || width < 1 || channels < 1 || channels > 4 || (bits != 8 && bits != 16)) {
      throw new IllegalArgumentException(
          "No PNG image has "
              + height
              + " x "
              + width
              + " pixels of "
              + channels
              + " channels of "
              + bits
              + " bits");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) bits).put((byte) COLOUR_TYPES[channels - 1]);
    chunk(out, "IHDR", header.array());
    chunk(
        out, "IDAT", compressedRows(samples, offset, height, width, channels * (bits / 8), level));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] compressedRows(
      byte[] samples, int offset, int height, int width, int pixelBytes, int level) {
    int rowBytes = width * pixelBytes;
    byte[] row = new byte[1 + rowBytes];
    row[0] = FILTER_SUB;
    byte[] buffer = new byte[1 << 13];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(level);
    try {
      for (int y = 0; y <= height; y++) {
        if (y == height) {
          deflater.finish();
        } else {
          int from = offset + y * rowBytes;
          for (int i = 0; i < rowBytes; i++) {
            byte left = i < pixelBytes ? 0 : samples[from + i - pixelBytes];
            row[1 + i] = (byte) (samples[from + i] - left);
          }
          deflater.setInput(row);
        }
        for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
          out.write(buffer, 0, n);
        }
      }
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }
}

package org.slimgraph.ops.image;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.slimgraph.data.PngWriter;
import org.slimgraph.error.SlimgraphException;

/**
 * Reads and writes PNG files, by the PNG specification, second edition: all colour types and
 * depths, interlaced or not. Samples are exact; gamma and colour profiles do not count.
 */
final class PngFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Deflate packs a byte into no less than 1/1032 byte. */
  private static final long MOST_DEFLATED = 1032;

  private static final int[] PASS_X = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] PASS_Y = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
  private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

  private int width;
  private int height;
  private int depth;
  private int colorType;
  private boolean interlaced;
  private byte[] palette = new byte[0];
  private byte[] transparency = new byte[0];
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();

  private PngFile() {}

  /** Returns whether the bytes begin as PNG files do. */
  static boolean matches(byte[] bytes) {
    return bytes.length >= SIGNATURE.length
        && java.util.Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * Returns the image in a file, its palette resolved.
   *
   * <p>TF 1.x: the alpha of an image that has none is the largest sample of the file's depth, even
   * where that is below 8 bits. A transparent colour counts if 4 channels are wanted.
   *
   * @param channels the channels wanted, 0 for those of the file
   * @throws SlimgraphException INVALID_ARGUMENT if the file is damaged
   */
  static Picture read(byte[] bytes, int channels) {
    PngFile file = new PngFile();
    try {
      file.chunks(ByteBuffer.wrap(bytes, SIGNATURE.length, bytes.length - SIGNATURE.length));
      return file.picture(channels).withChannels(channels, (1 << file.depth) - 1);
    } catch (BufferUnderflowException e) {
      throw damaged("the file ends too early");
    } catch (DataFormatException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private static SlimgraphException damaged(String why) {
    return SlimgraphException.invalidArgument("Invalid PNG data: %s", why);
  }

  private void chunks(ByteBuffer in) {
    while (true) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining() - 8) {
        throw damaged("a chunk is longer than the file");
      }
      byte[] chunk = new byte[4 + length];
      in.get(chunk);
      CRC32 crc = new CRC32();
      crc.update(chunk);
      String type = new String(chunk, 0, 4, StandardCharsets.ISO_8859_1);
      boolean intact = (int) crc.getValue() == in.getInt();
      boolean critical = Character.isUpperCase(type.charAt(0));
      if (critical && !intact) {
        throw damaged("CRC error in chunk " + printable(type));
      }
      if (depth == 0 && !type.equals("IHDR")) {
        throw damaged("the header is missing");
      }
      switch (type) {
        case "IHDR" -> header(ByteBuffer.wrap(chunk, 4, length));
        case "PLTE" -> palette = java.util.Arrays.copyOfRange(chunk, 4, chunk.length);
        case "tRNS" -> {
          if (intact) {
            transparency = java.util.Arrays.copyOfRange(chunk, 4, chunk.length);
          }
        }
        case "IDAT" -> packed.write(chunk, 4, length);
        case "IEND" -> {
          return;
        }
        default -> {
          if (critical) {
            throw damaged("unknown chunk " + printable(type));
          }
        }
      }
    }
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }

  private void header(ByteBuffer in) {
    width = in.getInt();
    height = in.getInt();
    depth = in.get();
    colorType = in.get();
    int compression = in.get();
    int filtering = in.get();
    int interlace = in.get();
    boolean known =
        switch (colorType) {
          case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case 2, 4, 6 -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!known
        || compression != 0
        || filtering != 0
        || interlace < 0
        || interlace > 1
        || width <= 0
        || height <= 0) {
      throw damaged("the header is wrong");
    }
    interlaced = interlace == 1;
  }

  /** Returns the samples of a pixel in the file. */
  private int fileChannels() {
    return switch (colorType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  private Picture picture(int channels) throws DataFormatException {
    if (depth == 0) {
      throw damaged("the header is missing");
    }
    int bits = fileChannels() * depth;
    if ((long) width * height > packed.size() * MOST_DEFLATED * 8 / bits + 64L * height) {
      throw damaged(width + " x " + height + " pixels are more than the file can hold");
    }
    Picture raw = Picture.of(height, width, fileChannels(), depth == 16 ? 16 : 8);
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.toByteArray());
      if (interlaced) {
        for (int pass = 0; pass < 7; pass++) {
          pass(inflater, raw, PASS_X[pass], PASS_Y[pass], STEP_X[pass], STEP_Y[pass]);
        }
      } else {
        pass(inflater, raw, 0, 0, 1, 1);
      }
    } finally {
      inflater.end();
    }
    if (colorType == 3) {
      return resolved(raw);
    }
    return channels == 4 ? withTransparency(raw) : raw;
  }

  private void pass(Inflater inflater, Picture raw, int left, int top, int stepX, int stepY)
      throws DataFormatException {
    int columns = (width - left + stepX - 1) / stepX;
    if (columns <= 0) {
      return;
    }
    int pixelBytes = Math.max(1, fileChannels() * depth / 8);
    int rowBytes = Math.toIntExact(((long) columns * fileChannels() * depth + 7) / 8);
    byte[] previous = new byte[rowBytes];
    byte[] row = new byte[rowBytes];
    byte[] filter = new byte[1];
    for (int y = top; y < height; y += stepY) {
      inflate(inflater, filter);
      inflate(inflater, row);
      unfilter(filter[0], row, previous, pixelBytes);
      for (int i = 0; i < columns * fileChannels(); i++) {
        int x = left + i / fileChannels() * stepX;
        int to = (y * width + x) * fileChannels() + i % fileChannels();
        raw.samples()[to] = (char) sample(row, i);
      }
      byte[] done = row;
      row = previous;
      previous = done;
    }
  }

  private static void inflate(Inflater inflater, byte[] to) throws DataFormatException {
    int at = 0;
    while (at < to.length) {
      int count = inflater.inflate(to, at, to.length - at);
      if (count == 0) {
        throw damaged("there are too few pixels");
      }
      at += count;
    }
  }

  private static void unfilter(int filter, byte[] row, byte[] previous, int pixelBytes) {
    for (int i = 0; i < row.length; i++) {
      int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xff;
      int up = previous[i] & 0xff;
      int corner = i < pixelBytes ? 0 : previous[i - pixelBytes] & 0xff;
      int add =
          switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, corner);
            default -> throw damaged("unknown filter " + filter);
          };
      row[i] += (byte) add;
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  /** Returns sample {@code i} of a row; grey ones of few bits are spread over 8. */
  private int sample(byte[] row, int i) {
    if (depth == 16) {
      return (row[2 * i] & 0xff) << 8 | row[2 * i + 1] & 0xff;
    }
    if (depth == 8) {
      return row[i] & 0xff;
    }
    int perByte = 8 / depth;
    int value = (row[i / perByte] & 0xff) >> (perByte - 1 - i % perByte) * depth & (1 << depth) - 1;
    return colorType == 3 ? value : value * 255 / ((1 << depth) - 1);
  }

  private Picture resolved(Picture indices) {
    int channels = transparency.length > 0 ? 4 : 3;
    Picture colors = Picture.of(height, width, channels, 8);
    for (int i = 0; i < indices.samples().length; i++) {
      int index = indices.samples()[i];
      for (int c = 0; c < 3; c++) {
        int at = 3 * index + c;
        colors.samples()[channels * i + c] = (char) (at < palette.length ? palette[at] & 0xff : 0);
      }
      if (channels == 4) {
        colors.samples()[4 * i + 3] =
            (char) (index < transparency.length ? transparency[index] & 0xff : 255);
      }
    }
    return colors;
  }

  /** Makes one colour transparent, if the file names one. */
  private Picture withTransparency(Picture raw) {
    int channels = raw.channels();
    if (transparency.length < 2 * channels || channels % 2 == 0) {
      return raw;
    }
    Picture other = raw.withChannels(channels + 1, depth == 16 ? 65535 : 255);
    for (int i = 0; i < height * width; i++) {
      boolean same = true;
      for (int c = 0; c < channels; c++) {
        int value = (transparency[2 * c] & 0xff) << 8 | transparency[2 * c + 1] & 0xff;
        int spread = depth < 8 ? value * 255 / ((1 << depth) - 1) : value;
        same &= raw.samples()[i * channels + c] == spread;
      }
      if (same) {
        other.samples()[i * (channels + 1) + channels] = 0;
      }
    }
    return other;
  }

  /** Returns a file of {@code picture}, packed by zlib's {@code level}, -1 for its default. */
  static byte[] write(Picture picture, int level) {
    int bytes = picture.bits() / 8;
    byte[] samples = new byte[Math.multiplyExact(picture.samples().length, bytes)];
    int at = 0;
    for (char sample : picture.samples()) {
      if (bytes == 2) {
        samples[at++] = (byte) (sample >> 8);
      }
      samples[at++] = (byte) sample;
    }
    return PngWriter.encode(
        samples, 0, picture.height(), picture.width(), picture.channels(), picture.bits(), level);
  }
}

package org.slimgraph.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Images in the formats that the JDK reads: PNG, JPEG, BMP, GIF (its first frame). Writes PNG. */
public final class ImageFiles {
  /** The most pixels of an image that is decoded; a header may claim any number. */
  private static final long MAX_PIXELS = 1L << 27;

  private ImageFiles() {}

  /**
   * Decodes an image. Samples of 16 bits are cut to their upper 8, transparency is left out, and
   * colours become grey by the weights of ITU-R BT.601, 0.299, 0.587 and 0.114.
   *
   * @param channels 1 for grey, 3 for red, green and blue
   * @return UINT8 of shape [height, width, channels]
   * @throws SlimgraphException INVALID_ARGUMENT if the bytes are no such image or a damaged one;
   *     RESOURCE_EXHAUSTED if the image has more than 2^27 pixels
   */
  public static Tensor decode(byte[] bytes, int channels) {
    if (channels != 1 && channels != 3) {
      throw SlimgraphException.invalidArgument("channels must be 1 or 3, got %d", channels);
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw SlimgraphException.invalidArgument(
            "Not an image of a known format: PNG, JPEG, BMP or GIF");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        return toTensor(reader.read(0), channels);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // The last two are what the JDK's readers make of some damaged files.
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT, "Damaged image: " + e.getMessage(), e);
    }
  }

  private static void checkSize(int width, int height) {
    if ((long) width * height > MAX_PIXELS) {
      throw SlimgraphException.resourceExhausted(
          "An image of %d x %d pixels has more than %d", width, height, MAX_PIXELS);
    }
  }

  private static Tensor toTensor(BufferedImage image, int channels) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
    int[] samples = new int[3 * width];
    for (int y = 0; y < height; y++) {
      readRow(image, y, samples);
      for (int x = 0; x < width; x++) {
        int pixel = (y * width + x) * channels;
        int red = samples[3 * x];
        int green = samples[3 * x + 1];
        int blue = samples[3 * x + 2];
        if (channels == 1) {
          pixels[pixel] = (byte) grey(red, green, blue);
        } else {
          pixels[pixel] = (byte) red;
          pixels[pixel + 1] = (byte) green;
          pixels[pixel + 2] = (byte) blue;
        }
      }
    }
    return TensorStorage.wrap(DataType.UINT8, Shape.of(height, width, channels), pixels);
  }

  /**
   * Reads red, green and blue of a row. Takes the samples as they are stored: {@code getRGB} would
   * bend grey ones by the gamma of another colour space.
   */
  private static void readRow(BufferedImage image, int y, int[] samples) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    boolean indexed = image.getColorModel() instanceof IndexColorModel;
    for (int x = 0; x < image.getWidth(); x++) {
      int rgb = indexed ? image.getRGB(x, y) : 0;
      for (int c = 0; c < 3; c++) {
        samples[3 * x + c] =
            indexed
                ? rgb >> (16 - 8 * c) & 0xff
                : toByte(raster.getSample(x, y, bands < 3 ? 0 : c), raster, bands < 3 ? 0 : c);
      }
    }
  }

  private static int toByte(int sample, Raster raster, int band) {
    int bits = raster.getSampleModel().getSampleSize(band);
    return bits > 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }

  /** Returns the brightness in fixed point, as libjpeg computes it. */
  private static int grey(int red, int green, int blue) {
    return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }

  /**
   * Returns an image of another size, as tf.image.resize_images does with its defaults in TF 1.x:
   * bilinear, corners not aligned, then rounded to whole numbers.
   *
   * @param image UINT8 of shape [height, width, channels], at least one pixel
   */
  static Tensor resized(Tensor image, int height, int width) {
    int fromHeight = (int) image.shape().dim(0);
    int fromWidth = (int) image.shape().dim(1);
    int channels = (int) image.shape().dim(2);
    byte[] from = TensorStorage.bytes(image);
    byte[] to = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    float rowScale = fromHeight / (float) height;
    float columnScale = fromWidth / (float) width;
    for (int y = 0; y < height; y++) {
      int top = (int) (y * rowScale);
      int bottom = Math.min(top + 1, fromHeight - 1);
      float down = y * rowScale - top;
      for (int x = 0; x < width; x++) {
        int left = (int) (x * columnScale);
        int right = Math.min(left + 1, fromWidth - 1);
        float across = x * columnScale - left;
        for (int c = 0; c < channels; c++) {
          float above =
              between(from, top * fromWidth + left, top * fromWidth + right, channels, c, across);
          float below =
              between(
                  from, bottom * fromWidth + left, bottom * fromWidth + right, channels, c, across);
          to[(y * width + x) * channels + c] = (byte) Math.round(above + (below - above) * down);
        }
      }
    }
    return TensorStorage.wrap(DataType.UINT8, Shape.of(height, width, channels), to);
  }

  private static float between(
      byte[] pixels, int left, int right, int channels, int c, float across) {
    int first = pixels[left * channels + c] & 0xff;
    int second = pixels[right * channels + c] & 0xff;
    return first + (second - first) * across;
  }
}

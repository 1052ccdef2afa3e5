package org.slimgraph.ops.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slimgraph.error.SlimgraphException;

/**
 * Reads and writes JPEG files by the JDK's codec.
 *
 * <p>Samples come as the file has them; colours are converted here as libjpeg does. TF 1.x: its
 * libjpeg-turbo takes another inverse transform by default, so that samples differ by a few of 255
 * levels.
 */
final class JpegFile {
  private JpegFile() {}

  /** Returns whether the bytes begin as JPEG files do. */
  static boolean matches(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xff
        && bytes[1] == (byte) 0xd8
        && bytes[2] == (byte) 0xff;
  }

  /** Returns height, width and components of the file, from its frame header. */
  static int[] shape(byte[] bytes) {
    int at = 2;
    while (at + 9 < bytes.length && bytes[at] == (byte) 0xff) {
      int marker = bytes[at + 1] & 0xff;
      boolean frame = marker >= 0xc0 && marker <= 0xcf;
      if (frame && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        return new int[] {twoBytes(bytes, at + 5), twoBytes(bytes, at + 7), bytes[at + 9] & 0xff};
      }
      at += marker == 0xff ? 1 : 2 + Math.max(2, twoBytes(bytes, at + 2));
    }
    throw damaged(bytes);
  }

  private static int twoBytes(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static SlimgraphException damaged(byte[] bytes) {
    return SlimgraphException.invalidArgument(
        "Invalid JPEG data or crop window, data size %d", bytes.length);
  }

  /** Returns the transform that an Adobe marker states, -1 if there is none. */
  private static int adobeTransform(byte[] bytes) {
    int at = 2;
    while (at + 16 < bytes.length && bytes[at] == (byte) 0xff && bytes[at + 1] != (byte) 0xda) {
      if (bytes[at + 1] == (byte) 0xee
          && bytes[at + 4] == 'A'
          && bytes[at + 5] == 'd'
          && bytes[at + 6] == 'o') {
        return bytes[at + 15];
      }
      at += 2 + Math.max(2, twoBytes(bytes, at + 2));
    }
    return -1;
  }

  /**
   * Returns the image in a file.
   *
   * @param channels 1 for grey, 3 for colours, 0 for what the file has
   * @param recover whether a file that ends too early gives what there is
   * @throws SlimgraphException INVALID_ARGUMENT if the file is damaged
   */
  static Picture read(byte[] bytes, int channels, boolean recover) {
    int[] shape = shape(bytes);
    int wanted = channels != 0 ? channels : shape[2] == 1 ? 1 : 3;
    Picture picture = Picture.of(shape[0], shape[1], wanted, 8);
    Raster raster = raster(bytes, recover);
    int components = raster.getNumBands();
    if (raster.getWidth() != shape[1] || raster.getHeight() != shape[0]) {
      throw damaged(bytes);
    }
    int transform = adobeTransform(bytes);
    int[] pixel = new int[Math.max(4, components)];
    for (int y = 0; y < shape[0]; y++) {
      for (int x = 0; x < shape[1]; x++) {
        raster.getPixel(raster.getMinX() + x, raster.getMinY() + y, pixel);
        if (wanted == 1 && components == 3 && transform != 0) {
          picture.samples()[y * shape[1] + x] = (char) pixel[0];
          continue;
        }
        toRgb(pixel, components, transform);
        store(pixel, picture, (y * shape[1] + x) * wanted);
      }
    }
    return picture;
  }

  private static void store(int[] pixel, Picture picture, int at) {
    if (picture.channels() == 1) {
      int sum = 19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768;
      picture.samples()[at] = (char) (sum >> 16);
      return;
    }
    for (int c = 0; c < 3; c++) {
      picture.samples()[at + c] = (char) pixel[c];
    }
  }

  private static void toRgb(int[] pixel, int components, int transform) {
    if (components == 1) {
      pixel[1] = pixel[0];
      pixel[2] = pixel[0];
    } else if (components == 3 && transform != 0) {
      fromYcc(pixel);
    } else if (components == 4) {
      int key = pixel[3];
      if (transform == 2) {
        fromYcc(pixel);
        for (int c = 0; c < 3; c++) {
          pixel[c] = 255 - pixel[c];
        }
      }
      for (int c = 0; c < 3; c++) {
        pixel[c] = transform >= 0 ? key * pixel[c] / 255 : (255 - key) * (255 - pixel[c]) / 255;
      }
    }
  }

  /** As libjpeg: sums of 16 fractional bits. */
  private static void fromYcc(int[] pixel) {
    int luma = pixel[0];
    int blue = pixel[1] - 128;
    int red = pixel[2] - 128;
    pixel[0] = bounded(luma + (91881 * red + 32768 >> 16));
    pixel[1] = bounded(luma + (-22554 * blue - 46802 * red + 32768 >> 16));
    pixel[2] = bounded(luma + (116130 * blue + 32768 >> 16));
  }

  private static int bounded(int value) {
    return Math.max(0, Math.min(value, 255));
  }

  private static Raster raster(byte[] bytes, boolean recover) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    AtomicBoolean warned = new AtomicBoolean();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.addIIOReadWarningListener((source, warning) -> warned.set(true));
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (warned.get() && !recover) {
        throw damaged(bytes);
      }
      return raster;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The JDK's reader throws any of these at files that are not as they should be.
      throw damaged(bytes);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Returns a file of {@code picture}, of 1 or 3 channels.
   *
   * @param quality 0 to 100
   */
  static byte[] write(Picture picture, int quality, boolean progressive) {
    boolean grey = picture.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            picture.width(),
            picture.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = image.getRaster();
    int[] samples = new int[picture.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = picture.samples()[i];
    }
    raster.setPixels(0, 0, picture.width(), picture.height(), samples);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality / 100f);
      param.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw SlimgraphException.of(
          org.slimgraph.error.ErrorCode.INTERNAL, "JPEG encoding failed", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}

package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class ImageFolderTest {
  @TempDir Path folder;

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out));
    return out.toByteArray();
  }

  private static BufferedImage uniform(int type, int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private void add(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void classesAndFiles_areSorted() throws IOException {
    byte[] red = encode(uniform(BufferedImage.TYPE_INT_RGB, 3, 2, 0xff0000), "png");
    byte[] blue = encode(uniform(BufferedImage.TYPE_INT_RGB, 3, 2, 0x0000ff), "bmp");
    add("dog/b.png", red);
    add("dog/a.BMP", blue);
    add("cat/1.png", red);
    add("dog/notes.txt", red);
    add("dog/.hidden.png", red);
    add("readme.png", red);
    ImageFolder images = ImageFolder.open(folder);
    assertEquals(List.of("cat", "dog"), images.classes());
    assertEquals(3, images.size());
    List<List<Tensor>> all = images.dataset().toList();
    assertEquals(DataType.UINT8, all.get(0).get(0).dataType());
    assertEquals(Shape.of(2, 3, 3), all.get(0).get(0).shape());
    assertEquals(0, all.get(0).get(1).ints()[0]);
    assertArrayEquals(
        new int[] {0, 0, 255}, Arrays.copyOf(all.get(1).get(0).ints(), 3), "dog/a.BMP");
    assertArrayEquals(new int[] {255, 0, 0}, Arrays.copyOf(all.get(2).get(0).ints(), 3));
    assertEquals(1, all.get(2).get(1).ints()[0]);
    Tensor grey = images.grey().resized(5, 4).dataset().toList().get(0).get(0);
    assertEquals(Shape.of(5, 4, 1), grey.shape());
    assertEquals(76, grey.ints()[7]);
  }

  @Test
  void resized_interpolatesAsTensorFlow() {
    Tensor image =
        Tensor.of(DataType.UINT8, Shape.of(2, 2, 1), new byte[] {0, 100, 50, (byte) 250});
    // tf.image.resize_images(image, [4, 4]) of TF 1.15, rounded.
    assertArrayEquals(
        new int[] {0, 50, 100, 100, 25, 100, 175, 175, 50, 150, 250, 250, 50, 150, 250, 250},
        ImageFiles.resized(image, 4, 4).ints());
    assertArrayEquals(image.ints(), ImageFiles.resized(image, 2, 2).ints());
    assertArrayEquals(new int[] {0}, ImageFiles.resized(image, 1, 1).ints());
  }

  @Test
  void greyPixels_keepTheirValues() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 10, 100, 255});
    Tensor one = ImageFiles.decode(encode(image, "png"), 1);
    assertArrayEquals(new int[] {0, 10, 100, 255}, one.ints());
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x1234, 0xffff});
    Tensor colours = ImageFiles.decode(encode(deep, "png"), 3);
    assertArrayEquals(new int[] {0x12, 0x12, 0x12, 255, 255, 255}, colours.ints());
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffff);
    assertArrayEquals(new int[] {0, 255}, ImageFiles.decode(encode(bits, "png"), 1).ints());
  }

  @Test
  void jpeg_isCloseToWhatWasWritten() throws IOException {
    byte[] bytes = encode(uniform(BufferedImage.TYPE_INT_RGB, 16, 16, 0x4080c0), "jpg");
    int[] pixels = ImageFiles.decode(bytes, 3).ints();
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(0x40 * (i % 3 + 1), pixels[i], 4);
    }
  }

  @Test
  void damage_namesTheFile() throws IOException {
    byte[] png = encode(uniform(BufferedImage.TYPE_INT_RGB, 30, 20, 0x123456), "png");
    add("a/1.png", Arrays.copyOf(png, png.length / 2));
    add("a/2.png", "no image".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 2; i++) {
      try (DatasetIterator iterator = ImageFolder.open(folder).dataset().iterator()) {
        iterator.restore(new DatasetPosition(0, i));
        SlimgraphException e = assertThrows(SlimgraphException.class, iterator::next);
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        assertTrue(e.getMessage().endsWith((i + 1) + ".png"), e.getMessage());
      }
    }
  }

  @Test
  void everyCut_isAnErrorOrAnImage() throws IOException {
    for (String format : List.of("png", "jpg", "bmp", "gif")) {
      byte[] bytes = encode(uniform(BufferedImage.TYPE_INT_RGB, 9, 7, 0x123456), format);
      for (int length = 0; length < bytes.length; length += 3) {
        byte[] cut = Arrays.copyOf(bytes, length);
        try {
          // What is left of a picture may still be one.
          assertEquals(Shape.of(7, 9, 3), ImageFiles.decode(cut, 3).shape());
        } catch (SlimgraphException e) {
          assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        }
      }
    }
  }

  @Test
  void claimedSize_isBounded() throws IOException {
    byte[] png = encode(uniform(BufferedImage.TYPE_INT_RGB, 1, 1, 0), "png");
    // The width stands at offset 16; its checksum is not looked at before.
    png[16] = 0x7f;
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> ImageFiles.decode(png, 3));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
  }

  @Test
  void folderWithoutImages_isInvalid() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> ImageFolder.open(folder));
    assertTrue(e.getMessage().contains("sub-folder for each class"), e.getMessage());
  }
}

package org.slimgraph.examples;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The committed sample of Fashion-MNIST: grey images of 28 × 28 pixels, 5,000 for training and
 * 1,000 for tests. Format: IDX (big-endian header, then bytes), gzip.
 */
final class FashionMnist {
  static final int SIZE = 28;
  private static final int IMAGES_MAGIC = 0x803;

  private final float[] pixels;
  private final int count;

  private FashionMnist(float[] pixels, int count) {
    this.pixels = pixels;
    this.count = count;
  }

  /** Reads the training sample. */
  static FashionMnist training() {
    return read("train-images-idx3-ubyte.gz");
  }

  /** Reads the test sample. */
  static FashionMnist test() {
    return read("t10k-images-idx3-ubyte.gz");
  }

  private static FashionMnist read(String name) {
    try (InputStream resource = FashionMnist.class.getResourceAsStream("fashion-mnist/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("The resource fashion-mnist/" + name + " is missing");
      }
      DataInputStream in = new DataInputStream(new GZIPInputStream(resource));
      int magic = in.readInt();
      int count = in.readInt();
      if (magic != IMAGES_MAGIC || in.readInt() != SIZE || in.readInt() != SIZE) {
        throw new IllegalStateException(name + " is no IDX file of 28 x 28 images");
      }
      byte[] bytes = new byte[count * SIZE * SIZE];
      in.readFully(bytes);
      float[] pixels = new float[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        pixels[i] = (bytes[i] & 0xff) / 255f;
      }
      return new FashionMnist(pixels, count);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /** Returns the number of images. */
  int count() {
    return count;
  }

  /**
   * Returns a batch of images, beginning again at the first after the last.
   *
   * @return [size, 28, 28, 1], float, 0 for the background to 1
   */
  Tensor batch(int number, int size) {
    float[] batch = new float[size * SIZE * SIZE];
    for (int i = 0; i < size; i++) {
      int image = (int) (((long) number * size + i) % count);
      System.arraycopy(pixels, image * SIZE * SIZE, batch, i * SIZE * SIZE, SIZE * SIZE);
    }
    return Tensor.of(Shape.of(size, SIZE, SIZE, 1), batch);
  }
}

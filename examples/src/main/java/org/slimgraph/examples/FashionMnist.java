package org.slimgraph.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.slimgraph.data.Dataset;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.data.Idx;
import org.slimgraph.data.ImageTransforms;
import org.slimgraph.tensor.Tensor;

/**
 * The committed sample of Fashion-MNIST: grey images of 28 × 28 pixels, 5,000 for training and
 * 1,000 for tests.
 */
final class FashionMnist {
  private final Tensor images;
  private final Tensor labels;

  private FashionMnist(String set) {
    images = read(set + "-images-idx3-ubyte.gz");
    labels = read(set + "-labels-idx1-ubyte.gz");
  }

  /** Reads the training sample. */
  static FashionMnist training() {
    return new FashionMnist("train");
  }

  /** Reads the test sample. */
  static FashionMnist test() {
    return new FashionMnist("t10k");
  }

  private static Tensor read(String name) {
    try (InputStream resource = FashionMnist.class.getResourceAsStream("fashion-mnist/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("The resource fashion-mnist/" + name + " is missing");
      }
      return Idx.read(resource, name);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /** Returns the number of images. */
  int count() {
    return (int) images.shape().dim(0);
  }

  /**
   * Returns the images with their labels: float[28,28,1], 0 for the background to 1, and a uint8
   * scalar, 0 to 9.
   */
  Dataset dataset() {
    return Dataset.ofSlices(images, labels).map(ImageTransforms.toFloat(0));
  }

  /** Returns the first {@code size} images: float[size,28,28,1]. */
  Tensor first(int size) {
    try (DatasetIterator batches = dataset().batch(size, true).iterator()) {
      return batches.next().get(0);
    }
  }

  /** Returns batches of {@code size} images and labels without end. */
  DatasetIterator batches(int size) {
    return dataset().repeat().batch(size, true).iterator();
  }
}

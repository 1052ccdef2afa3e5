package org.slimgraph.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slimgraph.data.Dataset;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.data.Idx;
import org.slimgraph.data.ImageTransforms;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Fashion-MNIST: grey images of 28 × 28 pixels and one of ten classes for each. The committed
 * sample has 5,000 for training and 1,000 for tests; the whole set, 60,000 and 10,000, is read from
 * a folder with the four files under their usual names. Format: IDX, mostly gzip.
 */
final class FashionMnist {
  static final int SIZE = 28;
  static final int CLASSES = 10;

  private final Tensor images;
  private final Tensor labels;

  private FashionMnist(Tensor images, Tensor labels, String source) {
    if (images.dataType() != DataType.UINT8
        || images.shape().rank() != 3
        || images.shape().dim(1) != SIZE
        || images.shape().dim(2) != SIZE) {
      throw SlimgraphException.invalidArgument(
          "%s has %s%s, but images of 28 x 28 bytes are wanted",
          source, images.dataType().tfName(), images.shape().toBrackets());
    }
    if (labels.dataType() != DataType.UINT8 || labels.size() != images.shape().dim(0)) {
      throw SlimgraphException.invalidArgument(
          "%s has %d images, but its labels are %s%s",
          source, images.shape().dim(0), labels.dataType().tfName(), labels.shape().toBrackets());
    }
    this.images = images;
    int[] classes = new int[labels.size()];
    byte[] numbers = labels.bytes();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = numbers[i] & 0xff;
      if (classes[i] >= CLASSES) {
        throw SlimgraphException.invalidArgument(
            "Label %d of %s is %d, but there are %d classes", i, source, classes[i], CLASSES);
      }
    }
    this.labels = Tensor.vector(classes);
  }

  /** Reads the committed training sample. */
  static FashionMnist training() {
    return sample("train");
  }

  /** Reads the committed test sample. */
  static FashionMnist test() {
    return sample("t10k");
  }

  private static FashionMnist sample(String part) {
    return new FashionMnist(
        resource(part + "-images-idx3-ubyte.gz"), resource(part + "-labels-idx1-ubyte.gz"), part);
  }

  private static Tensor resource(String name) {
    try (InputStream in = FashionMnist.class.getResourceAsStream("fashion-mnist/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The resource fashion-mnist/" + name + " is missing");
      }
      return Idx.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /**
   * Reads a part of the set from a folder.
   *
   * @param part "train" or "t10k"
   * @throws SlimgraphException NOT_FOUND if a file is missing, DATA_LOSS if one is damaged,
   *     INVALID_ARGUMENT if one holds something else
   */
  static FashionMnist read(Path folder, String part) throws IOException {
    return new FashionMnist(
        file(folder, part + "-images-idx3-ubyte"),
        file(folder, part + "-labels-idx1-ubyte"),
        folder.resolve(part).toString());
  }

  private static Tensor file(Path folder, String name) throws IOException {
    for (String ending : List.of("", ".gz")) {
      Path file = folder.resolve(name + ending);
      if (Files.isRegularFile(file)) {
        return Idx.read(file);
      }
    }
    throw SlimgraphException.notFound("There is neither %s nor %s.gz in %s", name, name, folder);
  }

  /** Returns the number of images. */
  int count() {
    return labels.size();
  }

  /**
   * Returns the images with their classes: float [28, 28, 1], 0 for the background to 1, and an
   * int32 scalar.
   */
  Dataset dataset() {
    return Dataset.ofSlices(images, labels).map(ImageTransforms.toFloat(0));
  }

  /** Returns the first {@code size} images: float [size, 28, 28, 1]. */
  Tensor first(int size) {
    try (DatasetIterator batches = dataset().batch(size, true).iterator()) {
      return batches.next().get(0);
    }
  }

  /** Returns batches of {@code size} images and classes without end. */
  DatasetIterator batches(int size) {
    return dataset().repeat().batch(size, true).iterator();
  }
}

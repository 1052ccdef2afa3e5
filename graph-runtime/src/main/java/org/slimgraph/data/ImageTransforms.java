package org.slimgraph.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Changes of one component of an element that is an image of shape [height, width, channels]; the
 * others stay.
 */
public final class ImageTransforms {
  private ImageTransforms() {}

  /**
   * Makes a UINT8 image of any shape a FLOAT one, 0 to 1, as tf.image.convert_image_dtype. An image
   * of shape [height, width] gets one channel.
   */
  public static UnaryOperator<List<Tensor>> toFloat(int component) {
    return element -> replaced(element, component, toFloat(element.get(component)));
  }

  private static Tensor toFloat(Tensor image) {
    if (image.dataType() != DataType.UINT8) {
      throw SlimgraphException.invalidArgument(
          "toFloat takes uint8 images, not %s", image.dataType().tfName());
    }
    byte[] bytes = TensorStorage.bytes(image);
    float[] floats = new float[image.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (bytes[i] & 0xff) * (1f / 255);
    }
    Shape shape = image.shape().rank() == 2 ? image.shape().concat(Shape.of(1)) : image.shape();
    return TensorStorage.wrap(DataType.FLOAT, shape, floats);
  }

  /** Mirrors every other image, by chance. TF: tf.image.random_flip_left_right. */
  public static Augmentation randomFlipLeftRight(int component) {
    return (element, random) ->
        random.nextBoolean()
            ? replaced(element, component, flipped(element.get(component)))
            : element;
  }

  private static Tensor flipped(Tensor image) {
    checkRank(image);
    Object array = TensorStorage.allocate(image.dataType(), image.size());
    int height = (int) image.shape().dim(0);
    int width = (int) image.shape().dim(1);
    int channels = (int) image.shape().dim(2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = (y * width + x) * channels;
        int to = (y * width + width - 1 - x) * channels;
        TensorStorage.copy(image.dataType(), TensorStorage.array(image), from, array, to, channels);
      }
    }
    return TensorStorage.wrap(image.dataType(), image.shape(), array);
  }

  /**
   * Cuts a part of {@code height} rows and {@code width} columns out of the image with a border of
   * {@code padding} zeros around it, anywhere with equal chance. TF: tf.random_crop behind tf.pad.
   *
   * <p>Fails with INVALID_ARGUMENT at an image that is smaller, its border included.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public static Augmentation randomCrop(int component, int height, int width, int padding) {
    if (height < 0 || width < 0 || padding < 0) {
      throw new IllegalArgumentException(
          "No crop has " + height + " x " + width + " pixels and a padding of " + padding);
    }
    return (element, random) -> {
      Tensor image = element.get(component);
      checkRank(image);
      long rows = image.shape().dim(0) + 2L * padding - height;
      long columns = image.shape().dim(1) + 2L * padding - width;
      if (rows < 0 || columns < 0) {
        throw SlimgraphException.invalidArgument(
            "An image of shape %s with a padding of %d is smaller than the crop of %d x %d",
            image.shape().toBrackets(), padding, height, width);
      }
      int top = random.nextInt((int) rows + 1) - padding;
      int left = random.nextInt((int) columns + 1) - padding;
      return replaced(element, component, cropped(image, top, left, height, width));
    };
  }

  /** Cuts out a part; where it hangs over the edge there are zeros. */
  private static Tensor cropped(Tensor image, int top, int left, int height, int width) {
    int imageHeight = (int) image.shape().dim(0);
    int imageWidth = (int) image.shape().dim(1);
    int channels = (int) image.shape().dim(2);
    Tensor crop = Tensor.zeros(image.dataType(), Shape.of(height, width, channels));
    int firstX = Math.max(0, -left);
    int pixels = Math.min(width, imageWidth - left) - firstX;
    for (int y = Math.max(0, -top); y < Math.min(height, imageHeight - top) && pixels > 0; y++) {
      TensorStorage.copy(
          image.dataType(),
          TensorStorage.array(image),
          ((top + y) * imageWidth + left + firstX) * channels,
          TensorStorage.array(crop),
          (y * width + firstX) * channels,
          pixels * channels);
    }
    return crop;
  }

  private static void checkRank(Tensor image) {
    if (image.shape().rank() != 3) {
      throw SlimgraphException.invalidArgument(
          "An image has the shape [height, width, channels], not %s", image.shape().toBrackets());
    }
  }

  private static List<Tensor> replaced(List<Tensor> element, int component, Tensor value) {
    List<Tensor> components = new ArrayList<>(element);
    components.set(component, value);
    return List.copyOf(components);
  }
}

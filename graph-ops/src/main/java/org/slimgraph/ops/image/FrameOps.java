package org.slimgraph.ops.image;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/**
 * Builders that flip, turn, crop and pad images [height, width, channels] or [batch, height, width,
 * channels], of any type; part of {@link ImageOps}. Those that compute sizes need height and width
 * to be known while building.
 */
public interface FrameOps extends Builders {

  /** Reverses the order of columns. TF: tf.image.flip_left_right. */
  default Output flipLeftRight(Output image) {
    return Frames.flip(tf(), image, 1, "flip_left_right");
  }

  /** Reverses the order of rows. TF: tf.image.flip_up_down. */
  default Output flipUpDown(Output image) {
    return Frames.flip(tf(), image, 0, "flip_up_down");
  }

  /**
   * Reverses the order of columns in half of all runs, of a batch for each image by itself. TF:
   * tf.image.random_flip_left_right.
   */
  default Output randomFlipLeftRight(Output image) {
    return Frames.randomFlip(tf(), image, 1, "random_flip_left_right");
  }

  /**
   * Reverses the order of rows in half of all runs, of a batch for each image by itself. TF:
   * tf.image.random_flip_up_down.
   */
  default Output randomFlipUpDown(Output image) {
    return Frames.randomFlip(tf(), image, 0, "random_flip_up_down");
  }

  /**
   * Turns counter-clockwise by quarters. TF: tf.image.rot90.
   *
   * @param k the number of quarter turns, of either sign
   */
  default Output rot90(Output image, int k) {
    return Frames.rot90(tf(), image, k, "rot90");
  }

  /** Swaps rows and columns. TF: tf.image.transpose. */
  default Output transpose(Output image) {
    return Frames.transpose(tf(), image, "transpose");
  }

  /**
   * Cuts out the middle. TF: tf.image.central_crop.
   *
   * @param centralFraction the part of each side that stays, above 0 up to 1
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT for another fraction
   */
  default Output centralCrop(Output image, double centralFraction) {
    return Frames.centralCrop(tf(), image, centralFraction, "central_crop");
  }

  /**
   * Cuts out a box. TF: tf.image.crop_to_bounding_box.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if it does not lie in the image
   */
  default Output cropToBoundingBox(
      Output image, int offsetHeight, int offsetWidth, int targetHeight, int targetWidth) {
    return Frames.crop(tf(), image, offsetHeight, offsetWidth, targetHeight, targetWidth);
  }

  /**
   * Surrounds with zeros. TF: tf.image.pad_to_bounding_box.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the image does not fit
   */
  default Output padToBoundingBox(
      Output image, int offsetHeight, int offsetWidth, int targetHeight, int targetWidth) {
    return Frames.pad(tf(), image, offsetHeight, offsetWidth, targetHeight, targetWidth);
  }

  /**
   * Crops or pads each side evenly. TF: tf.image.resize_image_with_crop_or_pad.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if a target is not positive
   */
  default Output resizeImageWithCropOrPad(Output image, int targetHeight, int targetWidth) {
    return Frames.cropOrPad(
        tf(), image, targetHeight, targetWidth, "resize_image_with_crop_or_pad");
  }
}

package org.slimgraph.ops.image;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.tensor.DataType;

/** Builders of changes to colours; part of {@link ImageOps}. */
public interface ColorOps extends Builders {

  /**
   * Turns red, green, blue into hue, saturation, value. TF: tf.image.rgb_to_hsv.
   *
   * @param images [..., 3], from 0 to 1; float or double
   */
  default Output rgbToHsv(Output images) {
    return ColorSpaces.convert(tf(), "RGBToHSV", images, "RGBToHSV");
  }

  /**
   * Turns hue, saturation, value into red, green, blue. TF: tf.image.hsv_to_rgb.
   *
   * @param images [..., 3], from 0 to 1; float or double
   */
  default Output hsvToRgb(Output images) {
    return ColorSpaces.convert(tf(), "HSVToRGB", images, "HSVToRGB");
  }

  /**
   * Returns the luminance. TF: tf.image.rgb_to_grayscale.
   *
   * @param images [..., 3], of any real type
   * @return [..., 1], of the same type
   */
  default Output rgbToGrayscale(Output images) {
    return Colors.rgbToGrayscale(tf(), images, "rgb_to_grayscale");
  }

  /**
   * Repeats the one channel three times. TF: tf.image.grayscale_to_rgb.
   *
   * @param images [..., 1], of known rank
   * @return [..., 3]
   */
  default Output grayscaleToRgb(Output images) {
    return Colors.grayscaleToRgb(tf(), images, "grayscale_to_rgb");
  }

  /**
   * Converts to another type, where integers stand for the range of their type and floating-point
   * numbers for 0 to 1. TF: tf.image.convert_image_dtype.
   *
   * @param saturate whether values outside the range of the new type go to its bounds
   */
  default Output convertImageDtype(Output image, DataType dtype, boolean saturate) {
    return Colors.convert(tf(), image, dtype, saturate, "convert_image");
  }

  /** As {@link #convertImageDtype(Output, DataType, boolean)}, not saturated. */
  default Output convertImageDtype(Output image, DataType dtype) {
    return convertImageDtype(image, dtype, false);
  }

  /**
   * Adds {@code delta} to all pixels, which stand for 0 to 1. TF: tf.image.adjust_brightness.
   *
   * @param image of any real type
   */
  default Output adjustBrightness(Output image, float delta) {
    return Colors.brightness(tf(), image, tf().constant(delta));
  }

  /**
   * Scales the distance of each pixel from the mean of its channel. TF: tf.image.adjust_contrast.
   *
   * @param images [..., height, width, channels], of any real type
   */
  default Output adjustContrast(Output images, float contrastFactor) {
    return Colors.contrast(tf(), images, tf().constant(contrastFactor));
  }

  /**
   * Raises pixels, which stand for 0 to 1, to a power. TF: tf.image.adjust_gamma.
   *
   * @param image of any real type
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if {@code gamma} is negative
   */
  default Output adjustGamma(Output image, float gamma, float gain) {
    return Colors.gamma(tf(), image, gamma, gain);
  }

  /**
   * Turns the hue. TF: tf.image.adjust_hue.
   *
   * @param image [..., height, width, 3], of any real type
   * @param delta the part of a full turn, -1 to 1
   */
  default Output adjustHue(Output image, float delta) {
    return Colors.hue(tf(), image, tf().constant(delta));
  }

  /**
   * Scales the saturation. TF: tf.image.adjust_saturation.
   *
   * @param image [..., height, width, 3], of any real type
   */
  default Output adjustSaturation(Output image, float saturationFactor) {
    return Colors.saturation(tf(), image, tf().constant(saturationFactor));
  }

  /**
   * Adjusts brightness by a number drawn from -{@code maxDelta} to {@code maxDelta}. TF:
   * tf.image.random_brightness.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if {@code maxDelta} is negative
   */
  default Output randomBrightness(Output image, float maxDelta) {
    return Colors.brightness(tf(), image, Colors.around(tf(), "max_delta", maxDelta));
  }

  /**
   * Adjusts contrast by a factor drawn from {@code lower} to {@code upper}. TF:
   * tf.image.random_contrast.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT unless 0 ≤ lower &lt; upper
   */
  default Output randomContrast(Output image, float lower, float upper) {
    return Colors.contrast(tf(), image, Colors.between(tf(), lower, upper));
  }

  /**
   * Turns the hue by a part of up to {@code maxDelta}. TF: tf.image.random_hue.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT unless {@code maxDelta} is from
   *     0 to 0.5
   */
  default Output randomHue(Output image, float maxDelta) {
    return Colors.hue(tf(), image, Colors.aroundHue(tf(), maxDelta));
  }

  /**
   * Scales the saturation by a factor drawn from {@code lower} to {@code upper}. TF:
   * tf.image.random_saturation.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT unless 0 ≤ lower &lt; upper
   */
  default Output randomSaturation(Output image, float lower, float upper) {
    return Colors.saturation(tf(), image, Colors.between(tf(), lower, upper));
  }

  /**
   * Scales each image to mean 0 and variance 1; a uniform image becomes zeros. TF:
   * tf.image.per_image_standardization.
   *
   * @param image [..., height, width, channels], of any real type
   * @return float, of the same shape
   */
  default Output perImageStandardization(Output image) {
    return Colors.standardize(tf(), image, "per_image_standardization");
  }

  /**
   * Sums the absolute differences of neighbouring pixels. TF: tf.image.total_variation.
   *
   * @param images [height, width, channels] or [batch, height, width, channels]
   * @return a scalar, or [batch]
   */
  default Output totalVariation(Output images) {
    return Colors.totalVariation(tf(), images, "total_variation");
  }
}

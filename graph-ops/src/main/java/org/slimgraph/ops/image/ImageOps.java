package org.slimgraph.ops.image;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.image}. */
public final class ImageOps implements ColorOps, FrameOps {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          ColorAdjustments.CONTRAST,
          ColorAdjustments.HUE,
          ColorAdjustments.SATURATION,
          ColorSpaces.TO_HSV,
          ColorSpaces.TO_RGB,
          CropAndResize.SPEC,
          CropAndResize.GRAD_IMAGE,
          CropAndResize.GRAD_BOXES,
          ImageFiles.DECODE_PNG,
          ImageFiles.DECODE_JPEG,
          ImageFiles.DECODE_BMP,
          ImageFiles.JPEG_SHAPE,
          ImageFiles.ENCODE_PNG,
          ImageFiles.ENCODE_JPEG,
          NonMaxSuppression.SPEC,
          NonMaxSuppression.V2,
          NonMaxSuppression.V3,
          NonMaxSuppression.V4,
          NonMaxSuppression.V5,
          ResizeArea.SPEC,
          ResizeBicubic.SPEC,
          ResizeBicubic.GRAD_SPEC,
          ResizeBilinear.SPEC,
          ResizeBilinear.GRAD_SPEC,
          ResizeNearestNeighbor.SPEC,
          ResizeNearestNeighbor.GRAD_SPEC);

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public ImageOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Resizes images by bilinear interpolation; the result is float.
   *
   * @param images [batch, height, width, channels], of any real type
   * @param size int32 vector of the new height and width
   * @param alignCorners whether the centres of the corner pixels stay where they are
   */
  public Output resizeBilinear(Output images, Output size, boolean alignCorners, String name) {
    return ResizeBilinear.resize(tf, "ResizeBilinear", images, size, alignCorners, name);
  }

  /** As {@link #resizeBilinear(Output, Output, boolean, String)}, corners not aligned. */
  public Output resizeBilinear(Output images, Output size) {
    return resizeBilinear(images, size, false, "ResizeBilinear");
  }

  /**
   * Resizes images by taking the nearest pixel.
   *
   * @param images [batch, height, width, channels], of any real type
   * @param size int32 vector of the new height and width
   * @param alignCorners whether the centres of the corner pixels stay where they are
   */
  public Output resizeNearestNeighbor(
      Output images, Output size, boolean alignCorners, String name) {
    return ResizeBilinear.resize(tf, "ResizeNearestNeighbor", images, size, alignCorners, name);
  }

  /** As {@link #resizeNearestNeighbor(Output, Output, boolean, String)}, corners not aligned. */
  public Output resizeNearestNeighbor(Output images, Output size) {
    return resizeNearestNeighbor(images, size, false, "ResizeNearestNeighbor");
  }

  /**
   * Cuts boxes out of images and resizes them by bilinear interpolation; outside an image there is
   * 0.
   *
   * @param image [batch, height, width, channels], of any real type
   * @param boxes float [boxes, 4]: y1, x1, y2, x2, where 0 is the first pixel and 1 the last; the
   *     first corner may be behind the second, which flips the crop
   * @param boxInd int32 [boxes], the image of each box
   * @param cropSize int32 vector of the crops' height and width
   * @return float [boxes, cropHeight, cropWidth, channels]
   */
  public Output cropAndResize(Output image, Output boxes, Output boxInd, Output cropSize) {
    return cropAndResize(image, boxes, boxInd, cropSize, "CropAndResize");
  }

  /** As {@link #cropAndResize(Output, Output, Output, Output)}. */
  public Output cropAndResize(
      Output image, Output boxes, Output boxInd, Output cropSize, String name) {
    return CropAndResize.crop(tf, image, boxes, boxInd, cropSize, name);
  }

  /**
   * Selects boxes by falling score, without those that overlap one selected before.
   *
   * @param boxes [boxes, 4]: y1, x1, y2, x2
   * @param scores [boxes]
   * @param maxOutputSize int32 scalar
   * @param iouThreshold the largest accepted ratio of intersection to union, 0 to 1
   * @param scoreThreshold the score that a box must exceed
   * @return int32 vector of the selected boxes
   */
  public Output nonMaxSuppression(
      Output boxes,
      Output scores,
      Output maxOutputSize,
      float iouThreshold,
      float scoreThreshold,
      String name) {
    return NonMaxSuppression.select(
        tf, boxes, scores, maxOutputSize, iouThreshold, scoreThreshold, name);
  }

  /** Selects boxes of any score, with overlaps up to 0.5, as above. */
  public Output nonMaxSuppression(Output boxes, Output scores, Output maxOutputSize) {
    return nonMaxSuppression(
        boxes, scores, maxOutputSize, 0.5f, Float.NEGATIVE_INFINITY, "non_max_suppression");
  }
}

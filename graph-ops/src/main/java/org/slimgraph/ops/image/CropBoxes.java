package org.slimgraph.ops.image;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.Shape;

/**
 * Where the pixels of crops lie in their images.
 *
 * @param boxes [count, 4]: the corners (y, x) of each box, from 0 to 1 inside the image
 * @param images the image of each box
 * @param imageHeight the height of images
 * @param imageWidth the width of images
 * @param height the height of crops
 * @param width the width of crops
 */
record CropBoxes(
    float[] boxes, int[] images, int imageHeight, int imageWidth, int height, int width) {

  private static final Place OUTSIDE = new Place(-1, -1, -1, -1, 0, 0);

  /**
   * Returns the boxes of a kernel's inputs.
   *
   * @throws SlimgraphException OUT_OF_RANGE if a box names an image that does not exist
   */
  static CropBoxes of(
      KernelContext context,
      int boxesInput,
      int indicesInput,
      Shape image,
      int count,
      int height,
      int width) {
    int[] images = context.ints(indicesInput);
    for (int i = 0; i < count; i++) {
      if (images[i] < 0 || images[i] >= image.dim(0)) {
        throw SlimgraphException.outOfRange("box_index has values outside [0, batch_size)");
      }
    }
    return new CropBoxes(
        context.floats(boxesInput), images, (int) image.dim(1), (int) image.dim(2), height, width);
  }

  /** Checks that {@code image} is a stack of images with pixels. */
  static void checkImage(String what, Shape image) {
    if (image.rank() != 4) {
      throw SlimgraphException.invalidArgument("%s must be 4-D%s", what, image.toBrackets());
    }
    if (image.dim(1) <= 0 || image.dim(2) <= 0) {
      throw SlimgraphException.invalidArgument("image dimensions must be positive");
    }
  }

  /** Checks the size of crops. */
  static void checkCrop(int height, int width) {
    if (height <= 0 || width <= 0) {
      throw SlimgraphException.invalidArgument("crop dimensions must be positive");
    }
  }

  /** Returns the number of boxes in two inputs. */
  static int count(KernelContext context, int boxesInput, int indicesInput) {
    Shape boxes = context.shape(boxesInput);
    Shape indices = context.shape(indicesInput);
    if (boxes.elementCount() == 0 && indices.elementCount() == 0) {
      return 0;
    }
    if (boxes.rank() != 2) {
      throw SlimgraphException.invalidArgument("boxes must be 2-D%s", boxes.toBrackets());
    }
    if (boxes.dim(1) != 4) {
      throw SlimgraphException.invalidArgument("boxes must have 4 columns");
    }
    if (indices.rank() != 1) {
      throw SlimgraphException.invalidArgument("box_index must be 1-D%s", indices.toBrackets());
    }
    if (indices.dim(0) != boxes.dim(0)) {
      throw SlimgraphException.invalidArgument("box_index has incompatible shape");
    }
    return (int) boxes.dim(0);
  }

  /** Returns where a pixel of the crop of {@code box} lies. */
  Place place(int box, int y, int x, boolean nearest) {
    float inY = at(boxes[4 * box], boxes[4 * box + 2], imageHeight, height, y);
    float inX = at(boxes[4 * box + 1], boxes[4 * box + 3], imageWidth, width, x);
    if (!(inY >= 0 && inY <= imageHeight - 1 && inX >= 0 && inX <= imageWidth - 1)) {
      return OUTSIDE;
    }
    int image = images[box] * imageHeight;
    if (nearest) {
      int pixel = (image + (int) Math.floor(inY + 0.5f)) * imageWidth;
      pixel += (int) Math.floor(inX + 0.5f);
      return new Place(pixel, pixel, pixel, pixel, 0, 0);
    }
    int top = (int) Math.floor(inY);
    int bottom = (int) Math.ceil(inY);
    int left = (int) Math.floor(inX);
    int right = (int) Math.ceil(inX);
    return new Place(
        (image + top) * imageWidth + left,
        (image + top) * imageWidth + right,
        (image + bottom) * imageWidth + left,
        (image + bottom) * imageWidth + right,
        inY - top,
        inX - left);
  }

  private static float at(float from, float to, int imageSize, int size, int i) {
    if (size == 1) {
      return 0.5f * (from + to) * (imageSize - 1);
    }
    return from * (imageSize - 1) + i * ((to - from) * (imageSize - 1) / (size - 1));
  }

  /**
   * A place among four pixels, which may coincide.
   *
   * @param topLeft the pixel's number in the stack of images; -1 outside
   * @param down how far the place lies from top to bottom, 0 to 1
   * @param across how far it lies from left to right, 0 to 1
   */
  record Place(
      int topLeft, int topRight, int bottomLeft, int bottomRight, float down, float across) {

    boolean isOutside() {
      return topLeft < 0;
    }

    /** Sets all channels of a pixel of {@code out} to what lies at this place. */
    void sample(float[] pixels, int channels, float[] out, int to) {
      for (int c = 0; c < channels; c++) {
        float left = pixels[topLeft * channels + c];
        float above = left + (pixels[topRight * channels + c] - left) * across;
        left = pixels[bottomLeft * channels + c];
        float below = left + (pixels[bottomRight * channels + c] - left) * across;
        out[to + c] = above + (below - above) * down;
      }
    }

    /** Adds {@code value} to the four pixels by their weights. */
    void spread(float value, int channels, int c, double[] sums) {
      sums[topLeft * channels + c] += value * (1 - down) * (1 - across);
      sums[topRight * channels + c] += value * (1 - down) * across;
      sums[bottomLeft * channels + c] += value * down * (1 - across);
      sums[bottomRight * channels + c] += value * down * across;
    }

    /** Returns the derivative of a channel from top to bottom. */
    float slopeDown(float[] pixels, int channels, int c) {
      float left = pixels[bottomLeft * channels + c] - pixels[topLeft * channels + c];
      float right = pixels[bottomRight * channels + c] - pixels[topRight * channels + c];
      return (1 - across) * left + across * right;
    }

    /** Returns the derivative of a channel from left to right. */
    float slopeAcross(float[] pixels, int channels, int c) {
      float top = pixels[topRight * channels + c] - pixels[topLeft * channels + c];
      float bottom = pixels[bottomRight * channels + c] - pixels[bottomLeft * channels + c];
      return (1 - down) * top + down * bottom;
    }
  }
}

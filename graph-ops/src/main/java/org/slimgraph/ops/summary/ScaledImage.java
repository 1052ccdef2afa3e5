package org.slimgraph.ops.summary;

import java.util.function.DoubleUnaryOperator;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Tensor;

/**
 * An image of floats as bytes: values of at least 0 so that the largest becomes 255; if there are
 * negative ones, so that 0 becomes 128 and the one farthest from it 1 or 255. Pixels that are not
 * finite count for nothing and get a colour that says so.
 */
final class ScaledImage {
  private static final float ZERO_THRESHOLD = 1e-6f;

  private ScaledImage() {}

  /**
   * Returns the bytes of {@code pixels} pixels from element {@code from} on.
   *
   * @param image FLOAT, HALF or DOUBLE; the arithmetic is that of the type, as in TF
   */
  static byte[] bytes(Tensor image, int from, int pixels, int depth, byte[] badColor) {
    DoubleUnaryOperator rounded = rounding(image.dataType());
    double[] values = new double[pixels * depth];
    System.arraycopy(image.doubles(), from, values, 0, values.length);
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < pixels; p++) {
      for (int i = p * depth; i < (p + 1) * depth && isFinite(values, p, depth); i++) {
        min = Math.min(min, (float) values[i]);
        max = Math.max(max, (float) values[i]);
      }
    }
    float largest = min < 0 ? Math.max(Math.abs(min), Math.abs(max)) : max;
    float range = min < 0 ? 127f : 255f;
    double scale = rounded.applyAsDouble(largest < ZERO_THRESHOLD ? 0f : range / largest);
    double offset = min < 0 ? 128 : 0;
    byte[] bytes = new byte[values.length];
    for (int p = 0; p < pixels; p++) {
      boolean finite = isFinite(values, p, depth);
      for (int c = 0; c < depth; c++) {
        double scaled = rounded.applyAsDouble(values[p * depth + c] * scale);
        bytes[p * depth + c] =
            finite ? (byte) (int) rounded.applyAsDouble(scaled + offset) : badColor[c];
      }
    }
    return bytes;
  }

  /** Returns how results are rounded: sums and products of floats are exact enough as doubles. */
  private static DoubleUnaryOperator rounding(DataType type) {
    switch (type) {
      case FLOAT:
        return value -> (float) value;
      case HALF:
        return value -> HalfFloat.halfToFloat(HalfFloat.floatToHalf((float) value));
      default:
        return value -> value;
    }
  }

  private static boolean isFinite(double[] values, int pixel, int depth) {
    for (int i = pixel * depth; i < (pixel + 1) * depth; i++) {
      if (!Double.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }
}

package org.slimgraph.ops.image;

/**
 * Which places of an input dimension a resized dimension looks at. Immutable.
 *
 * @param input the size of the input
 * @param output the size of the result
 * @param scale input places for each output place
 * @param halfPixel whether pixels are squares with a centre, not points
 */
record ResizeAxis(int input, int output, float scale, boolean halfPixel) {

  static ResizeAxis of(int input, int output, boolean alignCorners, boolean halfPixel) {
    float scale =
        alignCorners && output > 1 ? (input - 1) / (float) (output - 1) : input / (float) output;
    return new ResizeAxis(input, output, scale, halfPixel);
  }

  /** Returns where place {@code i} of the result lies in the input. */
  float at(int i) {
    return halfPixel ? (i + 0.5f) * scale - 0.5f : i * scale;
  }

  /** Returns the place before that. */
  int lower(int i) {
    return Math.max((int) Math.floor(at(i)), 0);
  }

  /** Returns the place behind it. */
  int upper(int i) {
    return Math.min((int) Math.ceil(at(i)), input - 1);
  }

  /** Returns how far it lies from the place before, 0 to 1. */
  float weight(int i) {
    return at(i) - (float) Math.floor(at(i));
  }

  /** Returns the place nearest to it. */
  int nearest(int i, boolean alignCorners) {
    float place = halfPixel ? (i + 0.5f) * scale : i * scale;
    // Halves go away from zero, as C's roundf.
    int rounded = (int) Math.floor(alignCorners ? place + 0.5f : place);
    return Math.max(0, Math.min(rounded, input - 1));
  }
}

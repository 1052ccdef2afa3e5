package org.slimgraph.ops.image;

/**
 * The four input places around one place of a resized dimension, and their weights. Immutable.
 *
 * <p>TF 1.x: weights are those of 1024 distances from a place, for a = -0.75; with half pixel
 * centres a = -0.5, places outside the image weigh nothing and the rest is scaled to a sum of 1.
 */
final class CubicTaps {
  static final int COUNT = 4;
  private static final int STEPS = 1024;

  private final int[] places = new int[COUNT];
  private final float[] weights = new float[COUNT];

  private CubicTaps(ResizeAxis axis, int i) {
    float at = axis.at(i);
    int before = (int) Math.floor(at);
    int step = (int) Math.rint((at - before) * STEPS);
    double a = axis.halfPixel() ? -0.5 : -0.75;
    weights[0] = far(step, a);
    weights[1] = near(step, a);
    weights[2] = near(STEPS - step, a);
    weights[3] = far(STEPS - step, a);
    for (int tap = 0; tap < COUNT; tap++) {
      int place = before - 1 + tap;
      places[tap] = Math.max(0, Math.min(place, axis.input() - 1));
      if (axis.halfPixel() && places[tap] != place) {
        weights[tap] = 0f;
      }
    }
    if (axis.halfPixel()) {
      scaleToOne();
    }
  }

  private void scaleToOne() {
    float sum = weights[0] + weights[1] + weights[2] + weights[3];
    if (Math.abs(sum) >= 1000 * Float.MIN_NORMAL) {
      float scale = 1f / sum;
      for (int tap = 0; tap < COUNT; tap++) {
        weights[tap] *= scale;
      }
    }
  }

  /** Returns the taps of each place of the resized dimension. */
  static CubicTaps[] of(ResizeAxis axis) {
    CubicTaps[] taps = new CubicTaps[axis.output()];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = new CubicTaps(axis, i);
    }
    return taps;
  }

  /** The weight at a distance of up to 1. */
  private static float near(int step, double a) {
    float x = (float) (step * 1.0 / STEPS);
    return (float) (((a + 2) * x - (a + 3)) * x * x + 1);
  }

  /** The weight at a distance of 1 more. */
  private static float far(int step, double a) {
    float x = (float) (step * 1.0 / STEPS) + 1f;
    return (float) (((a * x - 5 * a) * x + 8 * a) * x - 4 * a);
  }

  int place(int tap) {
    return places[tap];
  }

  float weight(int tap) {
    return weights[tap];
  }
}

package org.slimgraph.ops.summary;

import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/** Elements of any real type as floating-point numbers. */
final class Numbers {
  private Numbers() {}

  static double[] doubles(Tensor tensor) {
    if (tensor.dataType().isFloating()) {
      return tensor.doubles();
    }
    long[] longs = tensor.longs();
    double[] doubles = new double[longs.length];
    boolean unsigned = tensor.dataType() == DataType.UINT64;
    for (int i = 0; i < longs.length; i++) {
      doubles[i] = unsigned && longs[i] < 0 ? 2.0 * (double) half(longs[i]) : (double) longs[i];
    }
    return doubles;
  }

  /** Returns the elements as floats, rounded once: integers do not become doubles on the way. */
  static float[] floats(Tensor tensor) {
    if (tensor.dataType().isInteger()) {
      long[] longs = tensor.longs();
      float[] floats = new float[longs.length];
      boolean unsigned = tensor.dataType() == DataType.UINT64;
      for (int i = 0; i < longs.length; i++) {
        floats[i] = unsigned && longs[i] < 0 ? 2f * (float) half(longs[i]) : (float) longs[i];
      }
      return floats;
    }
    double[] doubles = tensor.doubles();
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /** Returns half of an unsigned number, its last bit kept so that rounding is not changed. */
  private static long half(long unsigned) {
    return unsigned >>> 1 | unsigned & 1;
  }
}

package org.slimgraph.ops.math;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.slimgraph.cpu.FloatBinaryOperator;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** How the rows of a segment become one row: what it starts from, and how a row is taken in. */
enum SegmentReduction {
  SUM(Float::sum, Double::sum, Integer::sum, Long::sum),
  PROD((x, y) -> x * y, (x, y) -> x * y, (x, y) -> x * y, (x, y) -> x * y),
  MAX(Math::max, Math::max, Math::max, Math::max),
  MIN(Math::min, Math::min, Math::min, Math::min);

  private final FloatBinaryOperator floats;
  private final DoubleBinaryOperator doubles;
  private final IntBinaryOperator ints;
  private final LongBinaryOperator longs;

  SegmentReduction(
      FloatBinaryOperator floats,
      DoubleBinaryOperator doubles,
      IntBinaryOperator ints,
      LongBinaryOperator longs) {
    this.floats = floats;
    this.doubles = doubles;
    this.ints = ints;
    this.longs = longs;
  }

  /** Returns what changes nothing that it is reduced with, in {@code type}. */
  double start(DataType type) {
    switch (this) {
      case SUM:
        return 0;
      case PROD:
        return 1;
      case MAX:
        return type.lowest();
      case MIN:
        return type.highest();
    }
    throw new AssertionError(this);
  }

  /** Sets all elements to {@code value}. */
  static void fill(Tensor tensor, double value) {
    Object array = TensorStorage.array(tensor);
    if (array instanceof float[] x) {
      Arrays.fill(x, 0, tensor.size(), (float) value);
    } else if (array instanceof double[] x) {
      Arrays.fill(x, 0, tensor.size(), value);
    } else if (array instanceof int[] x) {
      Arrays.fill(x, 0, tensor.size(), (int) value);
    } else {
      Arrays.fill((long[]) array, 0, tensor.size(), (long) value);
    }
  }

  /** Takes {@code count} elements of {@code x} into as many of {@code out}. */
  void take(Object x, int from, Object out, int to, int count) {
    if (x instanceof float[] source) {
      take(source, from, (float[]) out, to, count);
    } else if (x instanceof double[] source) {
      double[] target = (double[]) out;
      for (int i = 0; i < count; i++) {
        target[to + i] = doubles.applyAsDouble(target[to + i], source[from + i]);
      }
    } else if (x instanceof int[] source) {
      int[] target = (int[]) out;
      for (int i = 0; i < count; i++) {
        target[to + i] = ints.applyAsInt(target[to + i], source[from + i]);
      }
    } else {
      long[] source = (long[]) x;
      long[] target = (long[]) out;
      for (int i = 0; i < count; i++) {
        target[to + i] = longs.applyAsLong(target[to + i], source[from + i]);
      }
    }
  }

  /** The sum of floats stands apart, since it runs in every training step with embeddings. */
  private void take(float[] x, int from, float[] out, int to, int count) {
    if (this == SUM) {
      for (int i = 0; i < count; i++) {
        out[to + i] += x[from + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      out[to + i] = floats.applyAsFloat(out[to + i], x[from + i]);
    }
  }

  /** Divides {@code count} elements by {@code divisor}; integers towards zero. */
  static void divide(Object x, int from, int count, int divisor) {
    for (int i = from; i < from + count; i++) {
      if (x instanceof float[] floats) {
        floats[i] /= divisor;
      } else if (x instanceof double[] doubles) {
        doubles[i] /= divisor;
      } else if (x instanceof int[] ints) {
        ints[i] /= divisor;
      } else {
        ((long[]) x)[i] /= divisor;
      }
    }
  }
}

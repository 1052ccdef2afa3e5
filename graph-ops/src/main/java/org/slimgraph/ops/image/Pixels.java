package org.slimgraph.ops.image;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Elements of any real type as floats or doubles, and back. */
final class Pixels {
  private Pixels() {}

  /** Returns the elements as floats; the array may be longer, and is not to be written to. */
  static float[] floats(Tensor tensor) {
    if (tensor.dataType() == DataType.FLOAT) {
      return TensorStorage.floats(tensor);
    }
    double[] doubles = doubles(tensor);
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /** Returns a copy of the elements as doubles. */
  static double[] doubles(Tensor tensor) {
    if (tensor.dataType().isFloating()) {
      return tensor.doubles();
    }
    long[] longs = tensor.longs();
    double[] doubles = new double[longs.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = longs[i];
    }
    return doubles;
  }

  /** Sets all elements of {@code tensor}, rounding. */
  static void store(double[] values, Tensor tensor) {
    switch (tensor.dataType()) {
      case FLOAT -> {
        for (int i = 0; i < values.length; i++) {
          TensorStorage.floats(tensor)[i] = (float) values[i];
        }
      }
      case DOUBLE -> System.arraycopy(values, 0, TensorStorage.doubles(tensor), 0, values.length);
      case INT32 -> {
        for (int i = 0; i < values.length; i++) {
          TensorStorage.ints(tensor)[i] = (int) values[i];
        }
      }
      case INT8, UINT8 -> {
        for (int i = 0; i < values.length; i++) {
          TensorStorage.bytes(tensor)[i] = (byte) (int) values[i];
        }
      }
      case HALF -> {
        for (int i = 0; i < values.length; i++) {
          TensorStorage.shorts(tensor)[i] = HalfFloat.floatToHalf((float) values[i]);
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          TensorStorage.shorts(tensor)[i] = HalfFloat.floatToBfloat16((float) values[i]);
        }
      }
      default ->
          throw SlimgraphException.unimplemented(
              "Resizing gradients of type %s are not built", tensor.dataType().tfName());
    }
  }
}

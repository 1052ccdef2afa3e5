package org.slimgraph.ops;

import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Numbers written in a program, as tensors of the type that an op wants. */
public final class Literals {
  private Literals() {}

  /**
   * Returns {@code value} as a scalar of {@code type}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the type cannot hold numbers
   */
  public static Tensor scalar(DataType type, double value) {
    return filled(type, Shape.scalar(), value);
  }

  /**
   * Returns a tensor whose every element is {@code value}: for BOOL, whether it is not 0; for
   * STRING, empty.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the type cannot hold the value
   */
  public static Tensor filled(DataType type, Shape shape, double value) {
    Tensor tensor = Tensor.zeros(type, shape);
    if (value != 0 || Double.doubleToRawLongBits(value) != 0) {
      fill(tensor, value);
    }
    return tensor;
  }

  private static void fill(Tensor tensor, double value) {
    switch (tensor.dataType()) {
      case FLOAT -> Arrays.fill(TensorStorage.floats(tensor), (float) value);
      case DOUBLE -> Arrays.fill(TensorStorage.doubles(tensor), value);
      case HALF -> Arrays.fill(TensorStorage.shorts(tensor), HalfFloat.floatToHalf((float) value));
      case BFLOAT16 ->
          Arrays.fill(TensorStorage.shorts(tensor), HalfFloat.floatToBfloat16((float) value));
      case INT32, UINT32 -> Arrays.fill(TensorStorage.ints(tensor), (int) (long) value);
      case INT64, UINT64 -> Arrays.fill(TensorStorage.longs(tensor), (long) value);
      case INT16, UINT16 -> Arrays.fill(TensorStorage.shorts(tensor), (short) value);
      case INT8, UINT8 -> Arrays.fill(TensorStorage.bytes(tensor), (byte) value);
      case BOOL -> Arrays.fill(TensorStorage.booleans(tensor), value != 0);
      default ->
          throw SlimgraphException.invalidArgument(
              "%s cannot hold the number %s", tensor.dataType().tfName(), value);
    }
  }
}

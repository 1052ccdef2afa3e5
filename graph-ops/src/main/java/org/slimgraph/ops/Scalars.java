package org.slimgraph.ops;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Java numbers as scalars of a given type, as Python TF converts its numbers. */
public final class Scalars {
  private Scalars() {}

  /**
   * Returns {@code value} as a scalar of {@code type}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if {@code type} is an integer type that does not
   *     hold the value, or is not a numeric type
   */
  public static Tensor of(DataType type, Number value) {
    DataType base = type.base();
    switch (base) {
      case FLOAT:
        return Tensor.scalar(value.floatValue());
      case DOUBLE:
        return Tensor.scalar(value.doubleValue());
      case HALF:
        return wrap(base, new short[] {HalfFloat.floatToHalf(value.floatValue())});
      case BFLOAT16:
        return wrap(base, new short[] {HalfFloat.floatToBfloat16(value.floatValue())});
      case INT32:
      case UINT32:
        return wrap(base, new int[] {(int) integer(base, value)});
      case INT64:
      case UINT64:
        return wrap(base, new long[] {integer(base, value)});
      case INT16:
      case UINT16:
        return wrap(base, new short[] {(short) integer(base, value)});
      case INT8:
      case UINT8:
        return wrap(base, new byte[] {(byte) integer(base, value)});
      default:
        throw SlimgraphException.invalidArgument(
            "Expected %s, got %s of type '%s' instead.",
            base.tfName(), value, value.getClass().getSimpleName());
    }
  }

  private static Tensor wrap(DataType type, Object array) {
    return TensorStorage.wrap(type, Shape.scalar(), array);
  }

  private static long integer(DataType type, Number value) {
    boolean whole = !(value instanceof Double || value instanceof Float);
    if (!whole || value.doubleValue() < type.lowest() || value.doubleValue() > type.highest()) {
      throw SlimgraphException.invalidArgument(
          "Expected %s, got %s of type '%s' instead.",
          type.tfName(), value, value.getClass().getSimpleName());
    }
    return value.longValue();
  }
}

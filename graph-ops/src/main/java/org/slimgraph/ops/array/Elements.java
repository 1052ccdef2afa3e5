package org.slimgraph.ops.array;

import java.nio.ByteBuffer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Loops over elements of any type in the arrays that hold them. */
public final class Elements {
  /** Elements that are copied at once when filling: few enough to stay in the first cache. */
  private static final int FILL_BLOCK = 4096;

  private Elements() {}

  /** Sets {@code count} elements from {@code from} on to element {@code at} of {@code value}. */
  static void fill(DataType type, Object array, int from, int count, Object value, int at) {
    if (count <= 0) {
      return;
    }
    TensorStorage.copy(type, value, at, array, from, 1);
    int done = 1;
    while (done < count) {
      int next = Math.min(Math.min(done, FILL_BLOCK), count - done);
      TensorStorage.copy(type, array, from, array, from + done, next);
      done += next;
    }
  }

  /** Sets all elements of {@code tensor} to zero, false or the empty string. */
  static void zero(Tensor tensor) {
    DataType type = tensor.dataType();
    fill(type, TensorStorage.array(tensor), 0, tensor.size(), TensorStorage.allocate(type, 1), 0);
  }

  /** Copies all elements of {@code from} to {@code to}, which has as many. */
  static void copy(Tensor from, Tensor to) {
    TensorStorage.copy(
        from.dataType(), TensorStorage.array(from), 0, TensorStorage.array(to), 0, from.size());
  }

  /** Returns an array whose first element is the one of {@code type}; true for BOOL. */
  static Object one(DataType type) {
    Object array = TensorStorage.allocate(type, 1);
    if (array instanceof float[] floats) {
      floats[0] = 1;
    } else if (array instanceof double[] doubles) {
      doubles[0] = 1;
    } else if (array instanceof int[] ints) {
      ints[0] = 1;
    } else if (array instanceof long[] longs) {
      longs[0] = 1;
    } else if (array instanceof short[] shorts) {
      shorts[0] = oneOf16Bits(type);
    } else if (array instanceof byte[] bytes) {
      bytes[0] = 1;
    } else if (array instanceof boolean[] booleans) {
      booleans[0] = true;
    } else {
      throw noArithmetic(type);
    }
    return array;
  }

  private static short oneOf16Bits(DataType type) {
    if (type == DataType.HALF) {
      return HalfFloat.floatToHalf(1);
    }
    return type == DataType.BFLOAT16 ? HalfFloat.floatToBfloat16(1) : 1;
  }

  /**
   * Adds {@code count} elements to others of the same type.
   *
   * @param sign 1, or -1 to subtract
   */
  public static void add(
      DataType type, int sign, Object from, int fromAt, Object to, int toAt, int count) {
    switch (type) {
      case FLOAT -> addFloats(sign, (float[]) from, fromAt, (float[]) to, toAt, count);
      case COMPLEX64 ->
          addFloats(sign, (float[]) from, 2 * fromAt, (float[]) to, 2 * toAt, 2 * count);
      case DOUBLE -> addDoubles(sign, (double[]) from, fromAt, (double[]) to, toAt, count);
      case COMPLEX128 ->
          addDoubles(sign, (double[]) from, 2 * fromAt, (double[]) to, 2 * toAt, 2 * count);
      case INT32, UINT32 -> {
        for (int i = 0; i < count; i++) {
          ((int[]) to)[toAt + i] += sign * ((int[]) from)[fromAt + i];
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          ((long[]) to)[toAt + i] += sign * ((long[]) from)[fromAt + i];
        }
      }
      case INT8, UINT8 -> {
        byte[] sums = (byte[]) to;
        for (int i = 0; i < count; i++) {
          sums[toAt + i] = (byte) (sums[toAt + i] + sign * ((byte[]) from)[fromAt + i]);
        }
      }
      case INT16, UINT16, HALF, BFLOAT16 -> {
        short[] sums = (short[]) to;
        for (int i = 0; i < count; i++) {
          sums[toAt + i] = sum16(type, sums[toAt + i], sign, ((short[]) from)[fromAt + i]);
        }
      }
      default -> throw noArithmetic(type);
    }
  }

  private static void addFloats(
      int sign, float[] from, int fromAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] += sign * from[fromAt + i];
    }
  }

  private static void addDoubles(
      int sign, double[] from, int fromAt, double[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] += sign * from[fromAt + i];
    }
  }

  private static short sum16(DataType type, short a, int sign, short b) {
    if (type == DataType.HALF) {
      return HalfFloat.floatToHalf(HalfFloat.halfToFloat(a) + sign * HalfFloat.halfToFloat(b));
    } else if (type == DataType.BFLOAT16) {
      return HalfFloat.floatToBfloat16(
          HalfFloat.bfloat16ToFloat(a) + sign * HalfFloat.bfloat16ToFloat(b));
    }
    return (short) (a + sign * b);
  }

  private static SlimgraphException noArithmetic(DataType type) {
    return SlimgraphException.unimplemented(
        "No arithmetic is built for elements of type %s here; cast to float first", type.tfName());
  }

  /**
   * Returns an object that is equal to that of another element exactly if the two elements are
   * equal: 0 equals −0, NaN equals nothing.
   */
  static Object key(Tensor tensor, int i) {
    Object array = TensorStorage.array(tensor);
    if (array instanceof byte[][] strings) {
      return ByteBuffer.wrap(strings[i]);
    }
    switch (tensor.dataType()) {
      case FLOAT:
        return key(((float[]) array)[i]);
      case DOUBLE:
        return key(((double[]) array)[i]);
      case HALF:
        return key(HalfFloat.halfToFloat(((short[]) array)[i]));
      case BFLOAT16:
        return key(HalfFloat.bfloat16ToFloat(((short[]) array)[i]));
      case BOOL:
        return ((boolean[]) array)[i];
      default:
        return integer(array, i);
    }
  }

  private static Object key(double value) {
    return Double.isNaN(value) ? new Object() : (Object) (value + 0.0);
  }

  private static Object integer(Object array, int i) {
    if (array instanceof int[] ints) {
      return ints[i];
    } else if (array instanceof long[] longs) {
      return longs[i];
    } else if (array instanceof short[] shorts) {
      return shorts[i];
    } else if (array instanceof byte[] bytes) {
      return bytes[i];
    }
    throw SlimgraphException.unimplemented(
        "Elements stored as %s cannot be compared", array.getClass().getSimpleName());
  }

  /** Returns element {@code i} of a tensor of real floating-point numbers. */
  static double real(Tensor tensor, int i) {
    switch (tensor.dataType()) {
      case FLOAT:
        return TensorStorage.floats(tensor)[i];
      case DOUBLE:
        return TensorStorage.doubles(tensor)[i];
      case HALF:
        return HalfFloat.halfToFloat(TensorStorage.shorts(tensor)[i]);
      case BFLOAT16:
        return HalfFloat.bfloat16ToFloat(TensorStorage.shorts(tensor)[i]);
      default:
        throw noArithmetic(tensor.dataType());
    }
  }

  /** Sets element {@code i} of a tensor of real floating-point numbers, rounding. */
  static void setReal(Tensor tensor, int i, double value) {
    switch (tensor.dataType()) {
      case FLOAT -> TensorStorage.floats(tensor)[i] = (float) value;
      case DOUBLE -> TensorStorage.doubles(tensor)[i] = value;
      case HALF -> TensorStorage.shorts(tensor)[i] = HalfFloat.floatToHalf((float) value);
      case BFLOAT16 -> TensorStorage.shorts(tensor)[i] = HalfFloat.floatToBfloat16((float) value);
      default -> throw noArithmetic(tensor.dataType());
    }
  }

  /** Returns whether element {@code i} is neither zero nor false. */
  static boolean isSet(Tensor tensor, int i) {
    Object array = TensorStorage.array(tensor);
    if (array instanceof boolean[] booleans) {
      return booleans[i];
    } else if (array instanceof float[] floats && tensor.dataType() == DataType.COMPLEX64) {
      return floats[2 * i] != 0 || floats[2 * i + 1] != 0;
    } else if (array instanceof double[] doubles && tensor.dataType() == DataType.COMPLEX128) {
      return doubles[2 * i] != 0 || doubles[2 * i + 1] != 0;
    } else if (array instanceof float[] floats) {
      return floats[i] != 0;
    } else if (array instanceof double[] doubles) {
      return doubles[i] != 0;
    } else if (array instanceof short[] shorts && tensor.dataType().isFloating()) {
      return (shorts[i] & 0x7fff) != 0;
    }
    return ((Number) integer(array, i)).longValue() != 0;
  }
}

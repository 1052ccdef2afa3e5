package org.slimgraph.ops.state;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * What an updating op does to an element of a variable. Integers wrap around in their width; half
 * and bfloat16 are computed as floats.
 */
enum ElementUpdate {
  ASSIGN {
    @Override
    double real(double current, double update) {
      return update;
    }

    @Override
    long integer(long current, long update) {
      return update;
    }
  },
  ADD {
    @Override
    double real(double current, double update) {
      return current + update;
    }

    @Override
    long integer(long current, long update) {
      return current + update;
    }
  },
  SUB {
    @Override
    double real(double current, double update) {
      return current - update;
    }

    @Override
    long integer(long current, long update) {
      return current - update;
    }
  },
  MUL {
    @Override
    double real(double current, double update) {
      return current * update;
    }

    @Override
    long integer(long current, long update) {
      return current * update;
    }
  },
  DIV {
    @Override
    double real(double current, double update) {
      return current / update;
    }

    @Override
    long integer(long current, long update) {
      if (update == 0) {
        throw SlimgraphException.invalidArgument("Integer division by zero");
      }
      return current / update;
    }
  },
  MIN {
    @Override
    double real(double current, double update) {
      return update < current ? update : current;
    }

    @Override
    long integer(long current, long update) {
      return Math.min(current, update);
    }
  },
  MAX {
    @Override
    double real(double current, double update) {
      return current < update ? update : current;
    }

    @Override
    long integer(long current, long update) {
      return Math.max(current, update);
    }
  };

  /**
   * Updates a real element. Float elements go through here too: sums, differences, products and
   * quotients of two floats are exact enough in double to round to the float result.
   */
  abstract double real(double current, double update);

  /** Updates an integer element. */
  abstract long integer(long current, long update);

  /** Updates {@code count} elements of {@code target} in place. */
  void apply(Tensor target, int at, Tensor updates, int from, int count) {
    DataType type = target.dataType();
    if (this == ASSIGN) {
      TensorStorage.copy(
          type, TensorStorage.array(updates), from, TensorStorage.array(target), at, count);
      return;
    }
    switch (type) {
      case FLOAT -> floats(target, at, updates, from, count);
      case DOUBLE -> doubles(target, at, updates, from, count);
      case HALF, BFLOAT16 -> halves(target, at, updates, from, count);
      case INT64, INT32, INT16, INT8, UINT8, UINT16 -> integers(target, at, updates, from, count);
      default ->
          throw SlimgraphException.unimplemented(
              "%s of a %s variable is not built; use float, double or integer variables",
              this, type.tfName());
    }
  }

  private void floats(Tensor target, int at, Tensor updates, int from, int count) {
    float[] to = TensorStorage.floats(target);
    float[] with = TensorStorage.floats(updates);
    for (int i = 0; i < count; i++) {
      to[at + i] = (float) real(to[at + i], with[from + i]);
    }
  }

  private void doubles(Tensor target, int at, Tensor updates, int from, int count) {
    double[] to = TensorStorage.doubles(target);
    double[] with = TensorStorage.doubles(updates);
    for (int i = 0; i < count; i++) {
      to[at + i] = real(to[at + i], with[from + i]);
    }
  }

  private void halves(Tensor target, int at, Tensor updates, int from, int count) {
    short[] to = TensorStorage.shorts(target);
    short[] with = TensorStorage.shorts(updates);
    boolean half = target.dataType() == DataType.HALF;
    for (int i = 0; i < count; i++) {
      to[at + i] =
          half
              ? HalfFloat.floatToHalf(
                  (float)
                      real(
                          HalfFloat.halfToFloat(to[at + i]), HalfFloat.halfToFloat(with[from + i])))
              : HalfFloat.floatToBfloat16(
                  (float)
                      real(
                          HalfFloat.bfloat16ToFloat(to[at + i]),
                          HalfFloat.bfloat16ToFloat(with[from + i])));
    }
  }

  private void integers(Tensor target, int at, Tensor updates, int from, int count) {
    Object to = TensorStorage.array(target);
    Object with = TensorStorage.array(updates);
    DataType type = target.dataType();
    for (int i = 0; i < count; i++) {
      write(type, to, at + i, integer(read(type, to, at + i), read(type, with, from + i)));
    }
  }

  private static long read(DataType type, Object array, int i) {
    return switch (type) {
      case INT64 -> ((long[]) array)[i];
      case INT32 -> ((int[]) array)[i];
      case INT16 -> ((short[]) array)[i];
      case UINT16 -> ((short[]) array)[i] & 0xffff;
      case INT8 -> ((byte[]) array)[i];
      default -> ((byte[]) array)[i] & 0xff;
    };
  }

  private static void write(DataType type, Object array, int i, long value) {
    switch (type) {
      case INT64 -> ((long[]) array)[i] = value;
      case INT32 -> ((int[]) array)[i] = (int) value;
      case INT16, UINT16 -> ((short[]) array)[i] = (short) value;
      default -> ((byte[]) array)[i] = (byte) value;
    }
  }
}

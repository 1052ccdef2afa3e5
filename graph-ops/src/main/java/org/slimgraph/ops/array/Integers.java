package org.slimgraph.ops.array;

import com.google.common.primitives.Longs;
import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Reads the small int32 and int64 tensors that say sizes, axes and places. */
final class Integers {
  private Integers() {}

  /** Returns element {@code i} of an int32 or int64 tensor. */
  static long at(Tensor tensor, int i) {
    return tensor.dataType() == DataType.INT32
        ? TensorStorage.ints(tensor)[i]
        : TensorStorage.longs(tensor)[i];
  }

  /** Sets element {@code i} of an int32 or int64 tensor. */
  static void set(Tensor tensor, int i, long value) {
    if (tensor.dataType() == DataType.INT32) {
      TensorStorage.ints(tensor)[i] = Math.toIntExact(value);
    } else {
      TensorStorage.longs(tensor)[i] = value;
    }
  }

  /** Returns an int32 or int64 tensor. */
  static Tensor tensor(DataType type, Shape shape, long... values) {
    return type == DataType.INT64
        ? Tensor.of(shape, values)
        : Tensor.of(shape, Longs.asList(values).stream().mapToInt(Math::toIntExact).toArray());
  }

  /** Returns the sizes of a fully defined shape. */
  static int[] sizes(Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(shape.dim(i));
    }
    return sizes;
  }

  /** Returns the product of the sizes from axis {@code from} up to and without {@code to}. */
  static int product(Shape shape, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product = Math.multiplyExact(product, Math.toIntExact(shape.dim(i)));
    }
    return product;
  }

  /**
   * Returns the shape whose sizes a tensor lists.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a size is negative
   */
  static Shape shape(Tensor sizes) {
    long[] dims = sizes.longs();
    for (long dim : dims) {
      if (dim < 0) {
        throw SlimgraphException.invalidArgument("Dimension %d must be >= 0", dim);
      }
    }
    return Shape.of(dims);
  }

  /** Returns the place of a flat index as TF writes it: {@code [1,2]}, "" for a scalar. */
  static String place(Shape shape, int flat) {
    StringBuilder text = new StringBuilder();
    int rest = flat;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      text.insert(0, (i == 0 ? "[" : ",") + rest % shape.dim(i));
      rest = (int) (rest / Math.max(1, shape.dim(i)));
    }
    return shape.rank() == 0 ? "" : text.append(']').toString();
  }

  /** Returns {@code [1,2]}. */
  static String brackets(long... values) {
    return Arrays.toString(values).replace(" ", "");
  }

  /** Returns the int vector of {@code values}. */
  static Tensor vector(int... values) {
    return Tensor.vector(values);
  }

  /** Returns the sizes of {@code shape}, -1 where unknown, as an int32 vector. */
  static Tensor vector(Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(shape.dim(i));
    }
    return Tensor.vector(sizes);
  }
}

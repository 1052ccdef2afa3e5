package org.slimgraph.tensor;

import java.nio.ByteBuffer;
import org.slimgraph.error.SlimgraphException;

/**
 * The arrays behind tensors, for runtimes and kernels. Everything here shares storage: who uses it
 * promises not to write to an array that a tensor seen by others holds.
 *
 * <p>An array may be longer than its tensor needs; the first {@link Tensor#size()} elements count.
 * Elements are stored as
 *
 * <ul>
 *   <li>FLOAT {@code float[]}, DOUBLE {@code double[]}, BOOL {@code boolean[]}
 *   <li>INT32, UINT32, QINT32 {@code int[]}; INT64, UINT64 {@code long[]}
 *   <li>INT16, UINT16, QINT16, QUINT16 and the bits of HALF and BFLOAT16 {@code short[]}
 *   <li>INT8, UINT8, QINT8, QUINT8 {@code byte[]}
 *   <li>COMPLEX64 {@code float[]}, COMPLEX128 {@code double[]}: real and imaginary part in turn
 *   <li>STRING {@code byte[][]}, RESOURCE and VARIANT {@code Object[]}
 * </ul>
 */
public final class TensorStorage {
  private TensorStorage() {}

  /** Returns the backing array. */
  public static Object array(Tensor tensor) {
    return tensor.array();
  }

  /** Returns the backing array of a FLOAT or COMPLEX64 tensor. */
  public static float[] floats(Tensor tensor) {
    return (float[]) array(tensor, Storage.FLOATS);
  }

  /** Returns the backing array of a DOUBLE or COMPLEX128 tensor. */
  public static double[] doubles(Tensor tensor) {
    return (double[]) array(tensor, Storage.DOUBLES);
  }

  /** Returns the backing array of a tensor of 32-bit integers. */
  public static int[] ints(Tensor tensor) {
    return (int[]) array(tensor, Storage.INTS);
  }

  /** Returns the backing array of a tensor of 64-bit integers. */
  public static long[] longs(Tensor tensor) {
    return (long[]) array(tensor, Storage.LONGS);
  }

  /** Returns the backing array of a tensor of 16-bit integers, HALF or BFLOAT16. */
  public static short[] shorts(Tensor tensor) {
    return (short[]) array(tensor, Storage.SHORTS);
  }

  /** Returns the backing array of a tensor of 8-bit integers. */
  public static byte[] bytes(Tensor tensor) {
    return (byte[]) array(tensor, Storage.BYTES);
  }

  /** Returns the backing array of a BOOL tensor. */
  public static boolean[] booleans(Tensor tensor) {
    return (boolean[]) array(tensor, Storage.BOOLEANS);
  }

  /** Returns the backing array of a STRING tensor. */
  public static byte[][] strings(Tensor tensor) {
    return (byte[][]) array(tensor, Storage.STRINGS);
  }

  /** Returns the backing array of a RESOURCE or VARIANT tensor. */
  public static Object[] objects(Tensor tensor) {
    return (Object[]) array(tensor, Storage.OBJECTS);
  }

  private static Object array(Tensor tensor, Storage wanted) {
    Storage storage = Storage.of(tensor.dataType());
    if (storage != wanted) {
      throw SlimgraphException.invalidArgument(
          "A %s tensor is stored as %s, not %s",
          tensor.dataType().tfName(), storage.arrayName(), wanted.arrayName());
    }
    return tensor.array();
  }

  /**
   * Returns a tensor on {@code array} itself.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the array is of the wrong class or too short, or
   *     {@code shape} is not fully defined
   */
  public static Tensor wrap(DataType type, Shape shape, Object array) {
    int size = Tensor.checkedSize(type, shape);
    int capacity = capacity(type, array);
    if (capacity < size) {
      throw SlimgraphException.invalidArgument(
          "An array of %d elements is too short for shape %s of %d elements",
          capacity, shape.toBrackets(), size);
    }
    return new Tensor(type, shape, size, array);
  }

  /**
   * Returns a new array for {@code elements} elements of {@code type}: zeros, empty strings or
   * nothing.
   *
   * @throws SlimgraphException RESOURCE_EXHAUSTED if no Java array can hold that many
   */
  public static Object allocate(DataType type, int elements) {
    Tensor.checkCells(type, elements);
    return Storage.of(type).allocate(elements * Storage.cellsPerElement(type));
  }

  /**
   * Returns how many elements of {@code type} fit in {@code array}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if elements of {@code type} are not stored in
   *     arrays of its class
   */
  public static int capacity(DataType type, Object array) {
    Storage storage = Storage.of(type);
    if (!storage.holds(array)) {
      throw SlimgraphException.invalidArgument(
          "Elements of type %s are stored as %s, not %s",
          type.tfName(), storage.arrayName(), array.getClass().getSimpleName());
    }
    return java.lang.reflect.Array.getLength(array) / Storage.cellsPerElement(type);
  }

  /** Copies elements from one array of {@code type} to another, or within one. */
  public static void copy(
      DataType type, Object from, int fromElement, Object to, int toElement, int elements) {
    int cells = Storage.cellsPerElement(type);
    System.arraycopy(from, fromElement * cells, to, toElement * cells, elements * cells);
  }

  /**
   * Returns a tensor of the little-endian elements at the buffer's position; the position stays.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if fewer bytes remain than {@code shape} needs, or
   *     elements of {@code type} have no fixed size
   */
  public static Tensor read(DataType type, Shape shape, ByteBuffer littleEndian) {
    int size = Tensor.checkedSize(type, shape);
    long bytes = byteCount(type, size);
    if (littleEndian.remaining() < bytes) {
      throw SlimgraphException.invalidArgument(
          "%s of shape %s takes %d bytes, but %d are given",
          type.tfName(), shape.toBrackets(), bytes, littleEndian.remaining());
    }
    Object array = allocate(type, size);
    Storage.of(type)
        .read(Storage.littleEndian(littleEndian), array, 0, size * Storage.cellsPerElement(type));
    return new Tensor(type, shape, size, array);
  }

  /**
   * Puts the elements in little-endian order at the buffer's position and moves it behind them.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if elements of the type have no fixed size
   */
  public static void write(Tensor tensor, ByteBuffer littleEndian) {
    DataType type = tensor.dataType();
    int bytes = Math.toIntExact(byteCount(type, tensor.size()));
    Storage.of(type)
        .write(
            tensor.array(),
            0,
            tensor.size() * Storage.cellsPerElement(type),
            Storage.littleEndian(littleEndian));
    littleEndian.position(littleEndian.position() + bytes);
  }

  /** Returns whether all elements are the same, bit for bit; so they are if there are none. */
  public static boolean isUniform(Tensor tensor) {
    DataType type = tensor.dataType();
    Storage storage = Storage.of(type);
    int step = Storage.cellsPerElement(type);
    for (int cell = step; cell < tensor.size() * step; cell++) {
      if (!storage.same(tensor.array(), cell, cell - step)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the bytes that {@code elements} elements take in files. */
  static long byteCount(DataType type, int elements) {
    if (type.byteSize() == 0) {
      throw SlimgraphException.invalidArgument(
          "Elements of type %s have no fixed size in bytes%s",
          type.tfName(), type == DataType.STRING ? "; use byteStrings()" : "");
    }
    return (long) elements * type.byteSize();
  }
}

package org.slimgraph.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/**
 * A value: elements of one type in row-major order, and a fully defined shape. Immutable: arrays
 * are copied in and out. Runtimes reach the array inside through {@link TensorStorage}.
 */
public final class Tensor {
  /** Java arrays of more cells than this cannot be relied on. */
  private static final long MAX_CELLS = Integer.MAX_VALUE - 8;

  private final DataType type;
  private final Shape shape;
  private final int size;
  private final Object array;

  /** Takes {@code array} as it is; callers have checked all of it. */
  Tensor(DataType type, Shape shape, int size, Object array) {
    this.type = type;
    this.shape = shape;
    this.size = size;
    this.array = array;
  }

  /**
   * Returns a FLOAT tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, float[] values) {
    return copyOf(DataType.FLOAT, shape, values, values.length);
  }

  /**
   * Returns a DOUBLE tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, double[] values) {
    return copyOf(DataType.DOUBLE, shape, values, values.length);
  }

  /**
   * Returns an INT32 tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, int[] values) {
    return copyOf(DataType.INT32, shape, values, values.length);
  }

  /**
   * Returns an INT64 tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, long[] values) {
    return copyOf(DataType.INT64, shape, values, values.length);
  }

  /**
   * Returns a BOOL tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, boolean[] values) {
    return copyOf(DataType.BOOL, shape, values, values.length);
  }

  /**
   * Returns a STRING tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the number of values is not that of the shape
   */
  public static Tensor of(Shape shape, byte[][] values) {
    return copyOf(DataType.STRING, shape, cloneAll(values, values.length), values.length);
  }

  /**
   * Returns a tensor of any type whose elements have a fixed size.
   *
   * @param littleEndian the elements in row-major order, each with its lowest byte first; a boolean
   *     is one byte
   * @throws SlimgraphException INVALID_ARGUMENT if the number of bytes is not that of the shape
   */
  public static Tensor of(DataType type, Shape shape, byte[] littleEndian) {
    long bytes = TensorStorage.byteCount(type, checkedSize(type, shape));
    if (bytes != littleEndian.length) {
      throw SlimgraphException.invalidArgument(
          "%s of shape %s takes %d bytes, but %d are given",
          type.tfName(), shape.toBrackets(), bytes, littleEndian.length);
    }
    return TensorStorage.read(type, shape, ByteBuffer.wrap(littleEndian));
  }

  private static Tensor copyOf(DataType type, Shape shape, Object values, int length) {
    int size = checkedSize(type, shape);
    if (size != length) {
      throw SlimgraphException.invalidArgument(
          "Shape %s has %d elements, but %d values are given", shape.toBrackets(), size, length);
    }
    Object array = TensorStorage.allocate(type, size);
    TensorStorage.copy(type, values, 0, array, 0, size);
    return new Tensor(type, shape, size, array);
  }

  /** Returns the element count of {@code shape} if a tensor of {@code type} can have it. */
  static int checkedSize(DataType type, Shape shape) {
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "A tensor needs a fully defined shape, not %s", shape.toBrackets());
    }
    long count = shape.elementCount();
    checkCells(type, count);
    return (int) count;
  }

  /** Refuses element counts that no Java array can hold. */
  static void checkCells(DataType type, long elements) {
    if (elements > MAX_CELLS / Storage.cellsPerElement(type)) {
      throw SlimgraphException.resourceExhausted(
          "A tensor of %d %s elements does not fit in one Java array", elements, type.tfName());
    }
  }

  /** Returns a FLOAT scalar. */
  public static Tensor scalar(float value) {
    return new Tensor(DataType.FLOAT, Shape.scalar(), 1, new float[] {value});
  }

  /** Returns a DOUBLE scalar. */
  public static Tensor scalar(double value) {
    return new Tensor(DataType.DOUBLE, Shape.scalar(), 1, new double[] {value});
  }

  /** Returns an INT32 scalar. */
  public static Tensor scalar(int value) {
    return new Tensor(DataType.INT32, Shape.scalar(), 1, new int[] {value});
  }

  /** Returns an INT64 scalar. */
  public static Tensor scalar(long value) {
    return new Tensor(DataType.INT64, Shape.scalar(), 1, new long[] {value});
  }

  /** Returns a BOOL scalar. */
  public static Tensor scalar(boolean value) {
    return new Tensor(DataType.BOOL, Shape.scalar(), 1, new boolean[] {value});
  }

  /** Returns a STRING scalar of {@code value} in UTF-8. */
  public static Tensor scalar(String value) {
    return strings(Shape.scalar(), value);
  }

  /** Returns a STRING scalar. */
  public static Tensor scalar(byte[] value) {
    return new Tensor(DataType.STRING, Shape.scalar(), 1, new byte[][] {value.clone()});
  }

  /** Returns a FLOAT vector. */
  public static Tensor vector(float... values) {
    return of(Shape.of(values.length), values);
  }

  /** Returns an INT32 vector. */
  public static Tensor vector(int... values) {
    return of(Shape.of(values.length), values);
  }

  /** Returns an INT64 vector. */
  public static Tensor vector(long... values) {
    return of(Shape.of(values.length), values);
  }

  /** Returns a STRING tensor of {@code values} in UTF-8. */
  public static Tensor strings(Shape shape, String... values) {
    byte[][] bytes = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = values[i].getBytes(StandardCharsets.UTF_8);
    }
    return copyOf(DataType.STRING, shape, bytes, bytes.length);
  }

  /**
   * Returns a tensor of zeros: false for BOOL, empty for STRING.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for RESOURCE and VARIANT, which have no zero
   */
  public static Tensor zeros(DataType type, Shape shape) {
    int size = checkedSize(type, shape);
    if (Storage.of(type) == Storage.OBJECTS && size > 0) {
      throw SlimgraphException.invalidArgument("Type %s has no zero", type.tfName());
    }
    return new Tensor(type, shape, size, TensorStorage.allocate(type, size));
  }

  /** Returns the element type, never a reference type. */
  public DataType dataType() {
    return type;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns the backing array, which is not to be written to. */
  Object array() {
    return array;
  }

  /**
   * Returns the elements of a FLOAT, HALF or BFLOAT16 tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public float[] floats() {
    switch (type) {
      case FLOAT:
        return Arrays.copyOf((float[]) array, size);
      case HALF:
      case BFLOAT16:
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
          floats[i] = widened(i);
        }
        return floats;
      default:
        throw wrongAccessor("floats()");
    }
  }

  private float widened(int i) {
    short bits = ((short[]) array)[i];
    return type == DataType.HALF ? HalfFloat.halfToFloat(bits) : HalfFloat.bfloat16ToFloat(bits);
  }

  /**
   * Returns the elements of a tensor of any real floating-point type.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public double[] doubles() {
    if (type == DataType.DOUBLE) {
      return Arrays.copyOf((double[]) array, size);
    }
    if (!type.isFloating()) {
      throw wrongAccessor("doubles()");
    }
    double[] doubles = new double[size];
    for (int i = 0; i < size; i++) {
      doubles[i] = type == DataType.FLOAT ? ((float[]) array)[i] : widened(i);
    }
    return doubles;
  }

  /**
   * Returns the elements of a tensor of integers, quantized ones too, of a type that fits in 32
   * bits with sign.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public int[] ints() {
    if (type == DataType.INT32 || type == DataType.QINT32) {
      return Arrays.copyOf((int[]) array, size);
    }
    Storage storage = Storage.of(type);
    if (type.isFloating() || (storage != Storage.SHORTS && storage != Storage.BYTES)) {
      throw wrongAccessor("ints()");
    }
    int[] ints = new int[size];
    for (int i = 0; i < size; i++) {
      ints[i] = (int) integer(storage, i);
    }
    return ints;
  }

  /**
   * Returns the elements of a tensor of integers of any type, quantized ones too. Of UINT64, values
   * of 2^63 and above appear negative.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public long[] longs() {
    if (type == DataType.INT64 || type == DataType.UINT64) {
      return Arrays.copyOf((long[]) array, size);
    }
    if (!type.isInteger() && !type.isQuantized()) {
      throw wrongAccessor("longs()");
    }
    Storage storage = Storage.of(type);
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      longs[i] = integer(storage, i);
    }
    return longs;
  }

  private long integer(Storage storage, int i) {
    long signed = storage.bits(array, i);
    switch (type) {
      case UINT8:
      case QUINT8:
        return signed & 0xff;
      case UINT16:
      case QUINT16:
        return signed & 0xffff;
      case UINT32:
        return signed & 0xffffffffL;
      default:
        return signed;
    }
  }

  /**
   * Returns the elements of a BOOL tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public boolean[] booleans() {
    if (type != DataType.BOOL) {
      throw wrongAccessor("booleans()");
    }
    return Arrays.copyOf((boolean[]) array, size);
  }

  /**
   * Returns the elements of a STRING tensor.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for other types
   */
  public byte[][] byteStrings() {
    if (type != DataType.STRING) {
      throw wrongAccessor("byteStrings()");
    }
    return cloneAll((byte[][]) array, size);
  }

  /**
   * Returns the elements as bytes, each element with its lowest byte first.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the elements have no fixed size;
   *     RESOURCE_EXHAUSTED if they take more bytes than one Java array holds
   */
  public byte[] bytes() {
    long count = TensorStorage.byteCount(type, size);
    if (count > MAX_CELLS) {
      throw SlimgraphException.resourceExhausted(
          "%d bytes do not fit in one Java array; write the tensor to a file in parts", count);
    }
    byte[] bytes = new byte[(int) count];
    TensorStorage.write(this, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static byte[][] cloneAll(byte[][] values, int size) {
    byte[][] copies = new byte[size][];
    for (int i = 0; i < size; i++) {
      copies[i] = values[i].clone();
    }
    return copies;
  }

  private SlimgraphException wrongAccessor(String used) {
    return SlimgraphException.invalidArgument(
        "%s cannot read a tensor of type %s; use %s", used, type.tfName(), rightAccessor());
  }

  private String rightAccessor() {
    switch (type) {
      case FLOAT:
      case HALF:
      case BFLOAT16:
        return "floats()";
      case DOUBLE:
        return "doubles()";
      case INT64:
      case UINT64:
      case UINT32:
        return "longs()";
      case BOOL:
        return "booleans()";
      case STRING:
        return "byteStrings()";
      case COMPLEX64:
      case COMPLEX128:
        return "bytes()";
      case RESOURCE:
      case VARIANT:
        return "TensorStorage.objects()";
      default:
        return "ints()";
    }
  }

  /**
   * Returns a tensor of the same elements with another shape; the two share storage.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the element counts differ
   */
  public Tensor reshaped(Shape newShape) {
    int newSize = checkedSize(type, newShape);
    if (newSize != size) {
      throw SlimgraphException.invalidArgument(
          "A tensor of shape %s has %d elements and cannot take shape %s of %d elements",
          shape.toBrackets(), size, newShape.toBrackets(), newSize);
    }
    return new Tensor(type, newShape, size, array);
  }

  /** Returns element {@code i} in row-major order as text; a string in quotes. */
  public String elementText(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("element " + i + " of " + size);
    }
    return ElementText.of(type, array, i);
  }

  /** Returns the type, the shape and the first elements: {@code float (2, 3) [1.0, 2.0, …]}. */
  @Override
  public String toString() {
    int shown = Math.min(size, 8);
    StringBuilder text = new StringBuilder(type.tfName()).append(' ').append(shape).append(" [");
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(elementText(i));
    }
    return text.append(shown < size ? ", …]" : "]").toString();
  }

  /** Returns whether type, shape and all elements are the same, bit for bit. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor tensor
        && type == tensor.type
        && shape.equals(tensor.shape)
        && Storage.of(type).same(array, tensor.array, size * Storage.cellsPerElement(type));
  }

  @Override
  public int hashCode() {
    int elements = Storage.of(type).hash(array, size * Storage.cellsPerElement(type));
    return 31 * (31 * type.hashCode() + shape.hashCode()) + elements;
  }
}

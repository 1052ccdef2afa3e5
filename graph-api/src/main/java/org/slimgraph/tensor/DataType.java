package org.slimgraph.tensor;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import org.slimgraph.error.SlimgraphException;

/**
 * The element types of TF 1.15, with its numbers and names. Each type has a reference twin, the
 * type of the outputs of reference variables; questions about a reference type answer for its base.
 */
public enum DataType {
  /** No type: an output of an op whose definition is unknown. */
  INVALID(0, "invalid", 0, Family.OTHER),
  /** 32-bit floating point. */
  FLOAT(1, "float", 4, Family.FLOATING),
  /** 64-bit floating point. */
  DOUBLE(2, "double", 8, Family.FLOATING),
  /** Signed 32-bit integer. */
  INT32(3, "int32", 4, Family.SIGNED),
  /** Unsigned 8-bit integer. */
  UINT8(4, "uint8", 1, Family.UNSIGNED),
  /** Signed 16-bit integer. */
  INT16(5, "int16", 2, Family.SIGNED),
  /** Signed 8-bit integer. */
  INT8(6, "int8", 1, Family.SIGNED),
  /** Byte strings of any length. */
  STRING(7, "string", 0, Family.OTHER),
  /** Complex of two floats. */
  COMPLEX64(8, "complex64", 8, Family.COMPLEX),
  /** Signed 64-bit integer. */
  INT64(9, "int64", 8, Family.SIGNED),
  /** Boolean, one byte in files. */
  BOOL(10, "bool", 1, Family.OTHER),
  /** Quantized signed 8-bit integer. */
  QINT8(11, "qint8", 1, Family.QUANTIZED),
  /** Quantized unsigned 8-bit integer. */
  QUINT8(12, "quint8", 1, Family.QUANTIZED),
  /** Quantized signed 32-bit integer. */
  QINT32(13, "qint32", 4, Family.QUANTIZED),
  /** The upper 16 bits of a float. */
  BFLOAT16(14, "bfloat16", 2, Family.FLOATING),
  /** Quantized signed 16-bit integer. */
  QINT16(15, "qint16", 2, Family.QUANTIZED),
  /** Quantized unsigned 16-bit integer. */
  QUINT16(16, "quint16", 2, Family.QUANTIZED),
  /** Unsigned 16-bit integer. */
  UINT16(17, "uint16", 2, Family.UNSIGNED),
  /** Complex of two doubles. */
  COMPLEX128(18, "complex128", 16, Family.COMPLEX),
  /** 16-bit floating point of IEEE 754. */
  HALF(19, "half", 2, Family.FLOATING),
  /** Handles of stateful objects. */
  RESOURCE(20, "resource", 0, Family.OTHER),
  /** Objects of any kind. */
  VARIANT(21, "variant", 0, Family.OTHER),
  /** Unsigned 32-bit integer. */
  UINT32(22, "uint32", 4, Family.UNSIGNED),
  /** Unsigned 64-bit integer. */
  UINT64(23, "uint64", 8, Family.UNSIGNED),
  /** A reference to {@link #FLOAT}. */
  FLOAT_REF(FLOAT),
  /** A reference to {@link #DOUBLE}. */
  DOUBLE_REF(DOUBLE),
  /** A reference to {@link #INT32}. */
  INT32_REF(INT32),
  /** A reference to {@link #UINT8}. */
  UINT8_REF(UINT8),
  /** A reference to {@link #INT16}. */
  INT16_REF(INT16),
  /** A reference to {@link #INT8}. */
  INT8_REF(INT8),
  /** A reference to {@link #STRING}. */
  STRING_REF(STRING),
  /** A reference to {@link #COMPLEX64}. */
  COMPLEX64_REF(COMPLEX64),
  /** A reference to {@link #INT64}. */
  INT64_REF(INT64),
  /** A reference to {@link #BOOL}. */
  BOOL_REF(BOOL),
  /** A reference to {@link #QINT8}. */
  QINT8_REF(QINT8),
  /** A reference to {@link #QUINT8}. */
  QUINT8_REF(QUINT8),
  /** A reference to {@link #QINT32}. */
  QINT32_REF(QINT32),
  /** A reference to {@link #BFLOAT16}. */
  BFLOAT16_REF(BFLOAT16),
  /** A reference to {@link #QINT16}. */
  QINT16_REF(QINT16),
  /** A reference to {@link #QUINT16}. */
  QUINT16_REF(QUINT16),
  /** A reference to {@link #UINT16}. */
  UINT16_REF(UINT16),
  /** A reference to {@link #COMPLEX128}. */
  COMPLEX128_REF(COMPLEX128),
  /** A reference to {@link #HALF}. */
  HALF_REF(HALF),
  /** A reference to {@link #RESOURCE}. */
  RESOURCE_REF(RESOURCE),
  /** A reference to {@link #VARIANT}. */
  VARIANT_REF(VARIANT),
  /** A reference to {@link #UINT32}. */
  UINT32_REF(UINT32),
  /** A reference to {@link #UINT64}. */
  UINT64_REF(UINT64);

  private enum Family {
    FLOATING,
    SIGNED,
    UNSIGNED,
    COMPLEX,
    QUANTIZED,
    OTHER
  }

  private static final int REF_OFFSET = 100;
  private static final ImmutableMap<Integer, DataType> BY_NUMBER = byNumber();
  private static final ImmutableMap<String, DataType> BY_NAME = byName();

  private final int number;
  private final String tfName;
  private final int byteSize;
  private final Family family;
  private final DataType base;

  DataType(int number, String tfName, int byteSize, Family family) {
    this.number = number;
    this.tfName = tfName;
    this.byteSize = byteSize;
    this.family = family;
    this.base = this;
  }

  DataType(DataType base) {
    this.number = base.number + 100;
    this.tfName = base.tfName + "_ref";
    this.byteSize = base.byteSize;
    this.family = base.family;
    this.base = base;
  }

  private static ImmutableMap<Integer, DataType> byNumber() {
    ImmutableMap.Builder<Integer, DataType> map = ImmutableMap.builder();
    for (DataType type : values()) {
      map.put(type.number, type);
    }
    return map.buildOrThrow();
  }

  private static ImmutableMap<String, DataType> byName() {
    ImmutableMap.Builder<String, DataType> map = ImmutableMap.builder();
    for (DataType type : values()) {
      map.put(type.tfName, type);
      map.put(type.protoName(), type);
    }
    map.put("float32", FLOAT).put("float64", DOUBLE).put("float16", HALF);
    map.put("float32_ref", FLOAT_REF).put("float64_ref", DOUBLE_REF).put("float16_ref", HALF_REF);
    return map.buildOrThrow();
  }

  /**
   * Returns the type of a DataType number in files.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if TF 1.15 has no such type
   */
  public static DataType of(int number) {
    DataType type = BY_NUMBER.get(number);
    if (type == null) {
      throw SlimgraphException.invalidArgument(
          "%d is not the number of a data type: TF 1.15 has 0 to 23 and 101 to 123", number);
    }
    return type;
  }

  /**
   * Returns the type called {@code name}: as in op definitions ({@code half}, {@code float_ref}),
   * in files ({@code DT_HALF}) or in NumPy ({@code float16}).
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is none
   */
  public static DataType parse(String name) {
    DataType type = BY_NAME.get(name);
    if (type == null) {
      throw SlimgraphException.invalidArgument(
          "'%s' is not a data type; types are float, double, half, int32, int64, bool, string and so"
              + " on",
          name);
    }
    return type;
  }

  /** Returns the number in files; 100 more for a reference type. */
  public int number() {
    return number;
  }

  /**
   * Returns the name in op definitions and messages, such as {@code float} or {@code float_ref}.
   */
  public String tfName() {
    return tfName;
  }

  /** Returns the name in files, such as {@code DT_FLOAT} or {@code DT_FLOAT_REF}. */
  public String protoName() {
    return "DT_" + tfName.toUpperCase(Locale.ROOT);
  }

  /** Returns whether this is a reference type. */
  public boolean isRef() {
    return base != this;
  }

  /** Returns the type without the reference. */
  public DataType base() {
    return base;
  }

  /** Returns the reference type of this type; {@link #INVALID} has none and returns itself. */
  public DataType ref() {
    return isRef() || this == INVALID ? this : of(number + REF_OFFSET);
  }

  /** Returns the bytes that one element takes in files; 0 where elements have no fixed size. */
  public int byteSize() {
    return byteSize;
  }

  /** Returns whether elements are real floating-point numbers. */
  public boolean isFloating() {
    return family == Family.FLOATING;
  }

  /** Returns whether elements are integers; quantized types are not. */
  public boolean isInteger() {
    return family == Family.SIGNED || family == Family.UNSIGNED;
  }

  /** Returns whether elements are complex numbers. */
  public boolean isComplex() {
    return family == Family.COMPLEX;
  }

  /** Returns whether elements are quantized integers. */
  public boolean isQuantized() {
    return family == Family.QUANTIZED;
  }

  /** Returns whether elements are unsigned integers; quantized types are not. */
  public boolean isUnsigned() {
    return family == Family.UNSIGNED;
  }

  /**
   * Returns the lowest finite value; for 64-bit integers the nearest double, which a Java cast to
   * long turns into the exact one.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for types that are not real numbers
   */
  public double lowest() {
    switch (family) {
      case FLOATING:
        return -highest();
      case SIGNED:
        return -Math.scalb(1.0, 8 * byteSize - 1);
      case UNSIGNED:
        return 0;
      default:
        throw notReal();
    }
  }

  /**
   * Returns the highest finite value; for 64-bit integers the nearest double.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for types that are not real numbers
   */
  public double highest() {
    switch (family) {
      case FLOATING:
        return highestFloating();
      case SIGNED:
        return Math.scalb(1.0, 8 * byteSize - 1) - 1;
      case UNSIGNED:
        return Math.scalb(1.0, 8 * byteSize) - 1;
      default:
        throw notReal();
    }
  }

  private double highestFloating() {
    if (base == DOUBLE) {
      return Double.MAX_VALUE;
    } else if (base == HALF) {
      return 65504;
    }
    return base == BFLOAT16 ? Float.intBitsToFloat(0x7f7f0000) : Float.MAX_VALUE;
  }

  private SlimgraphException notReal() {
    return SlimgraphException.invalidArgument("%s has no lowest and highest value", tfName);
  }
}

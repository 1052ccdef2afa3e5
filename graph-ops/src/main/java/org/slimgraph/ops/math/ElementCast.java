package org.slimgraph.ops.math;

import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;

/**
 * Converts elements of one numeric type to another as TF's CPU kernels do on x86-64.
 *
 * <p>Elements travel in blocks, as doubles if the source is floating point and as longs otherwise;
 * both hold every source value exactly, so that each conversion rounds once. Numbers that an
 * integer type does not hold become what the processor's conversion gives: the lowest value of
 * INT32 or INT64, the low bits of that for the smaller types.
 */
final class ElementCast {
  private static final int BLOCK = 1024;

  private final DataType from;
  private final DataType to;

  ElementCast(DataType from, DataType to) {
    this.from = from;
    this.to = to;
  }

  /** Returns whether both types are real numbers or booleans. */
  static boolean isSupported(DataType from, DataType to) {
    return from == to || (isReal(from) && isReal(to));
  }

  private static boolean isReal(DataType type) {
    return type.isFloating() || type.isInteger() || type == DataType.BOOL;
  }

  /** Converts the elements from {@code begin} up to {@code end}. */
  void run(Object source, Object target, int begin, int end) {
    if (from.isFloating()) {
      double[] block = new double[Math.min(BLOCK, end - begin)];
      for (int at = begin; at < end; at += block.length) {
        int count = Math.min(block.length, end - at);
        loadReals(source, at, block, count);
        storeReals(block, target, at, count);
      }
    } else {
      long[] block = new long[Math.min(BLOCK, end - begin)];
      for (int at = begin; at < end; at += block.length) {
        int count = Math.min(block.length, end - at);
        loadIntegers(source, at, block, count);
        storeIntegers(block, target, at, count);
      }
    }
  }

  private void loadReals(Object source, int at, double[] block, int count) {
    for (int i = 0; i < count; i++) {
      switch (from) {
        case FLOAT -> block[i] = ((float[]) source)[at + i];
        case DOUBLE -> block[i] = ((double[]) source)[at + i];
        case HALF -> block[i] = HalfFloat.halfToFloat(((short[]) source)[at + i]);
        default -> block[i] = HalfFloat.bfloat16ToFloat(((short[]) source)[at + i]);
      }
    }
  }

  private void loadIntegers(Object source, int at, long[] block, int count) {
    for (int i = 0; i < count; i++) {
      switch (from) {
        case INT32 -> block[i] = ((int[]) source)[at + i];
        case UINT32 -> block[i] = Integer.toUnsignedLong(((int[]) source)[at + i]);
        case INT64, UINT64 -> block[i] = ((long[]) source)[at + i];
        case INT16 -> block[i] = ((short[]) source)[at + i];
        case UINT16 -> block[i] = ((short[]) source)[at + i] & 0xffff;
        case INT8 -> block[i] = ((byte[]) source)[at + i];
        case UINT8 -> block[i] = ((byte[]) source)[at + i] & 0xff;
        default -> block[i] = ((boolean[]) source)[at + i] ? 1 : 0;
      }
    }
  }

  private void storeReals(double[] block, Object target, int at, int count) {
    for (int i = 0; i < count; i++) {
      double x = block[i];
      switch (to) {
        case FLOAT -> ((float[]) target)[at + i] = (float) x;
        case DOUBLE -> ((double[]) target)[at + i] = x;
        case HALF -> ((short[]) target)[at + i] = HalfFloat.floatToHalf((float) x);
        case BFLOAT16 -> ((short[]) target)[at + i] = HalfFloat.floatToBfloat16((float) x);
        case INT32 -> ((int[]) target)[at + i] = toInt(x);
        case UINT32 -> ((int[]) target)[at + i] = (int) toLong(x);
        case INT64 -> ((long[]) target)[at + i] = toLong(x);
        case UINT64 -> ((long[]) target)[at + i] = toUnsignedLong(x);
        case INT16, UINT16 -> ((short[]) target)[at + i] = (short) toInt(x);
        case INT8, UINT8 -> ((byte[]) target)[at + i] = (byte) toInt(x);
        default -> ((boolean[]) target)[at + i] = x != 0;
      }
    }
  }

  private void storeIntegers(long[] block, Object target, int at, int count) {
    for (int i = 0; i < count; i++) {
      long x = block[i];
      switch (to) {
        case FLOAT -> ((float[]) target)[at + i] = toFloat(x);
        case DOUBLE -> ((double[]) target)[at + i] = toDouble(x);
        case HALF -> ((short[]) target)[at + i] = HalfFloat.floatToHalf(toFloat(x));
        case BFLOAT16 -> ((short[]) target)[at + i] = HalfFloat.floatToBfloat16(toFloat(x));
        case INT32, UINT32 -> ((int[]) target)[at + i] = (int) x;
        case INT64, UINT64 -> ((long[]) target)[at + i] = x;
        case INT16, UINT16 -> ((short[]) target)[at + i] = (short) x;
        case INT8, UINT8 -> ((byte[]) target)[at + i] = (byte) x;
        default -> ((boolean[]) target)[at + i] = x != 0;
      }
    }
  }

  private static int toInt(double x) {
    return x > -2147483649.0 && x < 2147483648.0 ? (int) x : Integer.MIN_VALUE;
  }

  private static long toLong(double x) {
    return x >= -0x1p63 && x < 0x1p63 ? (long) x : Long.MIN_VALUE;
  }

  private static long toUnsignedLong(double x) {
    return x >= 0x1p63 ? toLong(x - 0x1p63) ^ Long.MIN_VALUE : toLong(x);
  }

  private float toFloat(long x) {
    if (from != DataType.UINT64 || x >= 0) {
      return x;
    }
    // Halving keeps the lowest bit, so that rounding sees whether anything was cut off.
    return 2 * (float) (x >>> 1 | x & 1);
  }

  private double toDouble(long x) {
    return from != DataType.UINT64 || x >= 0 ? x : 2 * (double) (x >>> 1 | x & 1);
  }
}

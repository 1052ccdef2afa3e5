package org.slimgraph.cpu;

/**
 * Copies a strided rectangle between arrays of one element type, row by row; the types differ in
 * nothing else.
 */
enum ElementCopy {
  FLOATS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      float[] from = (float[]) source;
      float[] to = (float[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  DOUBLES {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      double[] from = (double[]) source;
      double[] to = (double[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  INTS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      int[] from = (int[]) source;
      int[] to = (int[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  LONGS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      long[] from = (long[]) source;
      long[] to = (long[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  BYTES {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      byte[] from = (byte[]) source;
      byte[] to = (byte[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  SHORTS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      short[] from = (short[]) source;
      short[] to = (short[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  BOOLEANS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      boolean[] from = (boolean[]) source;
      boolean[] to = (boolean[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  },
  OBJECTS {
    @Override
    void block(
        Object source,
        int read,
        int readRow,
        int readColumn,
        Object target,
        int write,
        int writeRow,
        int writeColumn,
        int rows,
        int columns) {
      Object[] from = (Object[]) source;
      Object[] to = (Object[]) target;
      for (int row = 0; row < rows; row++) {
        int fromAt = read + row * readRow;
        int toAt = write + row * writeRow;
        for (int column = 0; column < columns; column++) {
          to[toAt] = from[fromAt];
          fromAt += readColumn;
          toAt += writeColumn;
        }
      }
    }
  };

  /** Copies {@code rows} times {@code columns} elements; strides are in elements. */
  abstract void block(
      Object source,
      int read,
      int readRow,
      int readColumn,
      Object target,
      int write,
      int writeRow,
      int writeColumn,
      int rows,
      int columns);

  /** Returns the copy for the element type of {@code array}. */
  static ElementCopy of(Object array) {
    Class<?> type = array.getClass().getComponentType();
    if (type == null) {
      throw new IllegalArgumentException("not an array: " + array.getClass().getName());
    }
    return type.isPrimitive()
        ? valueOf(type.getName().toUpperCase(java.util.Locale.ROOT) + "S")
        : OBJECTS;
  }
}

package org.slimgraph.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.slimgraph.error.SlimgraphException;

/**
 * The kinds of arrays that hold elements, and what can be done with each. Counts are in array
 * cells: a complex element takes two.
 */
enum Storage {
  FLOATS(float[].class, 4) {
    @Override
    Object allocate(int cells) {
      return new float[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.asFloatBuffer().get((float[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.asFloatBuffer().put((float[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return Float.floatToRawIntBits(((float[]) array)[cell]);
    }
  },
  DOUBLES(double[].class, 8) {
    @Override
    Object allocate(int cells) {
      return new double[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.asDoubleBuffer().get((double[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.asDoubleBuffer().put((double[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return Double.doubleToRawLongBits(((double[]) array)[cell]);
    }
  },
  INTS(int[].class, 4) {
    @Override
    Object allocate(int cells) {
      return new int[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.asIntBuffer().get((int[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.asIntBuffer().put((int[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return ((int[]) array)[cell];
    }
  },
  LONGS(long[].class, 8) {
    @Override
    Object allocate(int cells) {
      return new long[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.asLongBuffer().get((long[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.asLongBuffer().put((long[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return ((long[]) array)[cell];
    }
  },
  SHORTS(short[].class, 2) {
    @Override
    Object allocate(int cells) {
      return new short[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.asShortBuffer().get((short[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.asShortBuffer().put((short[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return ((short[]) array)[cell];
    }
  },
  BYTES(byte[].class, 1) {
    @Override
    Object allocate(int cells) {
      return new byte[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      from.duplicate().get((byte[]) array, at, cells);
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      to.duplicate().put((byte[]) array, at, cells);
    }

    @Override
    long bits(Object array, int cell) {
      return ((byte[]) array)[cell];
    }
  },
  BOOLEANS(boolean[].class, 1) {
    @Override
    Object allocate(int cells) {
      return new boolean[cells];
    }

    @Override
    void read(ByteBuffer from, Object array, int at, int cells) {
      boolean[] booleans = (boolean[]) array;
      for (int i = 0; i < cells; i++) {
        booleans[at + i] = from.get(from.position() + i) != 0;
      }
    }

    @Override
    void write(Object array, int at, int cells, ByteBuffer to) {
      boolean[] booleans = (boolean[]) array;
      for (int i = 0; i < cells; i++) {
        to.put(to.position() + i, (byte) (booleans[at + i] ? 1 : 0));
      }
    }

    @Override
    long bits(Object array, int cell) {
      return ((boolean[]) array)[cell] ? 1 : 0;
    }
  },
  STRINGS(byte[][].class, 0) {
    @Override
    Object allocate(int cells) {
      byte[][] strings = new byte[cells][];
      Arrays.fill(strings, EMPTY);
      return strings;
    }

    @Override
    boolean same(Object array, int cell, int other) {
      return Arrays.equals(((byte[][]) array)[cell], ((byte[][]) array)[other]);
    }

    @Override
    boolean same(Object left, Object right, int cells) {
      return Arrays.equals((byte[][]) left, 0, cells, (byte[][]) right, 0, cells, Arrays::compare);
    }

    @Override
    int hash(Object array, int cells) {
      int hash = 1;
      for (int i = 0; i < cells; i++) {
        hash = 31 * hash + Arrays.hashCode(((byte[][]) array)[i]);
      }
      return hash;
    }
  },
  OBJECTS(Object[].class, 0) {
    @Override
    Object allocate(int cells) {
      return new Object[cells];
    }

    @Override
    boolean same(Object array, int cell, int other) {
      return Objects.equals(((Object[]) array)[cell], ((Object[]) array)[other]);
    }

    @Override
    boolean same(Object left, Object right, int cells) {
      return Arrays.equals((Object[]) left, 0, cells, (Object[]) right, 0, cells);
    }

    @Override
    int hash(Object array, int cells) {
      int hash = 1;
      for (int i = 0; i < cells; i++) {
        Object element = ((Object[]) array)[i];
        hash = 31 * hash + (element == null ? 0 : element.hashCode());
      }
      return hash;
    }
  };

  private static final byte[] EMPTY = new byte[0];

  private final Class<?> arrayClass;
  private final int cellBytes;

  Storage(Class<?> arrayClass, int cellBytes) {
    this.arrayClass = arrayClass;
    this.cellBytes = cellBytes;
  }

  /** Returns the kind of array for elements of {@code type}. */
  static Storage of(DataType type) {
    switch (type) {
      case FLOAT:
      case COMPLEX64:
        return FLOATS;
      case DOUBLE:
      case COMPLEX128:
        return DOUBLES;
      case INT32:
      case UINT32:
      case QINT32:
        return INTS;
      case INT64:
      case UINT64:
        return LONGS;
      case INT16:
      case UINT16:
      case QINT16:
      case QUINT16:
      case HALF:
      case BFLOAT16:
        return SHORTS;
      case INT8:
      case UINT8:
      case QINT8:
      case QUINT8:
        return BYTES;
      case BOOL:
        return BOOLEANS;
      case STRING:
        return STRINGS;
      case RESOURCE:
      case VARIANT:
        return OBJECTS;
      default:
        throw SlimgraphException.invalidArgument(
            "A tensor cannot have type %s; values have no reference type", type.tfName());
    }
  }

  /** Returns how many array cells one element of {@code type} takes. */
  static int cellsPerElement(DataType type) {
    return type.isComplex() ? 2 : 1;
  }

  /** Returns the bytes of one cell in files; 0 if cells have no fixed size. */
  int cellBytes() {
    return cellBytes;
  }

  /** Returns the name of the array class, such as {@code float[]}. */
  String arrayName() {
    return arrayClass.getSimpleName();
  }

  /** Returns whether {@code array} is of this kind. */
  boolean holds(Object array) {
    return array.getClass() == arrayClass;
  }

  /** Returns a new array of zeros, of empty strings or of nothing. */
  abstract Object allocate(int cells);

  /** Fills cells from {@code at} on from the buffer, little-endian; its position stays. */
  void read(ByteBuffer from, Object array, int at, int cells) {
    throw noBytes();
  }

  /** Puts cells from {@code at} on into the buffer, little-endian; its position stays. */
  void write(Object array, int at, int cells, ByteBuffer to) {
    throw noBytes();
  }

  /** Returns the bits of a cell. */
  long bits(Object array, int cell) {
    throw noBytes();
  }

  /** Returns whether the first cells of two arrays are the same, bit for bit. */
  boolean same(Object left, Object right, int cells) {
    for (int i = 0; i < cells; i++) {
      if (bits(left, i) != bits(right, i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether two cells of an array are the same, bit for bit. */
  boolean same(Object array, int cell, int other) {
    return bits(array, cell) == bits(array, other);
  }

  /** Returns a hash of the first cells, equal for the same bits. */
  int hash(Object array, int cells) {
    int hash = 1;
    for (int i = 0; i < cells; i++) {
      hash = 31 * hash + Long.hashCode(bits(array, i));
    }
    return hash;
  }

  /** Returns a view of {@code buffer} from its position on, in little-endian order. */
  static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private IllegalStateException noBytes() {
    return new IllegalStateException(arrayName() + " cells have no fixed size");
  }
}

package org.slimgraph.graphdef;

import com.google.protobuf.ByteString;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.ResourceHandleProto;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.graphdef.proto.VariantTensorDataProto;
import org.slimgraph.tensor.DataType;

/** The lists of a tensor message that hold elements of one kind each, seen as elements by index. */
enum TypedList {
  FLOATS {
    @Override
    int count(TensorProto proto) {
      return proto.getFloatValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((float[]) array)[i] = proto.getFloatVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addFloatVal(((float[]) array)[i]);
    }
  },
  DOUBLES {
    @Override
    int count(TensorProto proto) {
      return proto.getDoubleValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((double[]) array)[i] = proto.getDoubleVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addDoubleVal(((double[]) array)[i]);
    }
  },
  INTS {
    @Override
    int count(TensorProto proto) {
      return proto.getIntValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((int[]) array)[i] = proto.getIntVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addIntVal(((int[]) array)[i]);
    }
  },
  UINTS {
    @Override
    int count(TensorProto proto) {
      return proto.getUint32ValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((int[]) array)[i] = proto.getUint32Val(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addUint32Val(((int[]) array)[i]);
    }
  },
  LONGS {
    @Override
    int count(TensorProto proto) {
      return proto.getInt64ValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((long[]) array)[i] = proto.getInt64Val(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addInt64Val(((long[]) array)[i]);
    }
  },
  ULONGS {
    @Override
    int count(TensorProto proto) {
      return proto.getUint64ValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((long[]) array)[i] = proto.getUint64Val(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addUint64Val(((long[]) array)[i]);
    }
  },
  SHORTS {
    @Override
    int count(TensorProto proto) {
      return proto.getIntValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((short[]) array)[i] = (short) proto.getIntVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addIntVal(((short[]) array)[i]);
    }
  },
  USHORTS {
    @Override
    int count(TensorProto proto) {
      return proto.getIntValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((short[]) array)[i] = (short) proto.getIntVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addIntVal(((short[]) array)[i] & 0xffff);
    }
  },
  HALVES {
    @Override
    int count(TensorProto proto) {
      return proto.getHalfValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((short[]) array)[i] = (short) proto.getHalfVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addHalfVal(((short[]) array)[i] & 0xffff);
    }
  },
  BYTES {
    @Override
    int count(TensorProto proto) {
      return proto.getIntValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((byte[]) array)[i] = (byte) proto.getIntVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addIntVal(((byte[]) array)[i]);
    }
  },
  UBYTES {
    @Override
    int count(TensorProto proto) {
      return proto.getIntValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((byte[]) array)[i] = (byte) proto.getIntVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addIntVal(((byte[]) array)[i] & 0xff);
    }
  },
  BOOLEANS {
    @Override
    int count(TensorProto proto) {
      return proto.getBoolValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((boolean[]) array)[i] = proto.getBoolVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addBoolVal(((boolean[]) array)[i]);
    }
  },
  STRINGS {
    @Override
    int count(TensorProto proto) {
      return proto.getStringValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((byte[][]) array)[i] = proto.getStringVal(i).toByteArray();
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addStringVal(ByteString.copyFrom(((byte[][]) array)[i]));
    }
  },
  COMPLEX_FLOATS {
    @Override
    int count(TensorProto proto) {
      return proto.getScomplexValCount() / 2;
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((float[]) array)[2 * i] = proto.getScomplexVal(2 * i);
      ((float[]) array)[2 * i + 1] = proto.getScomplexVal(2 * i + 1);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addScomplexVal(((float[]) array)[2 * i]);
      proto.addScomplexVal(((float[]) array)[2 * i + 1]);
    }
  },
  COMPLEX_DOUBLES {
    @Override
    int count(TensorProto proto) {
      return proto.getDcomplexValCount() / 2;
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((double[]) array)[2 * i] = proto.getDcomplexVal(2 * i);
      ((double[]) array)[2 * i + 1] = proto.getDcomplexVal(2 * i + 1);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addDcomplexVal(((double[]) array)[2 * i]);
      proto.addDcomplexVal(((double[]) array)[2 * i + 1]);
    }
  },
  RESOURCES {
    @Override
    int count(TensorProto proto) {
      return proto.getResourceHandleValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((Object[]) array)[i] = proto.getResourceHandleVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addResourceHandleVal(message(((Object[]) array)[i], ResourceHandleProto.class));
    }
  },
  VARIANTS {
    @Override
    int count(TensorProto proto) {
      return proto.getVariantValCount();
    }

    @Override
    void get(TensorProto proto, int i, Object array) {
      ((Object[]) array)[i] = proto.getVariantVal(i);
    }

    @Override
    void add(Object array, int i, TensorProto.Builder proto) {
      proto.addVariantVal(message(((Object[]) array)[i], VariantTensorDataProto.class));
    }
  };

  /** Returns the list for elements of {@code type}. */
  static TypedList of(DataType type) {
    switch (type) {
      case FLOAT:
        return FLOATS;
      case DOUBLE:
        return DOUBLES;
      case INT32:
      case QINT32:
        return INTS;
      case UINT32:
        return UINTS;
      case INT64:
        return LONGS;
      case UINT64:
        return ULONGS;
      case INT16:
      case QINT16:
        return SHORTS;
      case UINT16:
      case QUINT16:
        return USHORTS;
      case HALF:
      case BFLOAT16:
        return HALVES;
      case INT8:
      case QINT8:
        return BYTES;
      case UINT8:
      case QUINT8:
        return UBYTES;
      case BOOL:
        return BOOLEANS;
      case STRING:
        return STRINGS;
      case COMPLEX64:
        return COMPLEX_FLOATS;
      case COMPLEX128:
        return COMPLEX_DOUBLES;
      case RESOURCE:
        return RESOURCES;
      case VARIANT:
        return VARIANTS;
      default:
        throw SlimgraphException.invalidArgument(
            "No list of a tensor message holds elements of type %s", type.tfName());
    }
  }

  /** Returns how many elements the list has. */
  abstract int count(TensorProto proto);

  /** Stores element {@code i} of the message at the same place of {@code array}. */
  abstract void get(TensorProto proto, int i, Object array);

  /** Adds element {@code i} of {@code array} to the message. */
  abstract void add(Object array, int i, TensorProto.Builder proto);

  private static <T> T message(Object element, Class<T> wanted) {
    if (!wanted.isInstance(element)) {
      throw SlimgraphException.unimplemented(
          "A live object of %s cannot be written to a file", element.getClass().getName());
    }
    return wanted.cast(element);
  }
}

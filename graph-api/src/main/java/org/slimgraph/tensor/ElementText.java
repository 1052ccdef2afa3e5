package org.slimgraph.tensor;

import java.nio.charset.StandardCharsets;

/** The text of single elements. */
final class ElementText {
  /** Longer strings are cut in messages. */
  private static final int MAX_STRING = 40;

  private ElementText() {}

  static String of(DataType type, Object array, int i) {
    switch (type) {
      case FLOAT:
        return Float.toString(((float[]) array)[i]);
      case DOUBLE:
        return Double.toString(((double[]) array)[i]);
      case HALF:
        return Float.toString(HalfFloat.halfToFloat(((short[]) array)[i]));
      case BFLOAT16:
        return Float.toString(HalfFloat.bfloat16ToFloat(((short[]) array)[i]));
      case COMPLEX64:
        float[] floats = (float[]) array;
        return complex(Float.toString(floats[2 * i]), Float.toString(floats[2 * i + 1]));
      case COMPLEX128:
        double[] doubles = (double[]) array;
        return complex(Double.toString(doubles[2 * i]), Double.toString(doubles[2 * i + 1]));
      case UINT8:
      case QUINT8:
        return Integer.toString(((byte[]) array)[i] & 0xff);
      case UINT16:
      case QUINT16:
        return Integer.toString(((short[]) array)[i] & 0xffff);
      case UINT32:
        return Integer.toUnsignedString(((int[]) array)[i]);
      case UINT64:
        return Long.toUnsignedString(((long[]) array)[i]);
      case BOOL:
        return Boolean.toString(((boolean[]) array)[i]);
      case STRING:
        return quoted(((byte[][]) array)[i]);
      case RESOURCE:
      case VARIANT:
        return String.valueOf(((Object[]) array)[i]);
      default:
        return Long.toString(Storage.of(type).bits(array, i));
    }
  }

  private static String complex(String real, String imaginary) {
    return "(" + real + "," + imaginary + ")";
  }

  private static String quoted(byte[] bytes) {
    int shown = Math.min(bytes.length, MAX_STRING);
    String text = new String(bytes, 0, shown, StandardCharsets.UTF_8);
    return "\"" + text + (shown < bytes.length ? "…\"" : "\"");
  }
}

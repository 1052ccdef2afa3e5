package org.slimgraph.tensor;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;

/**
 * What the header of a {@code .npy} file says: a Python dictionary of {@code descr}, {@code
 * fortran_order} and {@code shape}.
 *
 * @param itemBytes the bytes of one element
 */
record NpyHeader(
    DataType type, int itemBytes, boolean bigEndian, boolean fortranOrder, Shape shape) {

  private static final int MAX_STRING_BYTES = 1 << 28;

  /** NumPy's type codes without the byte order. */
  private static final ImmutableMap<String, DataType> TYPES =
      ImmutableMap.<String, DataType>builder()
          .put("f2", DataType.HALF)
          .put("f4", DataType.FLOAT)
          .put("f8", DataType.DOUBLE)
          .put("i1", DataType.INT8)
          .put("i2", DataType.INT16)
          .put("i4", DataType.INT32)
          .put("i8", DataType.INT64)
          .put("u1", DataType.UINT8)
          .put("u2", DataType.UINT16)
          .put("u4", DataType.UINT32)
          .put("u8", DataType.UINT64)
          .put("b1", DataType.BOOL)
          .put("c8", DataType.COMPLEX64)
          .put("c16", DataType.COMPLEX128)
          .buildOrThrow();

  /** Returns the header for a file of {@code tensor}. */
  static NpyHeader of(Tensor tensor) {
    int itemBytes = tensor.dataType().byteSize();
    if (tensor.dataType() == DataType.STRING) {
      itemBytes = 1; // NumPy has no S0 in files of its own
      for (int i = 0; i < tensor.size(); i++) {
        itemBytes = Math.max(itemBytes, TensorStorage.strings(tensor)[i].length);
      }
    }
    return new NpyHeader(tensor.dataType(), itemBytes, false, false, tensor.shape());
  }

  /** Returns the start of the file up to the data, which begins at a multiple of 64. */
  byte[] bytes(byte[] magic) {
    String dict =
        "{'descr': '" + descr() + "', 'fortran_order': False, 'shape': " + pythonShape() + ", }";
    int length = (magic.length + 4 + dict.length() + 1 + 63) / 64 * 64;
    byte[] bytes = Arrays.copyOf(magic, length);
    Arrays.fill(bytes, magic.length + 4, length, (byte) ' ');
    bytes[magic.length] = 1;
    int textLength = length - magic.length - 4;
    bytes[magic.length + 2] = (byte) textLength;
    bytes[magic.length + 3] = (byte) (textLength >> 8);
    byte[] text = dict.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, magic.length + 4, text.length);
    bytes[length - 1] = '\n';
    return bytes;
  }

  private String descr() {
    if (type == DataType.STRING) {
      return "|S" + itemBytes;
    }
    for (Map.Entry<String, DataType> entry : TYPES.entrySet()) {
      if (entry.getValue() == type) {
        return (itemBytes == 1 ? "|" : "<") + entry.getKey();
      }
    }
    throw SlimgraphException.unimplemented(
        "NumPy files hold no elements of type %s; cast the tensor first", type.tfName());
  }

  private String pythonShape() {
    return shape.toString();
  }

  /** Reads the header's text. */
  static NpyHeader parse(String text) {
    return new Parser(text).parse();
  }

  /** A recursive descent over the few forms that a header takes. */
  private static final class Parser {
    private final String text;
    private int at;

    private Optional<String> descr = Optional.empty();
    private Optional<Boolean> fortranOrder = Optional.empty();
    private Optional<Shape> shape = Optional.empty();

    Parser(String text) {
      this.text = text;
    }

    NpyHeader parse() {
      expect('{');
      while (!accept('}')) {
        String key = quoted();
        expect(':');
        value(key);
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      if (descr.isEmpty() || fortranOrder.isEmpty() || shape.isEmpty()) {
        throw error("one of descr, fortran_order and shape is missing");
      }
      return header(descr.get(), fortranOrder.get(), shape.get());
    }

    private void value(String key) {
      switch (key) {
        case "descr":
          if (peek() == '[') {
            throw SlimgraphException.unimplemented(
                ".npy files of records (descr is a list) are not read");
          }
          descr = Optional.of(quoted());
          break;
        case "fortran_order":
          fortranOrder = Optional.of(truth());
          break;
        case "shape":
          shape = Optional.of(tuple());
          break;
        default:
          throw error("unknown key '" + key + "'");
      }
    }

    private NpyHeader header(String code, boolean fortran, Shape dims) {
      char order = code.isEmpty() ? ' ' : code.charAt(0);
      String kind = "<>|=".indexOf(order) >= 0 ? code.substring(1) : code;
      DataType type = TYPES.get(kind);
      if (type != null) {
        return new NpyHeader(type, type.byteSize(), order == '>', fortran, dims);
      }
      if (kind.matches("S[0-9]{1,9}")) {
        int bytes = Integer.parseInt(kind.substring(1));
        if (bytes > MAX_STRING_BYTES) {
          throw SlimgraphException.resourceExhausted(
              ".npy strings of %d bytes are longer than %d", bytes, MAX_STRING_BYTES);
        }
        return new NpyHeader(DataType.STRING, bytes, false, fortran, dims);
      }
      throw SlimgraphException.unimplemented(
          ".npy descr '%s' has no counterpart; supported are f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1"
              + " c8 c16 S",
          code);
    }

    private Shape tuple() {
      List<Long> dims = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        dims.add(number());
        if (!accept(',')) {
          expect(')');
          break;
        }
      }
      return Shape.of(dims);
    }

    private long number() {
      skipSpace();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 18) {
        throw error("a size is missing or too large");
      }
      long value = Long.parseLong(text.substring(start, at));
      if (at < text.length() && text.charAt(at) == 'L') {
        at++; // written by Python 2
      }
      return value;
    }

    private boolean truth() {
      skipSpace();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw error("True or False is missing");
    }

    private String quoted() {
      char quote = peek();
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw error("a quoted string is missing");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private char peek() {
      skipSpace();
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean accept(char c) {
      if (peek() == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) {
      if (!accept(c)) {
        throw error("'" + c + "' is missing");
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private SlimgraphException error(String what) {
      return SlimgraphException.dataLoss(".npy header: %s at character %d of it", what, at);
    }
  }
}

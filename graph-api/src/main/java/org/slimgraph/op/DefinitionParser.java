package org.slimgraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Reads the one-line texts of TF's op definitions, for example {@code "values: N * T"} and {@code
 * "dilations: list(int) = [1, 1, 1, 1]"}. A recursive descent over one line.
 */
final class DefinitionParser {
  private static final ImmutableList<DataType> REAL_NUMBERS =
      ImmutableList.of(
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.INT32,
          DataType.UINT8,
          DataType.INT16,
          DataType.INT8,
          DataType.INT64,
          DataType.BFLOAT16,
          DataType.UINT16,
          DataType.HALF,
          DataType.UINT32,
          DataType.UINT64);
  private static final ImmutableList<DataType> NUMBERS =
      ImmutableList.of(
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.INT32,
          DataType.UINT8,
          DataType.INT16,
          DataType.INT8,
          DataType.COMPLEX64,
          DataType.INT64,
          DataType.QINT8,
          DataType.QUINT8,
          DataType.QINT32,
          DataType.BFLOAT16,
          DataType.UINT16,
          DataType.COMPLEX128,
          DataType.HALF,
          DataType.UINT32,
          DataType.UINT64);
  private static final ImmutableList<DataType> QUANTIZED =
      ImmutableList.of(
          DataType.QINT8, DataType.QUINT8, DataType.QINT32, DataType.QINT16, DataType.QUINT16);
  private static final Set<String> PLAIN_TYPES =
      Set.of("int", "float", "bool", "string", "type", "shape", "tensor", "func");

  private final String text;
  private final String op;
  private int at;

  private DefinitionParser(String text, String op) {
    this.text = text;
    this.op = op;
  }

  static ArgDef arg(String text, String op, ImmutableMap<String, AttrDef> attrs) {
    DefinitionParser in = new DefinitionParser(text, op);
    String name = in.word();
    in.expect(':');
    String first = in.word();
    boolean ref = false;
    String number = "";
    String type = first;
    if (first.equals("Ref") && in.accept('(')) {
      ref = true;
      type = in.word();
      in.expect(')');
    } else if (in.accept('*')) {
      number = first;
      type = in.word();
      if (type.equals("Ref") && in.accept('(')) {
        ref = true;
        type = in.word();
        in.expect(')');
      }
    }
    in.end();
    AttrDef attr = attrs.get(type);
    if (attr == null) {
      return new ArgDef(name, DataType.parse(type), "", number, "", ref);
    }
    return attr.isList()
        ? new ArgDef(name, DataType.INVALID, "", number, type, ref)
        : new ArgDef(name, DataType.INVALID, type, number, "", ref);
  }

  static AttrDef attr(String text, String op) {
    DefinitionParser in = new DefinitionParser(text, op);
    String name = in.word();
    in.expect(':');
    List<AttrValue> allowed = new ArrayList<>();
    boolean list = false;
    String type;
    if (in.accept('{')) {
      type = in.alternatives(allowed);
    } else {
      type = in.word();
      if (type.equals("list")) {
        list = true;
        in.expect('(');
        if (in.accept('{')) {
          type = in.alternatives(allowed);
        } else {
          type = in.typeName(in.word(), allowed);
        }
        in.expect(')');
      } else {
        type = in.typeName(type, allowed);
      }
    }
    long minimum = Long.MIN_VALUE;
    if (in.accept('>')) {
      in.expect('=');
      minimum = Long.parseLong(in.number());
    }
    AttrValue defaultValue = null;
    if (in.accept('=')) {
      defaultValue = list ? in.listValue(type) : in.value(type);
    }
    in.end();
    return new AttrDef(
        name,
        list ? "list(" + type + ")" : type,
        defaultValue,
        ImmutableList.copyOf(allowed),
        minimum);
  }

  private String typeName(String word, List<AttrValue> allowed) {
    switch (word) {
      case "numbertype":
        return types(NUMBERS, allowed);
      case "realnumbertype":
        return types(REAL_NUMBERS, allowed);
      case "quantizedtype":
        return types(QUANTIZED, allowed);
      default:
        if (!PLAIN_TYPES.contains(word)) {
          throw error("'" + word + "' is no attribute type");
        }
        return word;
    }
  }

  private static String types(List<DataType> types, List<AttrValue> allowed) {
    types.forEach(type -> allowed.add(AttrValue.of(type)));
    return "type";
  }

  private String alternatives(List<AttrValue> allowed) {
    boolean strings = peek() == '\'' || peek() == '"';
    do {
      if (peek() == '}') {
        break;
      }
      allowed.add(strings ? AttrValue.of(quoted()) : AttrValue.of(DataType.parse(word())));
    } while (accept(','));
    expect('}');
    return strings ? "string" : "type";
  }

  private AttrValue listValue(String type) {
    List<AttrValue> values = new ArrayList<>();
    expect('[');
    while (!accept(']')) {
      values.add(value(type));
      accept(',');
    }
    return AttrValue.list(values);
  }

  private AttrValue value(String type) {
    switch (type) {
      case "int":
        return AttrValue.of(Long.parseLong(number()));
      case "float":
        return AttrValue.of(Float.parseFloat(number()));
      case "bool":
        return AttrValue.of(Boolean.parseBoolean(word()));
      case "string":
        return AttrValue.of(quoted());
      case "type":
        return AttrValue.of(DataType.parse(word()));
      case "shape":
        return shapeValue();
      case "tensor":
        return tensorValue();
      default:
        throw error("no default is known for type " + type);
    }
  }

  /** Reads {@code {}}, {@code { unknown_rank: true }} or {@code [2, 3]}. */
  private AttrValue shapeValue() {
    if (accept('[')) {
      List<Long> dims = new ArrayList<>();
      while (!accept(']')) {
        dims.add(Long.parseLong(number()));
        accept(',');
      }
      return AttrValue.of(Shape.of(dims.stream().mapToLong(Long::longValue).toArray()));
    }
    expect('{');
    boolean unknown = false;
    if (peek() != '}') {
      String field = word();
      if (!field.equals("unknown_rank")) {
        throw error("'" + field + "' in a shape default");
      }
      expect(':');
      unknown = word().equals("true");
    }
    expect('}');
    return AttrValue.of(unknown ? Shape.unknown() : Shape.scalar());
  }

  /**
   * Reads {@code { dtype: DT_FLOAT }}, the zero of a type, or a tensor of integers of 8 bits or 32:
   * {@code { dtype: DT_UINT8 tensor_shape: { dim: { size: 2 } } int_val: 255 int_val: 0 }}.
   */
  private AttrValue tensorValue() {
    DataType type = DataType.INVALID;
    List<Long> dims = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    expect('{');
    while (!accept('}')) {
      String field = word();
      expect(':');
      switch (field) {
        case "dtype":
          type = DataType.parse(word());
          break;
        case "tensor_shape":
          dimensions(dims);
          break;
        case "int_val":
          values.add(Integer.parseInt(number()));
          break;
        default:
          throw error("'" + field + "' in a tensor default");
      }
    }
    Shape shape = Shape.of(dims);
    if (values.isEmpty()) {
      return AttrValue.of(Tensor.zeros(type, shape));
    }
    int[] ints = values.stream().mapToInt(Integer::intValue).toArray();
    return AttrValue.of(type == DataType.INT32 ? Tensor.of(shape, ints) : bytes(type, shape, ints));
  }

  /** Reads {@code { dim: { size: 4 } }}. */
  private void dimensions(List<Long> dims) {
    expect('{');
    while (!accept('}')) {
      for (String field : List.of("dim", "size")) {
        if (!word().equals(field)) {
          throw error("'" + field + "' is missing");
        }
        expect(':');
        if (field.equals("dim")) {
          expect('{');
        }
      }
      dims.add(Long.parseLong(number()));
      expect('}');
    }
  }

  private Tensor bytes(DataType type, Shape shape, int[] ints) {
    if (type != DataType.UINT8 && type != DataType.INT8) {
      throw error("int_val in a tensor default of type " + type.tfName());
    }
    byte[] bytes = new byte[ints.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ints[i];
    }
    return Tensor.of(type, shape, bytes);
  }

  private String quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw error("a quoted string is missing");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw error("a quote is not closed");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private String number() {
    return token("+-.eE0123456789", "a number");
  }

  private String word() {
    skipSpace();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (start == at) {
      throw error("a word is missing");
    }
    return text.substring(start, at);
  }

  private String token(String characters, String what) {
    skipSpace();
    int start = at;
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (start == at) {
      throw error(what + " is missing");
    }
    return text.substring(start, at);
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

  private void end() {
    if (peek() != '\0') {
      throw error("unexpected text");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private SlimgraphException error(String what) {
    return SlimgraphException.invalidArgument(
        "Definition of op %s, \"%s\": %s at character %d", op, text, what, at);
  }
}

package org.slimgraph.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The value of an attribute of an operation; one case for each member of TF's AttrValue message.
 */
public sealed interface AttrValue {

  /** The cases of an attribute value. */
  enum Kind {
    /** Bytes, usually UTF-8 text. */
    STRING("string"),
    /** A 64-bit integer. */
    INT("int"),
    /** A 32-bit float. */
    FLOAT("float"),
    /** A boolean. */
    BOOL("bool"),
    /** A data type. */
    TYPE("type"),
    /** A shape, possibly unknown. */
    SHAPE("shape"),
    /** A constant tensor. */
    TENSOR("tensor"),
    /** A list of one of the other kinds. */
    LIST("list"),
    /** A function by name, with its own attributes. */
    FUNC("func"),
    /** The name of an attribute of the enclosing function. */
    PLACEHOLDER("placeholder");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns the word that TF's op definitions use for the kind. */
    public String text() {
      return text;
    }
  }

  /** Returns which case this is. */
  Kind kind();

  /** Returns the text as TF prints it in messages, such as {@code "SAME"} or {@code [1, 2]}. */
  String text();

  /** A byte string. */
  record Str(ByteString bytes) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.STRING;
    }

    @Override
    public String text() {
      return "\"" + bytes.toStringUtf8() + "\"";
    }
  }

  /** An integer. */
  record Int(long value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.INT;
    }

    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  /** A float. */
  record Float(float value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.FLOAT;
    }

    @Override
    public String text() {
      return java.lang.Float.toString(value);
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.BOOL;
    }

    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** A data type. */
  record Type(DataType value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.TYPE;
    }

    @Override
    public String text() {
      return value.protoName();
    }
  }

  /** A shape. */
  record ShapeOf(Shape value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.SHAPE;
    }

    @Override
    public String text() {
      return value.toBrackets();
    }
  }

  /** A tensor. */
  record TensorOf(Tensor value) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.TENSOR;
    }

    @Override
    public String text() {
      return value.toString();
    }
  }

  /** A list; all its values are of one kind that is not LIST. */
  record ListOf(ImmutableList<AttrValue> values) implements AttrValue {
    /** Refuses nested and mixed lists. */
    public ListOf {
      for (AttrValue value : values) {
        if (value.kind() == Kind.LIST || value.kind() != values.get(0).kind()) {
          throw SlimgraphException.invalidArgument(
              "A list attribute holds values of one kind, not " + values);
        }
      }
    }

    @Override
    public Kind kind() {
      return Kind.LIST;
    }

    @Override
    public String text() {
      return values.stream().map(AttrValue::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** A function reference. */
  record Func(String name, ImmutableMap<String, AttrValue> attrs) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.FUNC;
    }

    @Override
    public String text() {
      return name + attrs;
    }
  }

  /** A reference to an attribute of the enclosing function. */
  record Placeholder(String name) implements AttrValue {
    @Override
    public Kind kind() {
      return Kind.PLACEHOLDER;
    }

    @Override
    public String text() {
      return "$" + name;
    }
  }

  /** Returns {@code value} as a UTF-8 string attribute. */
  static AttrValue of(String value) {
    return new Str(ByteString.copyFromUtf8(value));
  }

  /** Returns {@code value} as a string attribute. */
  static AttrValue of(ByteString value) {
    return new Str(value);
  }

  /** Returns {@code value} as an int attribute. */
  static AttrValue of(long value) {
    return new Int(value);
  }

  /** Returns {@code value} as a float attribute. */
  static AttrValue of(float value) {
    return new Float(value);
  }

  /** Returns {@code value} as a bool attribute. */
  static AttrValue of(boolean value) {
    return new Bool(value);
  }

  /** Returns {@code value} as a type attribute. */
  static AttrValue of(DataType value) {
    return new Type(value);
  }

  /** Returns {@code value} as a shape attribute. */
  static AttrValue of(Shape value) {
    return new ShapeOf(value);
  }

  /** Returns {@code value} as a tensor attribute. */
  static AttrValue of(Tensor value) {
    return new TensorOf(value);
  }

  /** Returns a reference to the function {@code name}. */
  static AttrValue func(String name, Map<String, AttrValue> attrs) {
    return new Func(name, ImmutableMap.copyOf(attrs));
  }

  /** Returns a list attribute of the given values, converted as by {@link #from}. */
  static AttrValue list(Iterable<?> values) {
    ImmutableList.Builder<AttrValue> list = ImmutableList.builder();
    for (Object value : values) {
      list.add(from(value));
    }
    return new ListOf(list.build());
  }

  /**
   * Returns the attribute value for a plain Java value: String, ByteString, Integer, Long, Float,
   * Double (rounded to float), Boolean, DataType, Shape, Tensor, bytes (a string), another array or
   * a list of those.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for any other class
   */
  static AttrValue from(Object value) {
    if (value instanceof AttrValue attr) {
      return attr;
    } else if (value instanceof String text) {
      return of(text);
    } else if (value instanceof ByteString bytes) {
      return of(bytes);
    } else if (value instanceof Integer || value instanceof Long) {
      return of(((Number) value).longValue());
    } else if (value instanceof java.lang.Float || value instanceof Double) {
      return of(((Number) value).floatValue());
    } else if (value instanceof Boolean flag) {
      return of((boolean) flag);
    } else if (value instanceof DataType type) {
      return of(type);
    } else if (value instanceof Shape shape) {
      return of(shape);
    } else if (value instanceof Tensor tensor) {
      return of(tensor);
    } else if (value instanceof byte[] bytes) {
      return of(ByteString.copyFrom(bytes));
    } else if (value.getClass().isArray()) {
      return list(
          IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList());
    } else if (value instanceof List<?> list) {
      return list(list);
    }
    throw SlimgraphException.invalidArgument(
        "No attribute can hold a " + value.getClass().getName() + " (" + value + ")");
  }
}

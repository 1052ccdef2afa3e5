package org.slimgraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Map;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Writes types, shapes and attribute values in the short form of {@code inspect --json}, which is
 * easy to read and to query. The exact form is that of {@code convert --to json}.
 */
final class ValueJson {
  /** Tensors with more elements are described by type and shape alone. */
  private static final int MAX_ELEMENTS = 16;

  private ValueJson() {}

  /** Writes {@code "DT_FLOAT"}, or null for a type that is not known. */
  static void writeType(JsonGenerator json, DataType type) throws IOException {
    if (type == DataType.INVALID) {
      json.writeNull();
    } else {
      json.writeString(type.protoName());
    }
  }

  /** Writes {@code [-1, 3]}, -1 for a size that is not known, or null for an unknown rank. */
  static void writeShape(JsonGenerator json, Shape shape) throws IOException {
    if (shape.isRankKnown()) {
      json.writeArray(shape.dims(), 0, shape.rank());
    } else {
      json.writeNull();
    }
  }

  /** Writes the fields {@code dtype} and {@code shape}. */
  static void writeTypeAndShape(JsonGenerator json, DataType type, Shape shape) throws IOException {
    json.writeFieldName("dtype");
    writeType(json, type);
    json.writeFieldName("shape");
    writeShape(json, shape);
  }

  /** Writes attributes as an object. */
  static void writeAttrs(JsonGenerator json, Map<String, AttrValue> attrs) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, AttrValue> attr : attrs.entrySet()) {
      json.writeFieldName(attr.getKey());
      write(json, attr.getValue());
    }
    json.writeEndObject();
  }

  /** Writes one attribute value. */
  static void write(JsonGenerator json, AttrValue attr) throws IOException {
    switch (attr.kind()) {
      case STRING:
        writeBytes(json, ((AttrValue.Str) attr).bytes());
        return;
      case INT:
        json.writeNumber(((AttrValue.Int) attr).value());
        return;
      case FLOAT:
        json.writeNumber(((AttrValue.Float) attr).value());
        return;
      case BOOL:
        json.writeBoolean(((AttrValue.Bool) attr).value());
        return;
      case TYPE:
        json.writeString(((AttrValue.Type) attr).value().protoName());
        return;
      case SHAPE:
        writeShape(json, ((AttrValue.ShapeOf) attr).value());
        return;
      case TENSOR:
        writeTensor(json, ((AttrValue.TensorOf) attr).value());
        return;
      case LIST:
        json.writeStartArray();
        for (AttrValue element : ((AttrValue.ListOf) attr).values()) {
          write(json, element);
        }
        json.writeEndArray();
        return;
      case FUNC:
        AttrValue.Func func = (AttrValue.Func) attr;
        json.writeStartObject();
        json.writeStringField("function", func.name());
        json.writeFieldName("attrs");
        writeAttrs(json, func.attrs());
        json.writeEndObject();
        return;
      case PLACEHOLDER:
        json.writeStartObject();
        json.writeStringField("placeholder", ((AttrValue.Placeholder) attr).name());
        json.writeEndObject();
        return;
    }
  }

  /** Writes text as a string, other bytes as {@code {"base64": …}}. */
  private static void writeBytes(JsonGenerator json, ByteString bytes) throws IOException {
    if (bytes.isValidUtf8()) {
      json.writeString(bytes.toStringUtf8());
      return;
    }
    json.writeStartObject();
    json.writeFieldName("base64");
    json.writeBinary(bytes.toByteArray());
    json.writeEndObject();
  }

  private static void writeTensor(JsonGenerator json, Tensor tensor) throws IOException {
    json.writeStartObject();
    writeTypeAndShape(json, tensor.dataType(), tensor.shape());
    if (tensor.size() <= MAX_ELEMENTS) {
      json.writeFieldName("values");
      json.writeStartArray();
      for (int i = 0; i < tensor.size(); i++) {
        writeElement(json, tensor, i);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeElement(JsonGenerator json, Tensor tensor, int i) throws IOException {
    DataType type = tensor.dataType();
    if (type == DataType.STRING) {
      writeBytes(json, ByteString.copyFrom(tensor.byteStrings()[i]));
    } else if (type == DataType.BOOL) {
      json.writeBoolean(tensor.booleans()[i]);
    } else if (type == DataType.DOUBLE) {
      json.writeNumber(tensor.doubles()[i]);
    } else if (type.isFloating()) {
      json.writeNumber(tensor.floats()[i]);
    } else if (type.isInteger() || type.isQuantized()) {
      json.writeNumber(tensor.elementText(i));
    } else {
      json.writeString(tensor.elementText(i));
    }
  }
}

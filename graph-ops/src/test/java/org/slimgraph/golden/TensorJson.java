package org.slimgraph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Tensors in the form of golden files, {@code {"dtype": "DT_FLOAT", "shape": [2], "b64": "…"}}. */
public final class TensorJson {
  private TensorJson() {}

  /** Returns the tensor that {@code json} states. */
  public static Tensor tensor(JsonNode json) {
    DataType type = type(json.get("dtype"));
    Shape shape = shape(json.get("shape"));
    if (type == DataType.STRING) {
      byte[][] strings =
          StreamSupport.stream(json.get("strings_b64").spliterator(), false)
              .map(TensorJson::bytes)
              .toArray(byte[][]::new);
      return Tensor.of(shape, strings);
    }
    return Tensor.of(type, shape, bytes(json.get("b64")));
  }

  /** Puts {@code tensor}, of elements with a fixed size, into {@code json}. */
  public static void put(Tensor tensor, ObjectNode json) {
    json.put("dtype", tensor.dataType().protoName());
    ArrayNode dims = json.putArray("shape");
    Arrays.stream(tensor.shape().dims()).forEach(dims::add);
    json.put("b64", tensor.bytes());
  }

  static Shape shape(JsonNode json) {
    return Shape.of(
        StreamSupport.stream(json.spliterator(), false).mapToLong(JsonNode::asLong).toArray());
  }

  static DataType type(JsonNode json) {
    return DataType.parse(json.asText());
  }

  private static byte[] bytes(JsonNode json) {
    return Base64.getDecoder().decode(json.asText());
  }
}

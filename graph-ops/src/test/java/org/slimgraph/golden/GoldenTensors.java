package org.slimgraph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Reads the tensors of golden files, {@code {"dtype": "DT_FLOAT", "shape": [2], "b64": "…"}}. */
final class GoldenTensors {
  private GoldenTensors() {}

  static Tensor tensor(JsonNode json) {
    DataType type = type(json.get("dtype"));
    Shape shape = shape(json.get("shape"));
    if (type == DataType.STRING) {
      byte[][] strings =
          StreamSupport.stream(json.get("strings_b64").spliterator(), false)
              .map(GoldenTensors::bytes)
              .toArray(byte[][]::new);
      return Tensor.of(shape, strings);
    }
    return Tensor.of(type, shape, bytes(json.get("b64")));
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

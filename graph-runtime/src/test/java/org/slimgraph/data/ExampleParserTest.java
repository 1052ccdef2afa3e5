package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class ExampleParserTest {
  private static final byte[] EXAMPLE =
      Examples.example(
          Map.of(
              "name", Tensor.scalar("cat"),
              "label", Tensor.scalar(7),
              "box", Tensor.vector(1f, 2f, 3f, 4f),
              "tokens", Tensor.vector(1L, -2L)));

  private static SlimgraphException failure(ExampleParser parser, byte[] bytes) {
    return assertThrows(SlimgraphException.class, () -> parser.parse(bytes));
  }

  @Test
  void features_getTheirTypesAndShapes() {
    Map<String, Tensor> parsed =
        ExampleParser.of()
            .fixed("box", DataType.FLOAT, Shape.of(2, 2))
            .fixed("label", DataType.INT64, Shape.scalar())
            .fixed("weight", Tensor.scalar(1.5f))
            .variable("tokens", DataType.INT64)
            .variable("nothing", DataType.STRING)
            .fixed("name", DataType.STRING, Shape.scalar())
            .parse(EXAMPLE);
    assertEquals(
        List.of("box", "label", "weight", "tokens", "nothing", "name"),
        List.copyOf(parsed.keySet()));
    assertEquals(Shape.of(2, 2), parsed.get("box").shape());
    assertEquals(7, parsed.get("label").longs()[0]);
    assertEquals(1.5f, parsed.get("weight").floats()[0]);
    assertArrayEquals(new long[] {1, -2}, parsed.get("tokens").longs());
    assertEquals(Shape.of(0), parsed.get("nothing").shape());
    assertEquals("cat", new String(parsed.get("name").byteStrings()[0], StandardCharsets.UTF_8));
  }

  @Test
  void example_hasTheBytesThatTensorFlowWrites() {
    // features { feature { key: "a" value { int64_list { value: 3 value: 300 } } } }
    byte[] bytes = Examples.example(Map.of("a", Tensor.vector(3L, 300L)));
    assertEquals("0a0e0a0c0a016112071a050a0303ac02", HexFormat.of().formatHex(bytes));
  }

  @Test
  void sequences_areStackedFrameByFrame() {
    byte[] bytes =
        Examples.sequenceExample(
            Map.of("length", Tensor.scalar(3L)),
            Map.of("frames", Tensor.of(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6})));
    ExampleParser parser =
        ExampleParser.of()
            .sequence("frames", DataType.FLOAT, Shape.of(2))
            .fixed("length", DataType.INT64, Shape.of(1));
    Tensor frames = parser.parse(bytes).get("frames");
    assertEquals(Shape.of(3, 2), frames.shape());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, frames.floats());
    assertTrue(
        failure(parser, EXAMPLE)
            .getMessage()
            .equals("Feature list: frames (data type: float) is required but could not be found."));
  }

  @Test
  void whatDoesNotFit_isInvalid() {
    SlimgraphException missing =
        failure(ExampleParser.of().fixed("none", DataType.INT64, Shape.scalar()), EXAMPLE);
    assertEquals(ErrorCode.INVALID_ARGUMENT, missing.code());
    assertEquals(
        "Feature: none (data type: int64) is required but could not be found.",
        missing.getMessage());
    assertEquals(
        "Feature: label.  Data types don't match. Data type: int64 but expected type: float",
        failure(ExampleParser.of().variable("label", DataType.FLOAT), EXAMPLE).getMessage());
    assertEquals(
        "Key: box.  Number of float values != expected.  values size: 4 but output shape: [3]",
        failure(ExampleParser.of().fixed("box", DataType.FLOAT, Shape.of(3)), EXAMPLE)
            .getMessage());
    assertThrows(SlimgraphException.class, () -> ExampleParser.of().variable("a", DataType.INT32));
    assertThrows(
        SlimgraphException.class,
        () -> ExampleParser.of().fixed("a", DataType.FLOAT, Shape.of(-1)));
    assertThrows(
        SlimgraphException.class,
        () -> ExampleParser.of().variable("a", DataType.FLOAT).variable("a", DataType.FLOAT));
    assertThrows(
        SlimgraphException.class, () -> Examples.example(Map.of("a", Tensor.scalar(true))));
  }

  @Test
  void damage_isAnErrorWithACode() {
    ExampleParser parser = ExampleParser.of().variable("label", DataType.INT64);
    for (int length = 1; length < EXAMPLE.length; length++) {
      assertEquals(
          ErrorCode.DATA_LOSS, failure(parser, Arrays.copyOf(EXAMPLE, length)).code(), "" + length);
    }
  }

  @Test
  void records_areParsedOnTheWayToBatches(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("train.tfrecord");
    try (RecordWriter writer = RecordWriter.create(file, Compression.GZIP)) {
      for (long i = 0; i < 5; i++) {
        writer.write(Examples.example(Map.of("x", Tensor.vector(i, 10 * i))));
      }
    }
    List<List<Tensor>> batches =
        Dataset.ofRecords(List.of(file), Compression.GZIP)
            .map(ExampleParser.of().fixed("x", DataType.INT64, Shape.of(2)))
            .batch(2, true)
            .toList();
    assertEquals(2, batches.size());
    assertArrayEquals(new long[] {2, 20, 3, 30}, batches.get(1).get(0).longs());
  }
}

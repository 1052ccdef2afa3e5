package org.slimgraph.ops.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class IoOpsTest {
  @TempDir Path folder;

  private final Ops tf = Ops.on(new Graph());

  private Tensor run(Output output) {
    try (Session session = Session.open(tf.graph())) {
      return session.run(output);
    }
  }

  private void assertFails(ErrorCode code, String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  private Output text(String... strings) {
    return tf.constant(Tensor.strings(Shape.of(strings.length), strings));
  }

  @Test
  void stringToNumber_floats_readsDecimalsAndSpecials() {
    Output strings =
        text(" 1.5e3 ", "+5", ".5", "5.", "-0", "1e39", "1e-50", "inf", "-Inf", "NaN", "1\n");
    Output numbers = tf.stringToNumber(strings, DataType.FLOAT);
    float infinity = Float.POSITIVE_INFINITY;
    assertEquals(Shape.of(11), numbers.shape());
    assertArrayEquals(
        new float[] {1500, 5, 0.5f, 5, -0f, infinity, 0, infinity, -infinity, Float.NaN, 1},
        run(numbers).floats());
  }

  @Test
  void stringToNumber_otherTypes_readsThem() {
    Output big = text("-9223372036854775808", "\t7");
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, 7}, run(tf.stringToNumber(big, DataType.INT64)).longs());
    assertArrayEquals(
        new int[] {12, -2147483648},
        run(tf.stringToNumber(text("12 ", "-2147483648"), DataType.INT32)).ints());
    assertArrayEquals(
        new double[] {0.1, Double.POSITIVE_INFINITY},
        run(tf.stringToNumber(text("0.1", "1e400"), DataType.DOUBLE)).doubles());
    assertEquals(0, run(tf.stringToNumber(text(), DataType.INT32)).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "0x1p3", "1f", "1.5d", "infinity", "1 2", "--1", "."})
  void stringToNumber_noReal_isRefused(String string) {
    String words = "StringToNumberOp could not correctly convert string: " + string;
    assertFails(ErrorCode.INVALID_ARGUMENT, words, tf.stringToNumber(text(string), DataType.FLOAT));
    assertFails(
        ErrorCode.INVALID_ARGUMENT, words, tf.stringToNumber(text(string), DataType.DOUBLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "+5", "3000000000", "-2147483649", "9223372036854775808"})
  void stringToNumber_noInt_isRefused(String string) {
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "could not correctly convert string: " + string,
        tf.stringToNumber(text(string), DataType.INT32));
  }

  @Test
  void readFile_givesItsBytesWhenItRuns() throws IOException {
    Path file = folder.resolve("file");
    Output contents = tf.readFile(tf.constant(Tensor.scalar(file.toString())));
    assertEquals(Shape.scalar(), contents.shape());
    for (String text : List.of("first", "", "second")) {
      Files.writeString(file, text);
      assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), run(contents).byteStrings()[0]);
    }
  }

  @Test
  void readFile_noFile_saysSo() {
    String missing = folder.resolve("missing").toString();
    assertFails(
        ErrorCode.NOT_FOUND,
        missing + "; No such file or directory",
        tf.readFile(tf.constant(Tensor.scalar(missing))));
    assertFails(
        ErrorCode.FAILED_PRECONDITION,
        folder + "; Is a directory",
        tf.readFile(tf.constant(Tensor.scalar(folder.toString()))));
  }

  @Test
  void parseExample_knowsItsShapes() {
    Operation parse =
        tf.graph()
            .opBuilder("ParseExample", "parse")
            .input(tf.placeholder(DataType.STRING, Shape.of(7)))
            .input(text())
            .inputs(List.of(tf.constant(Tensor.scalar("words"))))
            .inputs(List.of(tf.constant(Tensor.scalar("x"))))
            .inputs(List.of(tf.constant(Tensor.of(Shape.of(0), new float[0]))))
            .attr("sparse_types", List.of(DataType.STRING))
            .attr("dense_shapes", List.of(Shape.of(2)))
            .build();
    assertEquals(
        List.of(Shape.of(-1, 2), Shape.of(-1), Shape.of(2), Shape.of(7, 2)),
        parse.outputs().stream().map(Output::shape).toList());
  }

  @Test
  void functionPorts_resultsRunAndArgumentsAreFed() {
    Graph graph = tf.graph();
    Output arg =
        graph
            .opBuilder("_Arg", "arg")
            .attr("T", DataType.FLOAT)
            .attr("index", 0L)
            .build()
            .output(0);
    Output doubled = tf.add(arg, arg);
    Operation result =
        graph.opBuilder("_Retval", "result").input(doubled).attr("index", 0L).build();
    try (Session session = Session.open(graph)) {
      List<Tensor> values =
          session.runner().feed(arg, Tensor.scalar(3f)).fetch(doubled).target(result).run();
      assertArrayEquals(new float[] {6}, values.get(0).floats());
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> session.run(doubled));
      assertTrue(e.getMessage().contains("feed its output"), e.getMessage());
    }
  }
}

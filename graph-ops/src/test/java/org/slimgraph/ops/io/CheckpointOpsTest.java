package org.slimgraph.ops.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class CheckpointOpsTest {
  @TempDir Path folder;

  private final Ops tf = Ops.on(new Graph());

  private Output text(Object value) {
    return tf.constant(Tensor.scalar(value.toString()));
  }

  private Output floats(float... values) {
    return tf.constant(Tensor.of(Shape.of(values.length), values));
  }

  private void run(GraphElement target) {
    try (Session session = Session.open(tf.graph())) {
      session.run(target);
    }
  }

  private Tensor value(Output output) {
    try (Session session = Session.open(tf.graph())) {
      return session.run(output);
    }
  }

  private void assertFails(ErrorCode code, String words, GraphElement target) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(target));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(code, e.code());
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void save(String prefix, String name, Tensor value) {
    run(tf.saveV2(text(path(prefix)), List.of(name), List.of(""), List.of(tf.constant(value))));
  }

  private List<Output> restore(String prefix, String slice, DataType type, String... names) {
    List<String> slices = Arrays.stream(names).map(name -> slice).toList();
    List<DataType> types = Arrays.stream(names).map(name -> type).toList();
    return tf.restoreV2(text(path(prefix)), List.of(names), slices, types);
  }

  @Test
  void saveV2_thenRestoreV2_givesTensorsBack() {
    Output strings = tf.constant(Tensor.strings(Shape.of(2), "", "a string"));
    run(
        tf.saveV2(
            text(path("c")),
            List.of("s", "f"),
            List.of("", ""),
            List.of(strings, floats(1, -0f, Float.NaN))));
    assertArrayEquals(
        new float[] {1, -0f, Float.NaN},
        value(restore("c", "", DataType.FLOAT, "f").get(0)).floats());
    assertEquals(
        "a string",
        new String(
            value(restore("c", "", DataType.STRING, "s").get(0)).byteStrings()[1],
            StandardCharsets.UTF_8));
  }

  @Test
  void saveV2_ofSlices_restoresAnyCut() {
    run(
        tf.saveV2(
            text(path("c")),
            List.of("w", "w"),
            List.of("4 0,1", "4 1,3"),
            List.of(floats(1), floats(2, 3, 4))));
    Output slice = restore("c", "4 0,2", DataType.FLOAT, "w").get(0);
    assertEquals(Shape.of(2), slice.shape());
    assertArrayEquals(new float[] {1, 2}, value(slice).floats());
    assertArrayEquals(
        new float[] {1, 2, 3, 4}, value(restore("c", "", DataType.FLOAT, "w").get(0)).floats());
  }

  @Test
  void saveV2_wrongSlices_areRefused() {
    Output prefix = text(path("c"));
    List<Output> one = List.of(floats(1));
    List<String> name = List.of("w");
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Slice in shape_and_slice specification does not match the shape of the tensor to  save:"
            + " 4 0,2, tensor: [1]",
        tf.saveV2(prefix, name, List.of("4 0,2"), one));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Need least two elements in shape_and_slice specification: 4",
        tf.saveV2(prefix, name, List.of("4"), one));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Non numerical dimension in shape_and_slice: four 0,1",
        tf.saveV2(prefix, name, List.of("four 0,1"), one));
    assertFalse(CheckpointReader.exists(path("c")));
  }

  @Test
  void saveV2_missingFolders_areNotFound() {
    assertFails(
        ErrorCode.NOT_FOUND,
        "No such file or directory",
        tf.saveV2(text(path("a/b/c")), List.of("w"), List.of(""), List.of(floats(1))));
  }

  @Test
  void restoreV2_wrongTypeShapeOrName_isRefused() {
    save("c", "w", Tensor.of(Shape.of(2), new float[] {1, 2}));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "tensor_name = w; expected dtype double does not equal original dtype float",
        restore("c", "", DataType.DOUBLE, "w").get(0).operation());
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "tensor_name = w; shape in shape_and_slice spec [3] does not match the shape stored in"
            + " checkpoint: [2]",
        restore("c", "3 0,1", DataType.FLOAT, "w").get(0).operation());
    assertFails(
        ErrorCode.NOT_FOUND,
        "Key v not found in checkpoint",
        restore("c", "", DataType.FLOAT, "w", "v").get(0).operation());
    assertFails(
        ErrorCode.NOT_FOUND,
        "Failed to find any matching files for",
        restore("none", "", DataType.FLOAT, "w").get(0).operation());
  }

  @Test
  void restoreV2_fedNamesThatDoNotFit_areRefused() {
    save("c", "w", Tensor.scalar(1f));
    Output names = tf.placeholder(DataType.STRING, Shape.unknown());
    Output slices = tf.placeholder(DataType.STRING, Shape.unknown());
    Output tensor =
        raw("RestoreV2", text(path("c")), names, slices)
            .attr("dtypes", List.of(DataType.FLOAT))
            .build()
            .output(0);
    String[] two = {"w", "w"};
    try (Session session = Session.open(tf.graph())) {
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () ->
                  session
                      .runner()
                      .feed(names, Tensor.strings(Shape.of(2), two))
                      .feed(slices, Tensor.strings(Shape.of(1), ""))
                      .fetch(tensor)
                      .run());
      assertTrue(e.getMessage().contains("different number of elements: 2 vs. 1"), e.getMessage());
    }
  }

  @Test
  void restore_andRestoreSlice_readOneTensor() {
    save("c", "w", Tensor.of(Shape.of(3), new float[] {1, 2, 3}));
    Output whole =
        raw("Restore", text(path("c")), text("w")).attr("dt", DataType.FLOAT).build().output(0);
    Output slice =
        raw("RestoreSlice", text(path("c")), text("w"), text("3 1,2"))
            .attr("dt", DataType.FLOAT)
            .build()
            .output(0);
    assertEquals(Shape.of(2), slice.shape());
    assertArrayEquals(new float[] {1, 2, 3}, value(whole).floats());
    assertArrayEquals(new float[] {2, 3}, value(slice).floats());
  }

  private OperationBuilder raw(String type, Output... inputs) {
    OperationBuilder builder = tf.graph().opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    return builder;
  }

  @Test
  void mergeV2Checkpoints_makesOneOfParts() throws IOException {
    Output count = tf.constant(Tensor.scalar(2));
    Output base = text(path("parts").resolve("p"));
    Output first = tf.shardedFilename(base, 0, count);
    Output second = tf.shardedFilename(base, 1, count);
    assertTrue(
        new String(value(second).byteStrings()[0], StandardCharsets.UTF_8)
            .endsWith("p-00001-of-00002"));
    run(tf.saveV2(first, List.of("a"), List.of(""), List.of(floats(1))));
    run(tf.saveV2(second, List.of("b"), List.of(""), List.of(floats(2, 3))));
    run(tf.mergeV2Checkpoints(List.of(first, second), text(path("merged"))));
    assertArrayEquals(new float[] {2, 3}, CheckpointReader.open(path("merged")).read("b").floats());
    assertTrue(Files.exists(path("merged.data-00001-of-00002")));
    assertFalse(Files.exists(path("parts")));
  }

  @Test
  void shardedFilespec_isAPattern() {
    Output pattern =
        raw("ShardedFilespec", text("base"), tf.constant(Tensor.scalar(3))).build().output(0);
    assertEquals(
        "base-?????-of-00003", new String(value(pattern).byteStrings()[0], StandardCharsets.UTF_8));
  }

  @Test
  void writeFile_makesFolders_andMatchingFilesFindsThem() throws IOException {
    Operation write = tf.writeFile(text(path("x/y/b.txt")), text("content"));
    run(write);
    run(tf.writeFile(text(path("x/y/a.txt")), text("")));
    assertEquals("content", Files.readString(path("x/y/b.txt"), StandardCharsets.UTF_8));
    Output found = tf.matchingFiles(text(path("x/y") + "/*.txt"));
    byte[][] names = value(found).byteStrings();
    assertEquals(2, names.length);
    assertEquals(path("x/y/a.txt").toString(), new String(names[0], StandardCharsets.UTF_8));
    assertEquals(0, value(tf.matchingFiles(text(path("nowhere") + "/*"))).size());
  }

  @Test
  void writeFile_toAFolder_isRefused() {
    assertFails(
        ErrorCode.FAILED_PRECONDITION,
        "Is a directory",
        tf.writeFile(text(folder), text("content")));
  }
}

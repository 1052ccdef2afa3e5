package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class CheckpointTest {
  @TempDir Path folder;

  private Path write(Map<String, Tensor> tensors) throws IOException {
    Path prefix = folder.resolve("model.ckpt-7");
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        writer.add(tensor.getKey(), tensor.getValue());
      }
      writer.finish();
    }
    return prefix;
  }

  private static SlimgraphException assertFails(ErrorCode code, String text, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().contains(text), e.getMessage());
    return e;
  }

  private Map<String, Tensor> small() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("strs", Tensor.strings(Shape.of(3), "", "hello", "x".repeat(300)));
    tensors.put("floats", Tensor.of(Shape.of(2, 3), new float[] {1, 2, Float.NaN, -0f, 5, 6}));
    return tensors;
  }

  @Test
  void roundTrip_everyType_isBitForBit() throws IOException {
    Map<String, Tensor> tensors = small();
    Random random = new Random(7);
    for (DataType type : DataType.values()) {
      if (!type.isRef() && type.byteSize() > 0) {
        byte[] bytes = new byte[type.byteSize() * 15];
        random.nextBytes(bytes);
        if (type == DataType.BOOL) {
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 1;
          }
        }
        tensors.put("t/" + type.tfName(), Tensor.of(type, Shape.of(3, 5), bytes));
        tensors.put("empty/" + type.tfName(), Tensor.zeros(type, Shape.of(3, 0, 2)));
        tensors.put("scalar/" + type.tfName(), Tensor.zeros(type, Shape.scalar()));
      }
    }
    tensors.put("empty/strings", Tensor.zeros(DataType.STRING, Shape.of(0)));
    tensors.put("näme", Tensor.scalar("wört"));
    CheckpointReader reader = CheckpointReader.open(write(tensors));
    assertEquals(tensors.size(), reader.entries().size());
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      assertEquals(tensor.getValue(), reader.read(tensor.getKey()), tensor.getKey());
    }
  }

  @Test
  void index_startsWithHeaderAndEndsWithShortSuccessor() throws IOException {
    byte[] index = Files.readAllBytes(BundleFiles.index(write(small())));
    HexFormat hex = HexFormat.of();
    assertEquals("000006" + "08011a020801", hex.formatHex(index, 0, 9));
    // index block: shared 0, key of one byte, then 't'
    int footer = index.length - TableReader.FOOTER_BYTES;
    ByteBuffer handles = ByteBuffer.wrap(index, footer, TableReader.FOOTER_BYTES);
    Varint.read(handles);
    Varint.read(handles);
    int offset = (int) Varint.read(handles);
    assertEquals("0001", hex.formatHex(index, offset, offset + 2));
    assertEquals('t', index[offset + 3]);
  }

  @Test
  void entries_sayWhereTensorsLie() throws IOException {
    CheckpointReader reader = CheckpointReader.open(write(small()));
    assertEquals(
        List.of("floats", "strs"), reader.entries().stream().map(CheckpointEntry::name).toList());
    CheckpointEntry floats = reader.entry("floats").orElseThrow();
    assertEquals(DataType.FLOAT, floats.dataType());
    assertEquals(Shape.of(2, 3), floats.shape());
    assertEquals(24, floats.size());
    assertEquals(reader.entry("strs").orElseThrow().size(), floats.offset());
    assertFalse(reader.entry("nope").isPresent());
  }

  @Test
  void read_missingKey_isNotFound() throws IOException {
    CheckpointReader reader = CheckpointReader.open(write(small()));
    assertFails(ErrorCode.NOT_FOUND, "Key b not found in checkpoint", () -> reader.read("b"));
  }

  @Test
  void open_nothingThere_saysSoAsTensorFlowDoes() {
    assertFails(
        ErrorCode.NOT_FOUND,
        "Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ",
        () -> CheckpointReader.open(folder.resolve("no_such_ckpt")));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "no/such; No such file or directory",
        () -> CheckpointReader.open(folder.resolve("no/such/ckpt")));
  }

  @Test
  void read_damagedData_isDataLoss() throws IOException {
    Path prefix = write(small());
    Path data = BundleFiles.data(prefix, 0, 1);
    byte[] good = Files.readAllBytes(data);
    CheckpointReader reader = CheckpointReader.open(prefix);
    long floats = reader.entry("floats").orElseThrow().offset();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      Files.write(data, bad);
      String damaged = i >= floats ? "floats" : "strs";
      assertFails(
          ErrorCode.DATA_LOSS,
          i >= floats ? "Checksum does not match: stored " : "",
          () -> reader.read(damaged));
    }
  }

  @Test
  void read_cutOrMissingData_saysSoAsTensorFlowDoes() throws IOException {
    Path prefix = write(small());
    Path data = BundleFiles.data(prefix, 0, 1);
    byte[] good = Files.readAllBytes(data);
    CheckpointReader reader = CheckpointReader.open(prefix);
    Files.write(data, Arrays.copyOf(good, good.length - 1));
    assertFails(
        ErrorCode.OUT_OF_RANGE, "Read less bytes than requested", () -> reader.read("floats"));
    Files.delete(data);
    assertFails(ErrorCode.NOT_FOUND, "; No such file or directory", () -> reader.read("floats"));
  }

  /** A flipped byte anywhere but in the footer's padding is seen. */
  @Test
  void open_everyDamagedByteOfAnIndex_isClearError() throws IOException {
    Path prefix = write(small());
    Path index = BundleFiles.index(prefix);
    byte[] good = Files.readAllBytes(index);
    String contents = CheckpointReader.open(prefix).entries().toString();
    for (int i = 0; i < good.length; i++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) flip;
        Files.write(index, bad);
        try {
          assertEquals(contents, CheckpointReader.open(prefix).entries().toString());
          assertTrue(i > good.length - 48 && i < good.length - 8, "unseen damage at " + i);
        } catch (SlimgraphException e) {
          assertEquals(ErrorCode.DATA_LOSS, e.code(), e.getMessage());
        }
      }
    }
  }

  @Test
  void open_everyTruncatedIndex_isDataLoss() throws IOException {
    Path prefix = write(small());
    Path index = BundleFiles.index(prefix);
    byte[] good = Files.readAllBytes(index);
    for (int length = 0; length < good.length; length++) {
      Files.write(index, Arrays.copyOf(good, length));
      assertFails(ErrorCode.DATA_LOSS, "", () -> CheckpointReader.open(prefix));
    }
  }

  @Test
  void writer_thousandsOfEntries_areReadBack() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 9000; i++) {
      tensors.put("tower/layer_" + i + "/a_long_name_of_a_variable", Tensor.scalar(i));
    }
    Path prefix = write(tensors);
    assertTrue(Files.size(BundleFiles.index(prefix)) > 2 * TableWriter.BLOCK_BYTES / 2);
    CheckpointReader reader = CheckpointReader.open(prefix);
    assertEquals(9000, reader.entries().size());
    assertEquals(Tensor.scalar(8765), reader.read("tower/layer_8765/a_long_name_of_a_variable"));
  }

  @Test
  void writer_notFinished_leavesNothing() throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(folder.resolve("model"))) {
      writer.add("a", Tensor.scalar(1));
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Adding duplicate key: a",
          () -> writer.add("a", Tensor.scalar(2)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static final Shape WHOLE = Shape.of(4, 3, 2);

  private static Tensor whole() {
    int[] values = new int[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return Tensor.of(WHOLE, values);
  }

  private Path sliced(String... slices) throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    all.put("w", whole());
    CheckpointReader source = CheckpointReader.open(write(all));
    Path prefix = folder.resolve("sliced");
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      for (String text : slices) {
        TensorSlice slice = TensorSlice.parse(text);
        writer.addSlice("w", WHOLE, slice, source.read("w", slice));
      }
      writer.finish();
    }
    return prefix;
  }

  @Test
  void slices_ofEveryDimension_makeTheWhole() throws IOException {
    CheckpointReader reader =
        CheckpointReader.open(sliced("0,1:-:-", "1,3:0,2:-", "1,3:2,1:0,1", "1,3:2,1:1,1"));
    assertEquals(whole(), reader.read("w"));
    assertEquals(4, reader.entry("w").orElseThrow().slices().size());
    assertArrayEquals(new int[] {7, 13}, reader.read("w", TensorSlice.parse("1,2:0,1:1,1")).ints());
    assertArrayEquals(
        new int[] {10, 16, 22}, reader.read("w", TensorSlice.parse("1,3:2,1:0,1")).ints());
  }

  @Test
  void slices_missingOrOverlapping_areDataLoss() throws IOException {
    CheckpointReader missing = CheckpointReader.open(sliced("0,2:-:-", "2,1:-:-"));
    assertFails(ErrorCode.DATA_LOSS, "hold 18 elements", () -> missing.read("w"));
    CheckpointReader twice = CheckpointReader.open(sliced("0,2:-:-", "1,2:-:-"));
    assertFails(ErrorCode.DATA_LOSS, "overlap", () -> twice.read("w"));
  }

  @Test
  void slice_outsideOfTensor_isInvalid() throws IOException {
    CheckpointReader reader = CheckpointReader.open(sliced("0,4:0,3:-"));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "out of bounds",
        () -> reader.read("w", TensorSlice.parse("3,2:-:-")));
    assertFails(
        ErrorCode.INVALID_ARGUMENT, "ranks", () -> reader.read("w", TensorSlice.parse("-")));
    assertFails(ErrorCode.INVALID_ARGUMENT, "pair of numbers", () -> TensorSlice.parse("3,x"));
  }

  @Test
  void merge_parts_becomeShards() throws IOException {
    List<Path> parts = List.of(folder.resolve("m_temp/part-0"), folder.resolve("m_temp/part-1"));
    for (int i = 0; i < 2; i++) {
      try (CheckpointWriter writer = CheckpointWriter.create(parts.get(i))) {
        writer.add("own" + i, Tensor.scalar(i));
        writer.addSlice(
            "v", Shape.of(2), TensorSlice.parse(i + ",1"), Tensor.vector(new int[] {10 + i}));
        writer.finish();
      }
    }
    Path merged = folder.resolve("m");
    CheckpointMerge.merge(parts, merged, true);
    CheckpointReader reader = CheckpointReader.open(merged);
    assertArrayEquals(new int[] {10, 11}, reader.read("v").ints());
    assertEquals(Tensor.scalar(1), reader.read("own1"));
    assertEquals(1, reader.entry("own1").orElseThrow().shard());
    assertTrue(Files.exists(folder.resolve("m.data-00001-of-00002")));
    assertFalse(Files.exists(folder.resolve("m_temp")));
  }

  @Test
  void state_roundTrip() throws IOException {
    CheckpointState state =
        new CheckpointState("m-2", List.of("m-1", "m-2"), List.of(1.5, 1571000000.25), 1.25);
    Path file = folder.resolve(CheckpointState.FILE_NAME);
    state.write(file);
    assertEquals(state, CheckpointState.read(file).orElseThrow());
    assertTrue(
        Files.readString(file, StandardCharsets.UTF_8)
            .startsWith("model_checkpoint_path: \"m-2\"\nall_model_checkpoint_paths: \"m-1\"\n"));
  }

  @Test
  void latestCheckpoint_needsStateAndIndex() throws IOException {
    assertTrue(CheckpointState.latestCheckpoint(folder).isEmpty());
    Path prefix = write(small());
    assertTrue(CheckpointState.latestCheckpoint(folder).isEmpty());
    String name = prefix.getFileName().toString();
    new CheckpointState(name, List.of(name), List.of(), 0)
        .write(folder.resolve(CheckpointState.FILE_NAME));
    assertEquals(prefix, CheckpointState.latestCheckpoint(folder).orElseThrow());
    Files.delete(BundleFiles.index(prefix));
    assertTrue(CheckpointState.latestCheckpoint(folder).isEmpty());
  }
}

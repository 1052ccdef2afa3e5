package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Reads the checkpoints that TensorFlow wrote, compares what is in them, writes them anew and
 * compares the files.
 */
@Tag("conformance")
class CheckpointConformanceTest {
  @TempDir Path folder;

  private static Path shared(String name) {
    Path path = Path.of(System.getProperty("slimgraph.shared", ""), name);
    boolean present = Files.isDirectory(path);
    if (!present) {
      System.out.println("SKIPPED: no checkpoints to read, " + path + " is missing");
    }
    Assumptions.assumeTrue(present, path + " is missing");
    return path;
  }

  @Test
  void read_checkpointsOfTensorFlow_giveTheirContents() throws IOException {
    Path checkpoints = shared("golden/checkpoints");
    Struct.Builder index = Struct.newBuilder();
    JsonFormat.parser().merge(Files.readString(checkpoints.resolve("index.json")), index);
    int tensors = 0;
    for (Value value : index.getFieldsOrThrow("checkpoints").getListValue().getValuesList()) {
      Map<String, Value> checkpoint = value.getStructValue().getFieldsMap();
      String prefix = checkpoint.get("prefix").getStringValue();
      CheckpointReader reader = CheckpointReader.open(checkpoints.resolve(prefix));
      Map<String, Value> expected = checkpoint.get("tensors").getStructValue().getFieldsMap();
      assertEquals(expected.size(), reader.entries().size(), prefix);
      for (Map.Entry<String, Value> tensor : expected.entrySet()) {
        Tensor wanted = tensor(tensor.getValue().getStructValue().getFieldsMap());
        Tensor read = reader.read(tensor.getKey());
        assertEquals(
            wanted,
            prefix.equals("other_types") ? asFloats(read) : read,
            prefix + ": " + tensor.getKey());
        tensors++;
      }
    }
    assertTrue(tensors > 1500, tensors + " tensors");
  }

  private static Tensor asFloats(Tensor tensor) {
    if (tensor.dataType().isFloating()) {
      return Tensor.of(tensor.shape(), tensor.floats());
    }
    float[] floats = new float[tensor.size()];
    int[] ints = tensor.ints();
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ints[i];
    }
    return Tensor.of(tensor.shape(), floats);
  }

  private static Tensor tensor(Map<String, Value> json) {
    Shape shape =
        Shape.of(
            json.get("shape").getListValue().getValuesList().stream()
                .map(dim -> (long) dim.getNumberValue())
                .toList());
    DataType type = DataType.parse(json.get("dtype").getStringValue());
    if (type != DataType.STRING) {
      byte[] bytes = Base64.getDecoder().decode(json.get("b64").getStringValue());
      return Tensor.of(type, shape, bytes);
    }
    return Tensor.of(
        shape,
        json.get("strings_b64").getListValue().getValuesList().stream()
            .map(text -> Base64.getDecoder().decode(text.getStringValue()))
            .toArray(byte[][]::new));
  }

  private static List<Path> prefixes() throws IOException {
    List<Path> prefixes = new ArrayList<>();
    for (Path root : List.of(shared("golden/checkpoints"), shared("models"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .map(Path::toString)
            .filter(file -> file.endsWith(".index") && !file.contains("hostile"))
            .map(file -> Path.of(file.substring(0, file.length() - ".index".length())))
            .filter(prefix -> Files.exists(BundleFiles.data(prefix, 0, 1)) || isSharded(prefix))
            .forEach(prefixes::add);
      }
    }
    return prefixes;
  }

  private static boolean isSharded(Path prefix) {
    return prefix.endsWith("sharded");
  }

  @Test
  void write_whatTensorFlowWrote_givesTheSameFiles() throws IOException {
    List<Path> prefixes = prefixes();
    assertTrue(prefixes.size() >= 12, prefixes.toString());
    for (Path prefix : prefixes) {
      CheckpointReader reader = CheckpointReader.open(prefix);
      Map<Integer, List<CheckpointEntry>> shards = new HashMap<>();
      for (CheckpointEntry entry : reader.entries()) {
        shards.computeIfAbsent(entry.shard(), shard -> new ArrayList<>()).add(entry);
      }
      List<Path> parts = new ArrayList<>();
      for (int shard = 0; shard < shards.size(); shard++) {
        Path part = folder.resolve("temp/part-" + shard);
        List<CheckpointEntry> entries = shards.get(shard);
        entries.sort(
            Comparator.comparingLong(CheckpointEntry::offset)
                .thenComparingLong(CheckpointEntry::size));
        write(reader, entries, part);
        parts.add(part);
      }
      Path copy = folder.resolve("copy");
      CheckpointMerge.merge(parts, copy, true);
      assertSame(BundleFiles.index(prefix), BundleFiles.index(copy));
      for (int shard = 0; shard < parts.size(); shard++) {
        assertSame(
            BundleFiles.data(prefix, shard, parts.size()),
            BundleFiles.data(copy, shard, parts.size()));
      }
    }
  }

  private static void write(CheckpointReader reader, List<CheckpointEntry> entries, Path prefix)
      throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      for (CheckpointEntry entry : entries) {
        if (entry.slices().isEmpty()) {
          writer.add(entry.name(), reader.read(entry.name()));
        }
        for (TensorSlice slice : entry.slices()) {
          writer.addSlice(entry.name(), entry.shape(), slice, reader.read(entry.name(), slice));
        }
      }
      writer.finish();
    }
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(expected), Files.readAllBytes(actual), expected.toString());
  }

  @Test
  void entries_ofModels_areThoseOfTheirLists() throws IOException, NoSuchAlgorithmException {
    Path lists = shared("models/refs/checkpoints");
    Map<String, String> prefixes =
        Map.of(
            "tf_bundle_checkpoint", "checkpoints/tf_bundle_checkpoint/bundle_checkpoint",
            "tf_embedding", "meta/tf_embedding/embedding.ckpt",
            "tf_old_string_tensors", "checkpoints/tf_old_string_tensors/foo",
            "tf_profiler", "meta/tf_profiler/ckpt",
            "unmicst_CytoplasmIncell", "meta/unmicst_CytoplasmIncell/model.ckpt");
    for (Map.Entry<String, String> model : prefixes.entrySet()) {
      Path prefix = shared("models").resolve(model.getValue());
      CheckpointReader reader = CheckpointReader.open(prefix);
      int read = 0;
      for (String line : Files.readAllLines(lists.resolve(model.getKey() + ".tsv"))) {
        if (!line.startsWith("#")) {
          compare(line.split("\t", -1), reader, Files.exists(BundleFiles.data(prefix, 0, 1)));
          read++;
        }
      }
      assertEquals(reader.entries().size(), read);
    }
  }

  private static void compare(String[] row, CheckpointReader reader, boolean hasData)
      throws IOException, NoSuchAlgorithmException {
    CheckpointEntry entry = reader.entry(row[0]).orElseThrow();
    assertEquals(Integer.parseInt(row[1]), entry.dataType().number(), row[0]);
    assertEquals(row[2], entry.shape().toBrackets().replace(" ", ""), row[0]);
    assertEquals(Integer.parseInt(row[3]), entry.shard(), row[0]);
    assertEquals(Long.parseLong(row[4]), entry.offset(), row[0]);
    assertEquals(Long.parseLong(row[5]), entry.size(), row[0]);
    assertEquals(Integer.parseUnsignedInt(row[6], 16), entry.checksum(), row[0]);
    if (hasData) {
      Tensor tensor = reader.read(row[0]);
      if (tensor.dataType() != DataType.STRING) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(tensor.bytes());
        assertEquals(row[9], HexFormat.of().formatHex(digest, 0, 8), row[0]);
      }
    }
  }

  @Test
  void damagedCheckpoints_areRefused() throws IOException {
    Path hostile = shared("models/hostile/ckpt");
    assertEquals(
        ErrorCode.DATA_LOSS,
        assertThrows(
                SlimgraphException.class,
                () -> CheckpointReader.open(hostile.resolve("index_truncated.ckpt")))
            .code());
    CheckpointReader flipped = CheckpointReader.open(hostile.resolve("data_bitflip.ckpt"));
    int damaged = 0;
    for (CheckpointEntry entry : flipped.entries()) {
      try {
        flipped.read(entry.name());
      } catch (SlimgraphException e) {
        assertTrue(
            e.getMessage()
                .startsWith(
                    "Checksum does not match: stored 3244463182 vs. calculated on the restored"
                        + " bytes 156254918"),
            e.getMessage());
        damaged++;
      }
    }
    assertEquals(1, damaged);
  }
}

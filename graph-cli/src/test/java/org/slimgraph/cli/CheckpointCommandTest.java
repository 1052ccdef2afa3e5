package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.checkpoint.CheckpointWriter;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class CheckpointCommandTest {
  @TempDir private Path folder;
  private Path prefix;

  @BeforeEach
  void write() throws IOException {
    prefix = folder.resolve("model.ckpt-1");
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      writer.add("a/w", Tensor.of(Shape.of(2, 2), new float[] {1, 2.5f, 3, 4}));
      writer.add("name", Tensor.scalar("text"));
      writer.add("step", Tensor.scalar(7L));
      writer.finish();
    }
  }

  @Test
  void list_namesTensors() throws IOException {
    JsonNode tensors = Run.of("checkpoint", "list", prefix, "--json").json().get("tensors");
    assertEquals(3, tensors.size());
    assertEquals("a/w", tensors.at("/0/name").asText());
    assertEquals("DT_FLOAT", tensors.at("/0/dtype").asText());
    assertEquals("[2,2]", tensors.at("/0/shape").toString());
    assertEquals(16, tensors.at("/0/size").asInt());
    Run text = Run.of("checkpoint", "list", prefix);
    assertEquals(0, text.code(), text::err);
    assertTrue(text.out().contains("step"), text.out());
  }

  @Test
  void folder_meansTheLatest() throws IOException {
    new CheckpointState("model.ckpt-1", List.of("model.ckpt-1"), List.of(), 0)
        .write(folder.resolve(CheckpointState.FILE_NAME));
    assertEquals(
        prefix.toString(),
        Run.of("checkpoint", "list", folder, "--json").json().get("prefix").asText());
    Files.delete(folder.resolve(CheckpointState.FILE_NAME));
    Run none = Run.of("checkpoint", "list", folder);
    assertEquals(1, none.code());
    assertTrue(none.err().contains("names no checkpoint"), none.err());
  }

  @Test
  void show_printsValuesUpToTheLimit() throws IOException {
    JsonNode tensors =
        Run.of("checkpoint", "show", prefix, "a/w", "step", "name", "--limit", "2", "--json")
            .json()
            .get("tensors");
    assertEquals("[1.0,2.5]", tensors.at("/0/values").toString());
    assertEquals("[7]", tensors.at("/1/values").toString());
    assertEquals("[\"text\"]", tensors.at("/2/values").toString());
    Run text = Run.of("checkpoint", "show", prefix, "a/w", "--limit", "1");
    assertEquals("a/w: float (2, 2)\n  [1.0] and 3 more\n", text.out());
    Run missing = Run.of("checkpoint", "show", prefix, "b");
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains("Key b not found in checkpoint"), missing.err());
  }

  @Test
  void verify_findsDamage() throws IOException {
    Run whole = Run.of("checkpoint", "verify", prefix);
    assertEquals(0, whole.code(), whole::err);
    assertEquals("3 tensors, 0 damaged\n", whole.out());
    Path data = folder.resolve("model.ckpt-1.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[5] ^= 1;
    Files.write(data, bytes);
    Run damaged = Run.of("checkpoint", "verify", prefix, "--json");
    assertEquals(1, damaged.code());
    assertEquals("a/w", damaged.json().at("/damaged/0/name").asText());
    assertTrue(
        damaged.json().at("/damaged/0/problem").asText().contains("Checksum does not match"),
        damaged.out());
  }

  @Test
  void withoutSubcommand_saysWhich() {
    Run run = Run.of("checkpoint");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("list, show or verify"), run.err());
  }
}

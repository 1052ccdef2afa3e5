package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.GraphDef;

class ConvertCommandTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void copyModel() throws IOException {
    model = DocumentationTest.copyModel(folder);
  }

  @Test
  void everyForm_keepsTheMessage() throws IOException {
    Message original = ProtoFiles.readModel(model);
    Path from = model;
    for (String name : new String[] {"a.pb", "b.json", "c.pbtxt", "d.json", "e.meta"}) {
      Path to = folder.resolve(name);
      Run run = Run.of("convert", from, to);
      assertEquals(0, run.code(), run::err);
      assertEquals(original, ProtoFiles.readModel(to));
      from = to;
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.pb")), Files.readAllBytes(folder.resolve("e.meta")));
    assertEquals(FileFormat.JSON, FileFormat.of(Files.readAllBytes(folder.resolve("b.json"))));
  }

  @Test
  void to_winsOverTheName() throws IOException {
    Path out = folder.resolve("odd.pb");
    Run run = Run.of("convert", model, out, "--to", "json", "--json");
    assertEquals(0, run.code(), run::err);
    assertEquals(FileFormat.JSON, FileFormat.of(Files.readAllBytes(out)));
    assertEquals("MetaGraphDef", run.json().get("kind").asText());
    assertEquals("text", run.json().get("from").asText());
    assertEquals("json", run.json().get("to").asText());
  }

  @Test
  void from_isTakenAtItsWord() {
    Run run = Run.of("convert", model, folder.resolve("out.pb"), "--from", "pb");
    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("slimgraph convert: DATA_LOSS: "), run::err);
  }

  @Test
  void fieldsThatTheFormCannotHold_areReported() throws IOException {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.addNodeBuilder().setName("a").setOp("NoOp").setUnknownFields(unknown);
    Path in = folder.resolve("new.pb");
    Files.write(in, graph.build().toByteArray());
    for (String name : new String[] {"new.json", "new.pbtxt"}) {
      Run run = Run.of("convert", in, folder.resolve(name));
      assertEquals(1, run.code(), name);
      assertTrue(run.err().contains("DATA_LOSS"), run::err);
    }
    Path copy = folder.resolve("copy.pb");
    assertEquals(0, Run.of("convert", in, copy).code());
    assertArrayEquals(Files.readAllBytes(in), Files.readAllBytes(copy));
  }

  @Test
  void wrongUse_exitsWithTwo() throws IOException {
    assertEquals(2, Run.of("convert", model).code());
    assertEquals(2, Run.of("convert", folder.resolve("none"), folder.resolve("o.pb")).code());
    assertEquals(2, Run.of("convert", model, folder.resolve("no/such/folder.pb")).code());
    Run run = Run.of("convert", model, folder.resolve("o.pb"), "--to", "yaml");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("'yaml' is none of pb, pbtxt, json"), run::err);
  }

  @Test
  void damagedText_namesTheLine() throws IOException {
    Files.writeString(model, "node {\n  name: oops\n}\n", StandardCharsets.UTF_8);
    Run run = Run.of("convert", model, folder.resolve("o.pb"));
    assertEquals(1, run.code());
    assertTrue(run.err().contains("2:"), run::err);
  }
}

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
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;

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
  void tensorflowJsModel_getsItsWeights() throws IOException {
    Path in = folder.resolve("web.json");
    Files.writeString(
        in,
        """
        {"modelTopology": {"node": [{"name": "w", "op": "Const", "attr": {
           "dtype": {"type": "DT_INT32"},
           "value": {"tensor": {"dtype": "DT_INT32", "tensorShape": {"dim": [{"size": "2"}]}}}}}]},
         "weightsManifest": [{"paths": ["w.bin"], "weights": [
           {"name": "w", "shape": [2], "dtype": "int32"}]}]}
        """,
        StandardCharsets.UTF_8);
    assertEquals(0, Run.of("inspect", in).code());
    Path out = folder.resolve("web.pb");
    Run missing = Run.of("convert", in, out);
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("no such file: " + folder.resolve("w.bin")), missing::err);
    Files.write(folder.resolve("w.bin"), new byte[] {1, 0, 0, 0, 0, 1, 0, 0});
    assertEquals(0, Run.of("convert", in, out).code());
    assertEquals(
        "[1,256]",
        Run.of("inspect", out, "--json").json().at("/nodes/0/attrs/value/values").toString());
    assertEquals(0, Run.of("run", in, "--fetch", "w", "--out", folder.resolve("o")).code());
    assertEquals(Tensor.vector(1, 256), Npy.read(folder.resolve("o/step0/w.0.npy")));
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

package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.SavedModel;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class InspectCommandTest {
  @TempDir private Path folder;

  private Path write(String name, Graph graph) throws IOException {
    Path file = folder.resolve(name);
    GraphDefs.write(file, graph);
    return file;
  }

  private static Output constant(Graph graph, String name, Tensor value) {
    return graph
        .opBuilder("Const", name)
        .attr("value", value)
        .attr("dtype", value.dataType())
        .build()
        .output(0);
  }

  private static Graph small() {
    Graph graph = new Graph();
    Output a = constant(graph, "a/b/c", Tensor.vector(1f, 2f));
    graph.opBuilder("Identity", "a/d").input(a).build();
    graph.opBuilder("NoOp", "ab").controlInput(a.operation()).build();
    return graph;
  }

  private static JsonNode node(JsonNode all, String name) {
    for (JsonNode node : all.get("nodes")) {
      if (node.get("name").asText().equals(name)) {
        return node;
      }
    }
    throw new AssertionError("no node " + name);
  }

  private static List<String> names(JsonNode nodes) {
    return nodes.findValuesAsText("name");
  }

  private static void assertJson(String expected, JsonNode actual) throws IOException {
    assertEquals(new ObjectMapper().readTree(expected.replace('\'', '"')), actual);
  }

  @Test
  void everyForm_showsTheSame() throws IOException {
    JsonNode binary = Run.of("inspect", write("g.pb", small()), "--json").json();
    assertEquals("binary", binary.get("format").asText());
    assertEquals("GraphDef", binary.get("kind").asText());
    for (String form : new String[] {"json", "pbtxt"}) {
      JsonNode other = Run.of("inspect", write("g." + form, small()), "--json").json();
      assertEquals(binary.get("nodes"), other.get("nodes"));
      assertEquals(form.equals("json") ? "json" : "text", other.get("format").asText());
    }
  }

  @Test
  void histogram_isSortedByCountThenName() throws IOException {
    Graph graph = small();
    constant(graph, "z", Tensor.scalar(1));
    JsonNode json = Run.of("inspect", write("g.pb", graph), "--json").json();
    assertEquals("{\"Const\":2,\"Identity\":1,\"NoOp\":1}", json.get("opHistogram").toString());
  }

  @Test
  void attributes_haveTheirShortForm() throws IOException {
    String node =
        """
        node { name: "n" op: "Made.Up"
          attr { key: "s" value { s: "caf\\303\\251" } }
          attr { key: "bytes" value { s: "\\377\\001" } }
          attr { key: "i" value { i: -9223372036854775808 } }
          attr { key: "f" value { f: nan } }
          attr { key: "b" value { b: false } }
          attr { key: "type" value { type: DT_INT64_REF } }
          attr { key: "any" value { shape { unknown_rank: true } } }
          attr { key: "shape" value { shape { dim { size: -1 } dim { size: 0 } } } }
          attr { key: "list" value { list { s: "a" s: "b" } } }
          attr { key: "none" value { list { } } }
          attr { key: "func" value { func { name: "F" attr { key: "T" value { type: DT_BOOL } } } } }
          attr { key: "from" value { placeholder: "T" } }
          attr { key: "t_u8" value { tensor { dtype: DT_UINT8 tensor_shape { } int_val: 255 } } }
          attr { key: "t_s" value { tensor { dtype: DT_STRING tensor_shape { dim { size: 1 } } string_val: "x" } } }
          attr { key: "t_b" value { tensor { dtype: DT_BOOL tensor_shape { } bool_val: true } } }
          attr { key: "t_d" value { tensor { dtype: DT_DOUBLE tensor_shape { } double_val: 0.1 } } }
          attr { key: "t_h" value { tensor { dtype: DT_HALF tensor_shape { } half_val: 15360 } } }
          attr { key: "t_c" value { tensor { dtype: DT_COMPLEX64 tensor_shape { } scomplex_val: 1 scomplex_val: -2 } } }
          attr { key: "big" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 17 } } float_val: 1 } } }
        }
        """;
    Path file = folder.resolve("g.pbtxt");
    Files.writeString(file, node, StandardCharsets.UTF_8);
    JsonNode attrs = node(Run.of("inspect", file, "--json").json(), "n").get("attrs");
    assertJson(
        """
        {'any': null, 'b': false, 'big': {'dtype': 'DT_FLOAT', 'shape': [17]},
         'bytes': {'base64': '/wE='}, 'f': 'NaN', 'from': {'placeholder': 'T'},
         'func': {'function': 'F', 'attrs': {'T': 'DT_BOOL'}}, 'i': -9223372036854775808,
         'list': ['a', 'b'], 'none': [], 's': 'café', 'shape': [-1, 0],
         't_b': {'dtype': 'DT_BOOL', 'shape': [], 'values': [true]},
         't_c': {'dtype': 'DT_COMPLEX64', 'shape': [], 'values': ['(1.0,-2.0)']},
         't_d': {'dtype': 'DT_DOUBLE', 'shape': [], 'values': [0.1]},
         't_h': {'dtype': 'DT_HALF', 'shape': [], 'values': [1.0]},
         't_s': {'dtype': 'DT_STRING', 'shape': [1], 'values': ['x']},
         't_u8': {'dtype': 'DT_UINT8', 'shape': [], 'values': [255]},
         'type': 'DT_INT64_REF'}
        """,
        attrs);
  }

  @Test
  void scope_takesWholeNamesOnly() throws IOException {
    Path file = write("g.pb", small());
    for (String scope : new String[] {"a", "a/"}) {
      JsonNode json = Run.of("inspect", file, "--json", "--scope", scope).json();
      assertEquals(List.of("a/b/c", "a/d"), names(json.get("nodes")));
      assertEquals(3, json.get("nodeCount").asInt());
      assertEquals(2, json.get("selectedCount").asInt());
    }
    JsonNode one = Run.of("inspect", file, "--json", "--scope", "a/d").json();
    assertEquals(List.of("a/d"), names(one.get("nodes")));
  }

  @Test
  void op_mayBeGivenAgain() throws IOException {
    Path file = write("g.pb", small());
    Run run = Run.of("inspect", file, "--json", "--op", "NoOp", "--op", "Const");
    assertEquals(List.of("a/b/c", "ab"), names(run.json().get("nodes")));
    Run text = Run.of("inspect", file, "--op", "Identity");
    assertTrue(text.out().contains("1 of 3 nodes"), text::out);
    assertTrue(text.out().contains("a/d   Identity  a/b/c:0  float[2]"), text::out);
  }

  @Test
  void depth_countsWhatLiesBelow() throws IOException {
    Path file = write("g.pb", small());
    JsonNode two = Run.of("inspect", file, "--json", "--depth", 2).json();
    assertEquals(List.of("a/d", "ab"), names(two.get("nodes")));
    assertJson(
        """
        [{'name': 'a', 'depth': 1, 'nodeCount': 2}, {'name': 'a/b', 'depth': 2, 'nodeCount': 1}]
        """,
        two.get("scopes"));
    JsonNode none = Run.of("inspect", file, "--json", "--depth", 0).json();
    assertTrue(none.get("nodes").isEmpty());
    assertTrue(none.get("scopes").isEmpty());
  }

  @Test
  void emptyFile_isAnEmptyGraph() throws IOException {
    Path file = folder.resolve("empty.pb");
    Files.write(file, new byte[0]);
    JsonNode json = Run.of("inspect", file, "--json").json();
    assertEquals(0, json.get("nodeCount").asInt());
    assertTrue(json.get("nodes").isEmpty());
    assertEquals(0, Run.of("inspect", file).code());
  }

  @Test
  void plainGraph_hasVariablesWithoutCollections() throws IOException {
    Path file = folder.resolve("g.pbtxt");
    Files.writeString(
        file,
        """
        node { name: "h" op: "VarHandleOp"
          attr { key: "dtype" value { type: DT_INT32 } }
          attr { key: "shape" value { shape { dim { size: 2 } } } } }
        """,
        StandardCharsets.UTF_8);
    assertJson(
        """
        [{'name': 'h', 'op': 'VarHandleOp', 'dtype': 'DT_INT32', 'shape': [2], 'trainable': null,
          'resource': true, 'initializer': null, 'snapshot': null, 'initialValue': null,
          'collections': []}]
        """,
        Run.of("inspect", file, "--json").json().get("variables"));
  }

  @Test
  void oldFile_saysTrainableByTheCollection() throws IOException {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    TextFormat.merge(
        """
        meta_info_def { tensorflow_version: "1.8.0" }
        collection_def { key: "variables" value { bytes_list {
          value: "\\n\\003v:08\\001" value: "\\n\\003w:0" } } }
        collection_def { key: "trainable_variables" value { bytes_list { value: "\\n\\003w:0" } } }
        """,
        meta);
    assertEquals(List.of("v false", "w true"), trainable(meta.build()));
    meta.getMetaInfoDefBuilder().setTensorflowVersion("1.9.0");
    assertEquals(List.of("v true", "w true"), trainable(meta.build()));
  }

  private List<String> trainable(MetaGraphDef meta) throws IOException {
    Path file = folder.resolve("old.meta");
    Files.write(file, meta.toByteArray());
    return Run.of("inspect", file, "--json")
        .json()
        .get("variables")
        .valueStream()
        .map(v -> v.get("name").asText() + " " + v.get("trainable"))
        .sorted()
        .toList();
  }

  @Test
  void collectionThatDoesNotParse_isShownAsBytes() throws IOException {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getMetaInfoDefBuilder().addTags("x");
    meta.putCollectionDef(
        "variables",
        org.slimgraph.graphdef.proto.CollectionDef.newBuilder()
            .setBytesList(
                org.slimgraph.graphdef.proto.CollectionDef.BytesList.newBuilder()
                    .addValue(ByteString.copyFromUtf8("\u0001\u0002\u0003\u0004")))
            .build());
    Path file = folder.resolve("bad.meta");
    Files.write(file, meta.build().toByteArray());
    JsonNode json = Run.of("inspect", file, "--json").json();
    assertJson(
        "{'kind': 'bytes_list', 'count': 1, 'sizes': [4]}",
        json.get("collections").get("variables"));
    assertTrue(json.get("variables").isEmpty());
  }

  @Test
  void savedModel_isChosenByTags() throws IOException {
    GraphDef graph = GraphDefs.toProto(small());
    SavedModel.Builder model = SavedModel.newBuilder().setSavedModelSchemaVersion(1);
    model.addMetaGraphsBuilder().getMetaInfoDefBuilder().addTags("serve");
    model.addMetaGraphsBuilder().setGraphDef(graph);
    model.getMetaGraphsBuilder(1).getMetaInfoDefBuilder().addTags("serve").addTags("gpu");
    Files.write(folder.resolve("saved_model.pb"), model.build().toByteArray());

    JsonNode json = Run.of("inspect", folder, "--tags", "gpu,serve", "--json").json();
    assertEquals("SavedModel", json.get("kind").asText());
    assertEquals(3, json.get("nodeCount").asInt());
    assertEquals(
        0, Run.of("inspect", folder, "--tags", "serve", "--json").json().get("nodeCount").asInt());
    assertFails(
        Run.of("inspect", folder), "INVALID_ARGUMENT", "choose one with --tags: serve | serve,gpu");
    assertFails(Run.of("inspect", folder, "--tags", "tpu"), "NOT_FOUND", "serve | serve,gpu");
  }

  private static void assertFails(Run run, String code, String words) {
    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("slimgraph inspect: " + code + ": "), run::err);
    assertTrue(run.err().contains(words), run::err);
    assertFalse(run.err().contains("\tat "), run::err);
    assertEquals("", run.out());
  }

  @Test
  void folderWithoutModel_isNotFound() {
    assertFails(Run.of("inspect", folder), "NOT_FOUND", "SavedModel file does not exist at");
  }

  @Test
  void missingFile_isWrongUse() {
    Run run = Run.of("inspect", folder.resolve("none.pb"));
    assertEquals(2, run.code());
    assertEquals(
        "slimgraph inspect: no such file: " + folder.resolve("none.pb"), run.err().strip());
  }

  @Test
  void damagedFiles_failWithoutStackTrace() throws IOException {
    Path file = write("g.pb", small());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 3));
    assertFails(Run.of("inspect", file, "--json"), "DATA_LOSS", "g.pb");
    Files.writeString(
        file, "version https://git-lfs.github.com/spec/v1\noid", StandardCharsets.UTF_8);
    assertFails(Run.of("inspect", file), "DATA_LOSS", "git lfs pull");
    Files.writeString(file, "[".repeat(100_000), StandardCharsets.UTF_8);
    assertFails(Run.of("inspect", file), "INVALID_ARGUMENT", "nests deeper");
    Files.writeString(file, "node { name: 'a' input: 'b' op: 'Abs' }", StandardCharsets.UTF_8);
    assertEquals(1, Run.of("inspect", file).code());
  }

  @Test
  void hugeClaim_isRefused() throws IOException {
    Path file = folder.resolve("claim.pbtxt");
    Files.writeString(
        file,
        """
        node { name: "c" op: "Const"
          attr { key: "dtype" value { type: DT_FLOAT } }
          attr { key: "value" value { tensor { dtype: DT_FLOAT
            tensor_shape { dim { size: 1000000 } dim { size: 2000 } } float_val: 1 } } } }
        """,
        StandardCharsets.UTF_8);
    assertFails(Run.of("inspect", file), "RESOURCE_EXHAUSTED", "'c'");
  }

  @Test
  void unknownType_isInvalidInSignatures() throws IOException {
    Path file = folder.resolve("typed.pbtxt");
    Files.writeString(
        file,
        "signature_def { key: 's' value { inputs { key: 'i' value { name: 'a:0' dtype: 77 } } } }",
        StandardCharsets.UTF_8);
    assertFails(Run.of("inspect", file, "--json"), "INVALID_ARGUMENT", "77");
  }

  @Test
  void dataTypes_areNamedAsInFiles() {
    assertEquals("DT_FLOAT_REF", DataType.FLOAT.ref().protoName());
    assertEquals("[?,3]", Shape.of(-1, 3).toBrackets());
  }
}

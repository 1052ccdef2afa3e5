package org.slimgraph.graphdef;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.AttrValue;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.DataType;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.QueueRunnerDef;
import org.slimgraph.graphdef.proto.SavedModel;

class ProtoFilesTest {
  private static final GraphDef GRAPH = graph();
  private static final MetaGraphDef META = meta();
  private static final SavedModel MODEL =
      SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(META).build();

  @TempDir Path dir;

  private static GraphDef graph() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.getVersionsBuilder().setProducer(134);
    NodeDef.Builder x = graph.addNodeBuilder().setName("x").setOp("Placeholder");
    x.putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build());
    AttrValue.Builder shape = AttrValue.newBuilder();
    shape.getShapeBuilder().addDimBuilder().setSize(-1);
    shape.getShapeBuilder().addDimBuilder().setSize(28);
    x.putAttr("shape", shape.build());
    NodeDef.Builder conv = graph.addNodeBuilder().setName("y").setOp("Conv2D");
    conv.addInput("x").addInput("^init");
    conv.putAttr("padding", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("SAME")).build());
    conv.putAttr("flag", AttrValue.newBuilder().setB(false).build());
    conv.putAttr("eps", AttrValue.newBuilder().setF(Float.POSITIVE_INFINITY).build());
    conv.putAttr("zero", AttrValue.newBuilder().setI(0).build());
    return graph.build();
  }

  private static MetaGraphDef meta() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(GRAPH);
    meta.getMetaInfoDefBuilder().setTensorflowVersion("1.15.0").addTags("serve");
    meta.getMetaInfoDefBuilder().getStrippedOpListBuilder().addOpBuilder().setName("Conv2D");
    QueueRunnerDef queue = QueueRunnerDef.newBuilder().setQueueName("q").build();
    CollectionDef.Builder any = CollectionDef.newBuilder();
    any.getAnyListBuilder().addValue(Any.pack(queue));
    return meta.putCollectionDef("queues", any.build()).build();
  }

  @Test
  void parse_everyForm_sameMessage() {
    for (Message message : new Message[] {GRAPH, META, MODEL}) {
      byte[] binary = ProtoFiles.toBytes(message);
      byte[] text = ProtoFiles.toText(message).getBytes(UTF_8);
      byte[] json = ProtoFiles.toJson(message).getBytes(UTF_8);
      assertEquals(FileFormat.BINARY, FileFormat.of(binary));
      assertEquals(FileFormat.TEXT, FileFormat.of(text));
      assertEquals(FileFormat.JSON, FileFormat.of(json));
      for (byte[] form : new byte[][] {binary, text, json}) {
        assertEquals(message, ProtoFiles.parse(form, message.getDefaultInstanceForType()));
        assertEquals(message, ProtoFiles.parseModel(form));
      }
    }
  }

  @Test
  void G48_toJson_integersAsStrings_bytesAsBase64() {
    String json = ProtoFiles.toJson(GRAPH).replaceAll("\\s", "");
    assertTrue(json.contains("\"padding\":{\"s\":\"U0FNRQ==\"}"), json);
    assertTrue(json.contains("{\"size\":\"-1\"},{\"size\":\"28\"}"), json);
    assertTrue(json.contains("\"flag\":{\"b\":false}"), json);
    assertTrue(json.contains("\"zero\":{\"i\":\"0\"}"), json);
    assertTrue(json.contains("\"eps\":{\"f\":\"Infinity\"}"), json);
    assertTrue(json.contains("\"type\":\"DT_FLOAT\""), json);
    assertTrue(json.contains("\"versions\":{\"producer\":134}"), json);
  }

  @Test
  void G48_parse_json_takesSnakeCaseNumbersAndEnumNumbers() {
    String json =
        "{\"node\":[{\"name\":\"a\",\"op\":\"X\",\"experimental_debug_info\":{},"
            + "\"attr\":{\"T\":{\"type\":1},\"n\":{\"i\":5}}}]}";
    GraphDef graph = ProtoFiles.parse(json.getBytes(UTF_8), GraphDef.getDefaultInstance());
    assertEquals(DataType.DT_FLOAT, graph.getNode(0).getAttrOrThrow("T").getType());
    assertEquals(5, graph.getNode(0).getAttrOrThrow("n").getI());
    assertTrue(graph.getNode(0).hasExperimentalDebugInfo());
  }

  @Test
  void parse_tensorflowJsModel_takesItsTopology() {
    String json =
        "{\"format\":\"graph-model\",\"signature\":{\"inputs\":{}},\"modelTopology\":"
            + ProtoFiles.toJson(GRAPH)
            + ",\"weightsManifest\":[{\"paths\":[\"a.bin\"],\"weights\":[]}]}";
    assertEquals(GRAPH, ProtoFiles.parse(json.getBytes(UTF_8), GraphDef.getDefaultInstance()));
    assertEquals(GRAPH, ProtoFiles.parseModel(json.getBytes(UTF_8)));
  }

  @Test
  void parse_empty_isTheEmptyMessage() {
    assertEquals(GraphDef.getDefaultInstance(), ProtoFiles.parseModel(new byte[0]));
    assertEquals(
        GraphDef.getDefaultInstance(),
        ProtoFiles.parse("{}".getBytes(UTF_8), GraphDef.getDefaultInstance()));
    assertEquals(
        GraphDef.getDefaultInstance(),
        ProtoFiles.parse("# nothing\n".getBytes(UTF_8), GraphDef.getDefaultInstance()));
  }

  @Test
  void parse_textWithMarkOrComments_isText() {
    byte[] marked = ("\ufeff# a comment\n\nversions { producer: 3 }").getBytes(UTF_8);
    assertEquals(
        3,
        assertInstanceOf(GraphDef.class, ProtoFiles.parseModel(marked))
            .getVersions()
            .getProducer());
    assertInstanceOf(
        MetaGraphDef.class, ProtoFiles.parseModel("meta_info_def { }".getBytes(UTF_8)));
    assertInstanceOf(SavedModel.class, ProtoFiles.parseModel("meta_graphs { }".getBytes(UTF_8)));
    assertInstanceOf(
        MetaGraphDef.class, ProtoFiles.parseModel("\ufeff {\"graphDef\": {}}".getBytes(UTF_8)));
  }

  @Test
  void parseModel_binaryWithoutNodeOrInfo_isTold() {
    GraphDef onlyVersions = GraphDef.newBuilder(GRAPH).clearNode().build();
    assertEquals(onlyVersions, ProtoFiles.parseModel(onlyVersions.toByteArray()));
    MetaGraphDef noInfo = META.toBuilder().clearMetaInfoDef().build();
    assertEquals(noInfo, ProtoFiles.parseModel(noInfo.toByteArray()));
    GraphDef.Builder library = GraphDef.newBuilder();
    library.getLibraryBuilder().addFunctionBuilder().getSignatureBuilder().setName("f");
    assertEquals(library.build(), ProtoFiles.parseModel(library.build().toByteArray()));
  }

  @Test
  void parse_binaryNodeOf123Bytes_isNotTakenForJson() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.addNodeBuilder().setOp("NoOp").setName("n".repeat(123 - 8));
    byte[] bytes = graph.build().toByteArray();
    assertEquals('\n', bytes[0]);
    assertEquals('{', bytes[1]);
    assertEquals(graph.build(), ProtoFiles.parseModel(bytes));
  }

  @Test
  void parse_unknownFields_surviveTheRoundTrip() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    byte[] bytes = GRAPH.toBuilder().setUnknownFields(unknown).build().toByteArray();
    GraphDef graph = ProtoFiles.parse(bytes, GraphDef.getDefaultInstance());
    assertEquals(unknown, graph.getUnknownFields());
    assertEquals(graph, ProtoFiles.parse(ProtoFiles.toBytes(graph), GraphDef.getDefaultInstance()));
  }

  @Test
  void toBytes_mapOrder_doesNotMatter() {
    AttrValue one = AttrValue.newBuilder().setI(1).build();
    NodeDef left = NodeDef.newBuilder().putAttr("a", one).putAttr("b", one).build();
    NodeDef right = NodeDef.newBuilder().putAttr("b", one).putAttr("a", one).build();
    assertArrayEquals(ProtoFiles.toBytes(left), ProtoFiles.toBytes(right));
  }

  private static SlimgraphException fails(ErrorCode code, byte[] bytes, String... words) {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> ProtoFiles.parse(bytes, GraphDef.getDefaultInstance()));
    assertEquals(code, e.code(), e.getMessage());
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
    return e;
  }

  @Test
  void parse_truncatedBinary_isDataLossWithOffset() {
    byte[] bytes = GRAPH.toByteArray();
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    fails(ErrorCode.DATA_LOSS, cut, "GraphDef", "offset", "of " + cut.length + " bytes");
  }

  @Test
  void parse_lfsPointer_saysSo() {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:11\nsize 1234567\n";
    fails(ErrorCode.DATA_LOSS, pointer.getBytes(UTF_8), "git lfs pull");
  }

  @Test
  void parse_onlyForeignFields_isDataLoss() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    fails(ErrorCode.DATA_LOSS, unknown.toByteArray(), "none of its fields");
  }

  @Test
  void parse_badText_namesLineColumnAndField() {
    fails(ErrorCode.INVALID_ARGUMENT, "node {\n  nome: \"a\"\n}".getBytes(UTF_8), "2:3", "nome");
    fails(ErrorCode.INVALID_ARGUMENT, "node {".getBytes(UTF_8), "line:column 1:");
    fails(ErrorCode.INVALID_ARGUMENT, "hello world".getBytes(UTF_8), "1:");
  }

  @Test
  void parse_badJson_namesTheField() {
    fails(ErrorCode.INVALID_ARGUMENT, "{\"nodes\": []}".getBytes(UTF_8), "nodes");
    fails(ErrorCode.INVALID_ARGUMENT, "{\"node\": 3}".getBytes(UTF_8), "JSON GraphDef");
    fails(ErrorCode.INVALID_ARGUMENT, "{\"node\": [".getBytes(UTF_8), "JSON GraphDef");
    fails(ErrorCode.INVALID_ARGUMENT, "{\"node".getBytes(UTF_8), "character 1");
    fails(ErrorCode.INVALID_ARGUMENT, "[]".getBytes(UTF_8), "JSON GraphDef");
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "{\"node\":[{\"attr\":{\"a\":{\"i\":\"x\"}}}]}".getBytes(UTF_8),
        "JSON GraphDef");
  }

  @Test
  void parse_deepNesting_isRefusedInEveryForm() throws IOException {
    int depth = 30_000;
    fails(
        ErrorCode.INVALID_ARGUMENT,
        ("{\"modelTopology\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8),
        "nests deeper than 200 levels at character 216");
    fails(
        ErrorCode.INVALID_ARGUMENT,
        ("node { attr { value { " + "func { attr { value { ".repeat(depth)).getBytes(UTF_8),
        "line:column");
    byte[] message = new byte[0];
    for (int i = 0; i < 120; i++) {
      message = field(10, field(2, field(2, message)));
    }
    fails(ErrorCode.DATA_LOSS, field(1, field(5, field(2, message))), "too many levels");
  }

  private static byte[] field(int number, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, content);
    out.flush();
    return bytes.toByteArray();
  }

  @Test
  void parse_randomDamage_neverFailsOtherwise() {
    Random random = new Random(5);
    byte[][] forms = {
      META.toByteArray(),
      ProtoFiles.toText(META).getBytes(UTF_8),
      ProtoFiles.toJson(META).getBytes(UTF_8)
    };
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = forms[round % 3].clone();
      for (int k = 0; k <= random.nextInt(4); k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(round % 2 == 0 ? 128 : 256);
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      try {
        ProtoFiles.parseModel(bytes);
      } catch (SlimgraphException e) {
        assertTrue(
            e.code() == ErrorCode.DATA_LOSS || e.code() == ErrorCode.INVALID_ARGUMENT,
            () -> e.toString());
      }
    }
  }

  @Test
  void read_errors_nameTheFile() throws IOException {
    Path file = dir.resolve("g.pb");
    Files.write(file, ProtoFiles.toBytes(GRAPH));
    assertEquals(GRAPH, ProtoFiles.read(file, GraphDef.getDefaultInstance()));
    assertEquals(GRAPH, ProtoFiles.readModel(file));
    Files.write(file, new byte[] {10, 100});
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> ProtoFiles.read(file, GraphDef.getDefaultInstance()));
    assertTrue(e.getMessage().endsWith("in " + file), e.getMessage());
  }
}

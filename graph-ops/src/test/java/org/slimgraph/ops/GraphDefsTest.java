package org.slimgraph.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.proto.AttrValue;
import org.slimgraph.graphdef.proto.DataType;
import org.slimgraph.graphdef.proto.FunctionDef;
import org.slimgraph.graphdef.proto.FunctionDefLibrary;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.graphdef.proto.TensorShapeProto;
import org.slimgraph.graphdef.proto.VersionDef;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class GraphDefsTest {

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(op);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** A graph in an odd order, with a compact constant, an unknown op, attrs and fields. */
  private static GraphDef odd() {
    TensorProto.Builder halfAFill =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(3)))
            .addFloatVal(7);
    return GraphDef.newBuilder()
        .addNode(node("y", "Identity", "c:0", "^odd").putAttr("T", type(DataType.DT_FLOAT)))
        .addNode(
            node("odd", "OpOfTheFuture", "c")
                .setDevice("/device:GPU:0")
                .putAttr(
                    "colour", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("red")).build())
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build()))
        .addNode(
            node("c", "Const")
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("_hidden", AttrValue.newBuilder().setB(false).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(halfAFill).build()))
        .setVersions(VersionDef.newBuilder().setProducer(26).setMinConsumer(12))
        .setLibrary(
            FunctionDefLibrary.newBuilder().addFunction(FunctionDef.newBuilder().putRet("a", "b")))
        .build();
  }

  @Test
  void parse_thenWrite_isTheSameMessage() throws InvalidProtocolBufferException {
    GraphDef def = odd();
    Graph graph = GraphDefs.parse(def.toByteArray());
    assertEquals(def, GraphDef.parseFrom(GraphDefs.toBytes(graph)));
  }

  @Test
  void parse_textAndJson_areTheSameMessage() {
    GraphDef def = odd();
    NodeDef known =
        def.getNode(1).toBuilder().setUnknownFields(UnknownFieldSet.newBuilder().build()).build();
    GraphDef plain = def.toBuilder().setNode(1, known).build();
    Graph graph = GraphDefs.parse(plain.toByteArray());
    assertEquals(
        plain, GraphDefs.toProto(GraphDefs.parse(GraphDefs.toText(graph).getBytes(UTF_8))));
    assertEquals(
        plain, GraphDefs.toProto(GraphDefs.parse(GraphDefs.toJson(graph).getBytes(UTF_8))));
  }

  @Test
  void parse_unknownOp_runsWhatDoesNotNeedIt() {
    Graph graph = GraphDefs.parse(odd().toByteArray());
    try (Session session = Session.open(graph)) {
      assertEquals(Tensor.vector(7f, 7f, 7f), session.runner().fetch("c:0").run().get(0));
      SlimgraphException e =
          assertThrows(SlimgraphException.class, () -> session.runner().fetch("y:0").run());
      assertTrue(e.getMessage().contains("OpOfTheFuture"), e.getMessage());
    }
  }

  @Test
  void importStrictly_unknownOp_isRefusedAsByTf() {
    Graph graph = new Graph();
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> GraphDefs.importStrictly(odd(), graph.importer()));
    assertEquals(ErrorCode.NOT_FOUND, e.code());
    assertEquals(0, graph.version());
  }

  @Test
  void G41_versions_areChecked() {
    for (VersionDef versions :
        new VersionDef[] {
          VersionDef.newBuilder().setMinConsumer(1 << 30).build(),
          VersionDef.newBuilder().setProducer(-1).build(),
          VersionDef.newBuilder().addBadConsumers(134).build()
        }) {
      GraphDef def = odd().toBuilder().setVersions(versions).build();
      SlimgraphException e =
          assertThrows(SlimgraphException.class, () -> GraphDefs.parse(def.toByteArray()));
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      String text =
          versions.getProducer() < 0
              ? "below min producer"
              : versions.getMinConsumer() > 0 ? "min consumer version" : "disallows consumer";
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
  }

  @Test
  void parse_noBytes_isAnEmptyGraph() {
    assertEquals(0, GraphDefs.parse(new byte[0]).version());
  }

  @Test
  void write_byFileName_readsBack(@TempDir Path folder) throws IOException {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output x = tf.placeholder(org.slimgraph.tensor.DataType.FLOAT, Shape.of(-1, 3), "x");
    tf.identity(x, "y");
    for (String name : new String[] {"g.pb", "g.pbtxt", "g.json"}) {
      Path file = folder.resolve(name);
      GraphDefs.write(file, graph);
      assertEquals(GraphDefs.toProto(graph), GraphDefs.toProto(GraphDefs.read(file)), name);
    }
    assertTrue(Files.readString(folder.resolve("g.json")).contains("\"size\": \"-1\""));
    assertTrue(Files.readString(folder.resolve("g.json")).contains("\"producer\": 134"));
  }
}

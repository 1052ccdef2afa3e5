package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class TensorflowJsTest {
  @TempDir private Path folder;

  private static byte[] model(String manifest) {
    String text =
        "{'modelTopology': {'node': [{'name': 'w', 'op': 'Const'}, {'name': 'v', 'op': 'Const'},"
            + " {'name': 'x', 'op': 'Placeholder'}]}, 'weightsManifest': "
            + manifest
            + "}";
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private GraphDef filled(String manifest) throws IOException {
    byte[] model = model(manifest);
    GraphDef graph = ProtoFiles.parse(model, GraphDef.getDefaultInstance());
    return TensorflowJs.withWeights(graph, model, folder.resolve("model.json"));
  }

  private static Tensor value(GraphDef graph, int node) {
    NodeDef def = graph.getNode(node);
    return TensorProtos.toTensor(def.getAttrOrThrow("value").getTensor());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void weights_runOverTheBordersOfFiles() throws IOException {
    byte[] data = buffer(16).putFloat(1.5f).putFloat(-2).putInt(7).putFloat(0.25f).array();
    Files.write(folder.resolve("a.bin"), java.util.Arrays.copyOf(data, 6));
    Files.write(folder.resolve("b.bin"), java.util.Arrays.copyOfRange(data, 6, 16));
    GraphDef graph =
        filled(
            "[{'paths': ['a.bin', 'b.bin'], 'weights': ["
                + "{'name': 'v', 'shape': [2, 1], 'dtype': 'float32'},"
                + "{'name': 'w', 'shape': [], 'dtype': 'int32'},"
                + "{'name': 'x', 'shape': [1], 'dtype': 'float32'}]}]");
    assertEquals(Tensor.of(Shape.of(2, 1), new float[] {1.5f, -2}), value(graph, 1));
    assertEquals(Tensor.scalar(7), value(graph, 0));
    assertEquals(0, graph.getNode(2).getAttrCount()); // only constants take weights
  }

  @Test
  void boolsAndStrings_areRead() throws IOException {
    byte[] text = "hé".getBytes(StandardCharsets.UTF_8);
    byte[] data =
        buffer(2 + 4 + 4 + text.length)
            .put((byte) 1)
            .put((byte) 0)
            .putInt(0)
            .putInt(text.length)
            .put(text)
            .array();
    Files.write(folder.resolve("a.bin"), data);
    GraphDef graph =
        filled(
            "[{'paths': ['a.bin'], 'weights': ["
                + "{'name': 'v', 'shape': [2], 'dtype': 'bool'},"
                + "{'name': 'w', 'shape': [2], 'dtype': 'string'}]}]");
    assertEquals(Tensor.of(Shape.of(2), new boolean[] {true, false}), value(graph, 1));
    assertEquals(Tensor.strings(Shape.of(2), "", "hé"), value(graph, 0));
  }

  @Test
  void quantizedWeights_areScaled() throws IOException {
    byte[] data =
        buffer(6)
            .put((byte) 255)
            .put((byte) 0)
            .putShort((short) 0x3c00)
            .putShort((short) 65535)
            .array();
    Files.write(folder.resolve("a.bin"), data);
    String eight = "'quantization': {'dtype': 'uint8', 'scale': 0.5, 'min': -1}";
    GraphDef graph =
        filled(
            "[{'paths': ['a.bin'], 'weights': ["
                + ("{'name': 'v', 'shape': [2], 'dtype': 'float32', " + eight + "},")
                + "{'name': 'w', 'shape': [1], 'dtype': 'float32',"
                + " 'quantization': {'dtype': 'float16'}},"
                + "{'name': 'v2', 'shape': [1], 'dtype': 'int32',"
                + " 'quantization': {'dtype': 'uint16', 'scale': 2, 'min': 1}}]}]");
    assertEquals(Tensor.vector(126.5f, -1f), value(graph, 1));
    assertEquals(Tensor.vector(1f), value(graph, 0));
  }

  @Test
  void groups_haveTheirOwnFiles() throws IOException {
    Files.write(folder.resolve("a.bin"), buffer(4).putInt(1).array());
    Files.write(folder.resolve("b.bin"), buffer(4).putInt(2).array());
    String weight = "'shape': [1], 'dtype': 'int32'}]}";
    GraphDef graph =
        filled(
            ("[{'paths': ['a.bin'], 'weights': [{'name': 'w'," + weight + ",")
                + ("{'paths': ['b.bin'], 'weights': [{'name': 'v'," + weight + "]"));
    assertEquals(Tensor.vector(1), value(graph, 0));
    assertEquals(Tensor.vector(2), value(graph, 1));
  }

  private void assertFails(ErrorCode code, String words, String weight) {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> filled("[{'paths': ['a.bin'], 'weights': [" + weight + "]}]"));
    assertEquals(code, e.code(), e.toString());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void badWeights_areNamed() throws IOException {
    Files.write(folder.resolve("a.bin"), new byte[7]);
    assertFails(ErrorCode.DATA_LOSS, "'w'", "{'name': 'w', 'shape': [2], 'dtype': 'float32'}");
    assertFails(
        ErrorCode.DATA_LOSS,
        "7 bytes of its file are left",
        "{'name': 'w', 'shape': [1000000, 1000000], 'dtype': 'int32'}");
    assertFails(ErrorCode.DATA_LOSS, "'w'", "{'name': 'w', 'shape': [-1], 'dtype': 'int32'}");
    assertFails(
        ErrorCode.INVALID_ARGUMENT, "'w'", "{'name': 'w', 'shape': [-2], 'dtype': 'int32'}");
    assertFails(
        ErrorCode.UNIMPLEMENTED, "'complex64'", "{'name': 'w', 'shape': [], 'dtype': 'complex64'}");
    assertFails(ErrorCode.UNIMPLEMENTED, "''", "{'name': 'w'}");
    Files.write(folder.resolve("a.bin"), buffer(7).putInt(4).array());
    assertFails(
        ErrorCode.DATA_LOSS,
        "past the file's end",
        "{'name': 'w', 'shape': [], 'dtype': 'string'}");
  }

  @Test
  void pathOutsideTheFolder_isRefused() {
    for (String path : new String[] {"../a.bin", "/etc/hosts"}) {
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () -> filled("[{'paths': ['" + path + "'], 'weights': []}]"));
      assertTrue(e.getMessage().contains("is not beside the model"), e.getMessage());
    }
  }

  @Test
  void missingFile_isAnIoError() {
    assertThrows(
        NoSuchFileException.class, () -> filled("[{'paths': ['none.bin'], 'weights': []}]"));
  }

  @Test
  void manifestThatIsNoArray_isInvalid() {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> filled("{'a': 1}"));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
  }

  @Test
  void otherModels_stayAsTheyAre() throws IOException {
    GraphDef graph = GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("a")).build();
    assertSame(graph, TensorflowJs.withWeights(graph, graph.toByteArray(), folder));
    byte[] json = ProtoFiles.toJson(graph).getBytes(StandardCharsets.UTF_8);
    assertSame(graph, TensorflowJs.withWeights(graph, json, folder));
  }

  @Test
  void metaGraphs_readWithWeights() throws IOException {
    Files.write(folder.resolve("a.bin"), buffer(4).putInt(5).array());
    String text =
        "{'modelTopology': {'node': [{'name': 'w', 'op': 'Made.Up'}]}, 'weightsManifest':"
            + " [{'paths': ['a.bin'], 'weights': [{'name': 'w', 'shape': [], 'dtype': 'int32'}]}]}";
    Path file = folder.resolve("model.json");
    Files.writeString(file, text.replace('\'', '"'), StandardCharsets.UTF_8);
    assertEquals("Made.Up", MetaGraphs.read(file).graph().operation("w").type());
  }
}

package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.SavedModel;

/** Files that TensorFlow wrote, and damaged ones. */
@Tag("conformance")
class RealFilesTest {
  private static Path models;

  @BeforeAll
  static void findModels() {
    models = Path.of(System.getProperty("slimgraph.shared", "missing"), "models");
    assumeTrue(Files.isDirectory(models), "skipped: " + models + " is missing");
  }

  private static List<Path> files(String... endings) throws IOException {
    try (Stream<Path> all = Files.walk(models)) {
      return all.filter(file -> !file.toString().contains("hostile"))
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  private static Class<?> expected(Path file) {
    String name = file.toString();
    if (name.contains("saved_model.pb")) {
      return SavedModel.class;
    }
    return name.endsWith(".meta") ? MetaGraphDef.class : GraphDef.class;
  }

  @Test
  void readModel_everyFile_roundTripsThroughAllForms() throws IOException {
    List<Path> files = files(".pb", ".pbtxt", ".meta");
    assertTrue(files.size() > 250, files.size() + " files");
    for (Path file : files) {
      Message message = ProtoFiles.readModel(file);
      assertInstanceOf(expected(file), message, file.toString());
      assertEquals(UnknownFieldSet.getDefaultInstance(), message.getUnknownFields());
      Message type = message.getDefaultInstanceForType();
      byte[] json = ProtoFiles.toJson(message).getBytes(StandardCharsets.UTF_8);
      byte[] text = ProtoFiles.toText(message).getBytes(StandardCharsets.UTF_8);
      assertEquals(message, ProtoFiles.parse(json, type), file.toString());
      assertEquals(message, ProtoFiles.parse(text, type), file.toString());
      assertEquals(message, ProtoFiles.parseModel(ProtoFiles.toBytes(message)));
    }
  }

  @Test
  void toAttrs_everyNode_roundTrips() throws IOException {
    for (Path file : files(".pb", ".pbtxt", ".meta")) {
      ExpansionBudget budget = ExpansionBudget.standard();
      for (NodeDef node : graph(ProtoFiles.readModel(file)).getNodeList()) {
        var attrs = AttrValues.toAttrs(node.getAttrMap(), budget);
        assertEquals(
            attrs, AttrValues.toAttrs(AttrValues.toProtos(attrs), ExpansionBudget.standard()));
      }
    }
  }

  private static GraphDef graph(Message message) {
    if (message instanceof SavedModel model) {
      return model.getMetaGraphs(0).getGraphDef();
    }
    return message instanceof MetaGraphDef meta ? meta.getGraphDef() : (GraphDef) message;
  }

  @Test
  void readModel_tensorflowJs_hasItsNodes() throws IOException {
    for (Path file :
        files("blazeface.json", "emotion.json", "handlandmark-lite.json", "iris.json")) {
      GraphDef graph = assertInstanceOf(GraphDef.class, ProtoFiles.readModel(file));
      assertTrue(graph.getNodeCount() >= 45, file.toString());
    }
  }

  @Test
  void readModel_damagedFiles_saySo() throws IOException {
    Path hostile = models.resolve("hostile");
    assertEquals(GraphDef.getDefaultInstance(), ProtoFiles.readModel(hostile.resolve("empty.pb")));
    assertFails(hostile.resolve("git_lfs_pointer.pb"), ErrorCode.DATA_LOSS, "git lfs pull");
    assertFails(hostile.resolve("truncated_kws.pb"), ErrorCode.DATA_LOSS, "of 119246 bytes");
    assertFails(hostile.resolve("deep_array.json"), ErrorCode.INVALID_ARGUMENT, "200 levels");
  }

  private static void assertFails(Path file, ErrorCode code, String words) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> ProtoFiles.readModel(file));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void readModel_flippedByte_failsOrDiffers() throws IOException {
    Path bad = models.resolve("hostile/one_byte_flipped_kws.pb");
    byte[] good = Files.readAllBytes(models.resolve("frozen/kws_DS_CNN_S.pb"));
    try {
      Message message = ProtoFiles.readModel(bad);
      assertArrayEquals(Files.readAllBytes(bad), message.toByteArray());
      assertTrue(!message.equals(ProtoFiles.parseModel(good)));
    } catch (SlimgraphException e) {
      assertEquals(ErrorCode.DATA_LOSS, e.code());
    }
  }
}

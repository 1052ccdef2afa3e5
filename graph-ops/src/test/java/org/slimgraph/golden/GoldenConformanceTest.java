package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphImporter;
import org.slimgraph.graphdef.AttrValues;
import org.slimgraph.graphdef.ExpansionBudget;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;

/**
 * Loads the graph of each golden case, node by node, saves it, and lets TensorFlow run what was
 * saved: it must give the golden values.
 */
@Tag("conformance")
class GoldenConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> groups() {
    Oracle oracle = Oracle.open();
    return GoldenGroup.counts().keySet().stream()
        .map(group -> dynamicTest(group, () -> check(oracle, group)));
  }

  private void check(Oracle oracle, String group) throws IOException {
    ObjectNode exported = JSON.createObjectNode();
    ArrayNode cases = exported.putArray("cases");
    int refused = 0;
    for (JsonNode json : GoldenGroup.json(group)) {
      boolean refusedByTensorFlow = json.at("/error/phase").asText().equals("import");
      // The tool compares accidents of vectorisation, too, and they change from run to run.
      if (refusedByTensorFlow || !json.findValues("lane_dependent").isEmpty()) {
        continue;
      }
      ObjectNode copy = json.deepCopy();
      try {
        copy.put("graph_pb", rebuilt(copy.get("graph_pb").binaryValue()));
        copy.remove("graph");
        cases.add(copy);
      } catch (SlimgraphException e) {
        refused++;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d graphs run in TensorFlow, %d refused here%n",
        group,
        cases.size(),
        refused);
    Path file = folder.resolve(group + ".json");
    JSON.writeValue(file.toFile(), exported);
    Oracle.Answer answer =
        oracle.ask("verify", "--no-opt", "--threads", "1", "--in", file.toString());
    assertEquals("{}", answer.json().get("differences").toString(), answer.text());
  }

  /** Returns the graph written from our operations alone, without the messages they came from. */
  private static byte[] rebuilt(byte[] bytes) throws InvalidProtocolBufferException {
    ExpansionBudget budget = ExpansionBudget.standard();
    List<GraphImporter.Node> nodes = new ArrayList<>();
    GraphDef original = GraphDef.parseFrom(bytes);
    for (NodeDef node : original.getNodeList()) {
      nodes.add(
          new GraphImporter.Node(
              node.getName(),
              node.getOp(),
              ImmutableList.copyOf(node.getInputList()),
              AttrValues.toAttrs(node.getAttrMap(), budget),
              node.getDevice(),
              null));
    }
    Graph graph = new Graph();
    graph.importer().strict(true).add(nodes);
    // Some ops are there for graphs of old versions only.
    return GraphDef.parseFrom(GraphDefs.toBytes(graph)).toBuilder()
        .setVersions(original.getVersions())
        .build()
        .toByteArray();
  }
}

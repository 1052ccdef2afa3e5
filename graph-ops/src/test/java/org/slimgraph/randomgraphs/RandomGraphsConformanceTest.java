package org.slimgraph.randomgraphs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.golden.TensorJson;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.tensor.Tensor;

/** The graphs of {@link RandomGraphsTest} run in TensorFlow and give the same there. */
@Tag("conformance")
class RandomGraphsConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many graphs one process of the oracle runs. */
  private static final int BATCH = 250;

  @TempDir Path folder;

  @Test
  void graphs_giveTheSameInTensorFlow() throws IOException {
    Oracle oracle = Oracle.open();
    List<String> problems = new ArrayList<>();
    RandomGraphsTest.Seeds seeds = RandomGraphsTest.Seeds.asked();
    for (long from = seeds.from(); from <= seeds.to(); from += BATCH) {
      check(oracle, from, Math.min(from + BATCH - 1, seeds.to()), problems);
    }
    assertTrue(problems.isEmpty(), () -> String.join("\n", problems));
  }

  private void check(Oracle oracle, long from, long to, List<String> problems) throws IOException {
    List<RandomGraph> graphs = new ArrayList<>();
    ObjectNode root = JSON.createObjectNode();
    ArrayNode cases = root.putArray("cases");
    for (long seed = from; seed <= to; seed++) {
      RandomGraph graph = RandomGraph.of(seed, RandomGraph.MOST_RECIPES);
      graphs.add(graph);
      put(graph, "seed " + seed, cases.addObject());
    }
    String file = folder.resolve(from + ".json").toString();
    JSON.writeValue(Path.of(file).toFile(), root);
    Oracle.Answer answer = oracle.ask("fill", "--no-opt", "--in", file, "--out", file);
    assertEquals(0, answer.status(), answer.text());
    JsonNode answered = JSON.readTree(Path.of(file).toFile()).get("cases");
    for (int i = 0; i < graphs.size(); i++) {
      compare(graphs.get(i), answered.get(i), problems);
    }
  }

  private static void put(RandomGraph graph, String name, ObjectNode json) {
    json.put("name", name).put("graph_pb", GraphDefs.toBytes(graph.graph));
    RandomGraphCheck.inits(graph.graph).forEach(json.putArray("init")::add);
    ArrayNode steps = json.putArray("steps");
    for (Map<String, Tensor> feeds : graph.feeds()) {
      ObjectNode step = steps.addObject();
      ObjectNode fed = step.putObject("feeds");
      feeds.forEach((output, value) -> TensorJson.put(value, fed.putObject(output)));
      graph.fetches().forEach(v -> step.withArray("fetches").add(v.output().name()));
    }
  }

  private static void compare(RandomGraph graph, JsonNode answer, List<String> problems) {
    String name = answer.get("name").asText();
    if (answer.has("error")) {
      problems.add(name + ": TensorFlow: " + answer.get("error"));
      return;
    }
    List<Map<String, Tensor>> theirs = new ArrayList<>();
    for (JsonNode step : answer.get("steps")) {
      Map<String, Tensor> values = new LinkedHashMap<>();
      for (var fetch : step.get("fetches").properties()) {
        values.put(fetch.getKey(), TensorJson.tensor(fetch.getValue()));
      }
      theirs.add(values);
    }
    RandomGraphCheck.compareNumbers(
        graph, name + " against TensorFlow", theirs, RandomGraphCheck.simplified(graph), problems);
  }
}

package org.slimgraph.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.golden.TensorComparison;
import org.slimgraph.golden.TensorJson;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.Tensor;

/** Runs a graph that was built here, here and in TensorFlow, and compares what is fetched. */
public final class SideBySide {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Oracle oracle;
  private final Graph graph;
  private final List<String> init = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private record Step(
      ImmutableMap<String, Tensor> feeds,
      ImmutableList<String> targets,
      ImmutableList<String> fetches) {}

  /** Starts with a graph that is built. */
  public SideBySide(Oracle oracle, Graph graph) {
    this.oracle = oracle;
    this.graph = graph;
  }

  /** Runs the operation {@code name} before the steps. */
  public SideBySide init(String name) {
    init.add(name);
    return this;
  }

  /** Adds a run of the same session, unless there is nothing to run. */
  public SideBySide step(Map<String, Tensor> feeds, List<String> targets, List<String> fetches) {
    if (targets.isEmpty() && fetches.isEmpty()) {
      return this;
    }
    steps.add(
        new Step(
            ImmutableMap.copyOf(feeds),
            ImmutableList.copyOf(targets),
            ImmutableList.copyOf(fetches)));
    return this;
  }

  /** Runs both and fails, naming all differences, unless they agree. */
  public void assertSame(Tolerance tolerance) {
    assertSame(tolerance, UnaryOperator.identity());
  }

  /** As {@link #assertSame(Tolerance)}; compares what {@code form} makes of each value. */
  public void assertSame(Tolerance tolerance, UnaryOperator<Tensor> form) {
    List<Map<String, Tensor>> theirs = inTensorFlow();
    List<Map<String, Tensor>> ours = here();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (String fetch : steps.get(i).fetches()) {
        String where = "step " + i + ": " + fetch + " ";
        TensorComparison.difference(
                form.apply(theirs.get(i).get(fetch)),
                form.apply(ours.get(i).get(fetch)),
                tolerance,
                Set.of())
            .ifPresent(difference -> problems.add(where + difference));
      }
    }
    assertTrue(problems.isEmpty(), () -> String.join("\n", problems));
  }

  /** Runs both and fails unless both refuse, with one code, and we in TensorFlow's first words. */
  public void assertSameRefusal(int words) {
    JsonNode theirs = answer().path("error");
    assertFalse(theirs.isMissingNode(), "TensorFlow runs it");
    SlimgraphException ours = assertThrows(SlimgraphException.class, this::here);
    String message = theirs.get("message").asText();
    assertEquals(theirs.get("code").asText(), ours.code().name(), message);
    String start = String.join(" ", List.of(message.split("\\s+")).subList(0, words));
    assertTrue(
        ours.getMessage().contains(start), () -> ours.getMessage() + "\n instead of " + message);
  }

  private List<Map<String, Tensor>> here() {
    List<Map<String, Tensor>> results = new ArrayList<>();
    try (Session session = Session.open(graph, SessionOptions.defaults().verify(true))) {
      init.forEach(op -> session.runner().target(op).run());
      for (Step step : steps) {
        Runner runner = session.runner();
        step.feeds().forEach(runner::feed);
        step.targets().forEach(runner::target);
        step.fetches().forEach(runner::fetch);
        List<Tensor> values = runner.run();
        ImmutableMap.Builder<String, Tensor> named = ImmutableMap.builder();
        for (int i = 0; i < values.size(); i++) {
          named.put(step.fetches().get(i), values.get(i));
        }
        results.add(named.buildOrThrow());
      }
    }
    return results;
  }

  private List<Map<String, Tensor>> inTensorFlow() {
    return results(answer());
  }

  private JsonNode answer() {
    try {
      Path file = Files.createTempFile("side-by-side", ".json");
      try {
        JSON.writeValue(file.toFile(), question());
        Oracle.Answer answer =
            oracle.ask("fill", "--in", file.toString(), "--out", file.toString());
        assertEquals(0, answer.status(), answer.text());
        return JSON.readTree(file.toFile()).at("/cases/0");
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode question() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode question = root.putArray("cases").addObject();
    question.put("name", "graph").put("graph_pb", GraphDefs.toBytes(graph));
    init.forEach(question.putArray("init")::add);
    ArrayNode runs = question.putArray("steps");
    for (Step step : steps) {
      ObjectNode run = runs.addObject();
      ObjectNode feeds = run.putObject("feeds");
      step.feeds().forEach((name, value) -> TensorJson.put(value, feeds.putObject(name)));
      step.targets().forEach(run.putArray("targets")::add);
      step.fetches().forEach(run.putArray("fetches")::add);
    }
    return root;
  }

  private static List<Map<String, Tensor>> results(JsonNode answer) {
    assertTrue(answer.path("error").isMissingNode(), () -> "TensorFlow: " + answer.get("error"));
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (JsonNode step : answer.get("steps")) {
      ImmutableMap.Builder<String, Tensor> named = ImmutableMap.builder();
      step.get("fetches")
          .properties()
          .forEach(fetch -> named.put(fetch.getKey(), TensorJson.tensor(fetch.getValue())));
      results.add(named.buildOrThrow());
    }
    return results;
  }
}

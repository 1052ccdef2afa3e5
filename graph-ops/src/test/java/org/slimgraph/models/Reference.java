package org.slimgraph.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.golden.TensorComparison;
import org.slimgraph.graph.Graph;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;

/**
 * What a file {@code ref.json} says: runs of one session, with feeds and expected values in files
 * beside it. Steps that restore a checkpoint are left out.
 */
record Reference(ImmutableList<Step> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Accepted difference, relative to the largest element of an output. */
  private static final double ACCURACY = 1e-4;

  /** One run. */
  record Step(ImmutableMap<String, Tensor> feeds, ImmutableMap<String, Tensor> fetches) {}

  /** Returns the reference in {@code folder}. */
  static Reference read(Path folder) throws IOException {
    JsonNode json = JSON.readTree(folder.resolve("ref.json").toFile());
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (JsonNode step : json.has("steps") ? json.get("steps") : ImmutableList.of(json)) {
      if (!step.has("restore_op")) {
        steps.add(
            new Step(tensors(step.path("feeds"), folder), tensors(step.path("fetches"), folder)));
      }
    }
    return new Reference(steps.build());
  }

  private static ImmutableMap<String, Tensor> tensors(JsonNode names, Path folder)
      throws IOException {
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    for (Map.Entry<String, JsonNode> entry : names.properties()) {
      JsonNode value = entry.getValue();
      Path file = folder.resolve(value.isTextual() ? value.asText() : value.get("file").asText());
      tensors.put(
          entry.getKey().contains(":") ? entry.getKey() : entry.getKey() + ":0",
          file.toString().endsWith(".npy")
              ? Npy.read(file)
              : Tensor.scalar(Files.readAllBytes(file)));
    }
    return tensors.buildOrThrow();
  }

  /** Runs {@code graph} and fails, naming all differences, unless it gives what is expected. */
  void check(Graph graph) {
    ImmutableList.Builder<String> problems = ImmutableList.builder();
    try (Session session = Session.open(graph, SessionOptions.defaults().verify(true))) {
      for (Step step : steps) {
        Runner runner = session.runner();
        step.feeds().forEach(runner::feed);
        step.fetches().keySet().forEach(runner::fetch);
        List<Tensor> values = runner.run();
        int i = 0;
        for (Map.Entry<String, Tensor> fetch : step.fetches().entrySet()) {
          Tensor want = fetch.getValue();
          TensorComparison.difference(want, values.get(i++), tolerance(want), Set.of())
              .ifPresent(difference -> problems.add(fetch.getKey() + " " + difference));
        }
      }
    }
    assertEquals(ImmutableList.of(), problems.build());
  }

  private static Tolerance tolerance(Tensor want) {
    double largest = 0;
    if (want.dataType().isFloating()) {
      for (double value : want.doubles()) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
    }
    return new Tolerance(0, ACCURACY * largest);
  }
}

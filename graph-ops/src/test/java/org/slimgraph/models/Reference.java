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
 * beside it. A step may restore a checkpoint first.
 */
record Reference(ImmutableList<Step> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Accepted difference, relative to the largest element of an output. */
  private static final double ACCURACY = 1e-4;

  /** Accepted difference once the model has been trained. */
  private static final double ACCURACY_AFTER_TRAINING = 1e-3;

  /** One run. */
  record Step(
      ImmutableMap<String, Tensor> feeds,
      ImmutableList<String> targets,
      ImmutableMap<String, Tensor> fetches) {}

  /** Returns the reference in {@code folder}. */
  static Reference read(Path folder) throws IOException {
    return read(folder, folder);
  }

  /** Returns the reference in {@code folder}, whose checkpoints are in {@code checkpoints}. */
  static Reference read(Path folder, Path checkpoints) throws IOException {
    JsonNode json = JSON.readTree(folder.resolve("ref.json").toFile());
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (JsonNode step : json.has("steps") ? json.get("steps") : ImmutableList.of(json)) {
      if (step.has("restore_op")) {
        Path prefix = checkpoints.resolve(step.get("checkpoint_prefix").asText());
        steps.add(
            new Step(
                ImmutableMap.of(
                    step.get("filename_tensor").asText(), Tensor.scalar(prefix.toString())),
                ImmutableList.of(step.get("restore_op").asText()),
                ImmutableMap.of()));
      } else {
        ImmutableList.Builder<String> targets = ImmutableList.builder();
        step.path("targets").forEach(target -> targets.add(target.asText()));
        steps.add(
            new Step(
                tensors(step.path("feeds"), folder),
                targets.build(),
                tensors(step.path("fetches"), folder)));
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
      double accuracy = ACCURACY;
      for (Step step : steps) {
        Runner runner = session.runner();
        step.feeds().forEach(runner::feed);
        step.targets().forEach(runner::target);
        if (!step.targets().isEmpty() && step.feeds().size() > 1) {
          accuracy = ACCURACY_AFTER_TRAINING;
        }
        step.fetches().keySet().forEach(runner::fetch);
        List<Tensor> values = runner.run();
        int i = 0;
        for (Map.Entry<String, Tensor> fetch : step.fetches().entrySet()) {
          Tensor want = fetch.getValue();
          TensorComparison.difference(want, values.get(i++), tolerance(want, accuracy), Set.of())
              .ifPresent(difference -> problems.add(fetch.getKey() + " " + difference));
        }
      }
    }
    assertEquals(ImmutableList.of(), problems.build());
  }

  private static Tolerance tolerance(Tensor want, double accuracy) {
    double largest = 0;
    if (want.dataType().isFloating()) {
      for (double value : want.doubles()) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
    }
    return new Tolerance(0, accuracy * largest);
  }
}

package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.ops.StandardOps;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Tensor;

/**
 * Runs real frozen models from the command line and compares with what TensorFlow 1.15 or
 * TensorFlow.js computed. A model is left out as long as one of its ops cannot run here.
 */
@Tag("conformance")
class RunConformanceTest {
  /** Relative to the largest element of an output. */
  private static final double TOLERANCE = 1e-4;

  private static Path models;
  @TempDir private Path out;

  @BeforeAll
  static void findModels() {
    models = Path.of(System.getProperty("slimgraph.shared", "missing"), "models");
    if (!Files.isDirectory(models)) {
      System.out.println("RunConformanceTest skipped: " + models + " is missing");
    }
    assumeTrue(Files.isDirectory(models));
  }

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> frozen = Files.list(models.resolve("frozen"));
        Stream<Path> folders = Files.list(models.resolve("tfjs"))) {
      frozen.filter(file -> file.toString().endsWith(".pb")).forEach(files::add);
      folders.forEach(folder -> files.add(folder.resolve(folder.getFileName() + ".json")));
    }
    assertEquals(12, files.size());
    return files.stream().sorted().map(file -> dynamicTest(name(file), () -> compare(file)));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
  }

  private static Path reference(Path file) {
    boolean tfjs = file.toString().endsWith(".json");
    return models
        .resolve("refs")
        .resolve(tfjs ? "tfjs_" + name(file).replace('-', '_') : name(file));
  }

  private void compare(Path file) throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    JsonNode inspected = Run.of("inspect", file, "--json").json();
    inspected
        .get("opHistogram")
        .fieldNames()
        .forEachRemaining(
            op -> {
              if (StandardOps.find(op).filter(spec -> !spec.kernels().isEmpty()).isEmpty()) {
                missing.add(op);
              }
            });
    if (!missing.isEmpty()) {
      System.out.println("RunConformanceTest skipped " + name(file) + ": no kernel of " + missing);
    }
    assumeTrue(missing.isEmpty());
    Path folder = reference(file);
    JsonNode reference = new ObjectMapper().readTree(folder.resolve("ref.json").toFile());
    JsonNode steps = reference.has("steps") ? reference.get("steps") : null;
    if (steps == null) {
      runStep(file, folder, reference);
    } else {
      for (JsonNode step : steps) {
        runStep(file, folder, step);
      }
    }
  }

  private void runStep(Path file, Path folder, JsonNode step) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("run", file, "--out", out));
    for (Map.Entry<String, JsonNode> feed : step.get("feeds").properties()) {
      String name = feed.getValue().get("file").asText();
      String raw = name.endsWith(".npy") ? "" : "@";
      arguments.addAll(List.of("--feed", feed.getKey() + "=" + raw + folder.resolve(name)));
    }
    for (Map.Entry<String, JsonNode> fetch : step.get("fetches").properties()) {
      arguments.addAll(List.of("--fetch", fetch.getKey()));
    }
    Run run = Run.of(arguments.toArray());
    assertEquals(0, run.code(), run::err);
    for (Map.Entry<String, JsonNode> fetch : step.get("fetches").properties()) {
      String tensor = TensorNames.withIndex(fetch.getKey());
      assertClose(
          tensor,
          Npy.read(folder.resolve(fetch.getValue().get("file").asText())),
          Npy.read(out.resolve("step0").resolve(TensorNames.fileName(tensor))));
    }
  }

  private static void assertClose(String tensor, Tensor want, Tensor got) {
    assertEquals(want.shape(), got.shape(), tensor);
    assertEquals(want.dataType(), got.dataType(), tensor);
    if (!want.dataType().isFloating()) {
      assertEquals(want, got, tensor);
      return;
    }
    double[] wanted = want.doubles();
    double[] gotten = got.doubles();
    double largest = 0;
    for (double value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < wanted.length; i++) {
      double error = Math.abs(wanted[i] - gotten[i]);
      int at = i;
      assertTrue(
          error <= TOLERANCE * largest,
          () -> tensor + " at " + at + ": " + gotten[at] + ", not " + wanted[at]);
    }
  }
}

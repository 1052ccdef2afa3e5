package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares what inspect says of real models with what TensorFlow's own classes say. */
@Tag("conformance")
class InspectConformanceTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static Path models;

  @BeforeAll
  static void findModels() {
    models = Path.of(System.getProperty("slimgraph.shared", "missing"), "models");
    if (!Files.isDirectory(models)) {
      System.out.println("InspectConformanceTest skipped: " + models + " is missing");
    }
    assumeTrue(Files.isDirectory(models));
  }

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(models.resolve("refs/inspect.jsonl"))) {
      JsonNode reference = MAPPER.readTree(line);
      String file = reference.get("file").asText();
      tests.add(dynamicTest(file, () -> compare(reference, models.resolve(file))));
    }
    assertEquals(23, tests.size());
    return tests.stream();
  }

  private static void compare(JsonNode reference, Path file) throws IOException {
    Run run = Run.of("inspect", file, "--json");
    assertEquals(0, run.code(), run::err);
    assertEquals(0, Run.of("inspect", file).code());
    JsonNode json = run.json();
    assertEquals(reference.get("nodes"), json.get("nodeCount"));
    assertEquals(reference.get("nodes").asInt(), json.get("nodes").size());
    assertEquals(reference.get("producer"), json.get("versions").get("producer"));
    assertEquals(reference.get("min_consumer"), json.get("versions").get("minConsumer"));
    assertEquals(counts(reference.get("ops")), counts(json.get("opHistogram")));
    assertEquals(reference.get("library_functions").asInt(), json.get("functions").size());
    assertEquals(placeholders(reference), placeholders(json));
    assertEquals(counts(reference.get("attr_names")), attrNames(json));
    assertEquals(reference.get("control_inputs").asInt(), controlInputs(json));
    if (reference.has("collections")) {
      compareMeta(reference, json);
    }
  }

  private static Map<String, Integer> counts(JsonNode object) {
    Map<String, Integer> counts = new TreeMap<>();
    object.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
    return counts;
  }

  private static TreeSet<String> placeholders(JsonNode file) {
    TreeSet<String> found = new TreeSet<>();
    for (JsonNode placeholder : file.get("placeholders")) {
      if (placeholder.isTextual()) {
        // "none" stands for a shape that is not given, which is one that is not known.
        found.add(placeholder.asText().replaceFirst(":none$", ":?"));
      } else {
        JsonNode shape = placeholder.get("shape");
        found.add(
            placeholder.get("name").asText()
                + ":"
                + placeholder.get("dtype").asText()
                + ":"
                + (shape.isNull() ? "?" : shape));
      }
    }
    return found;
  }

  private static Map<String, Integer> attrNames(JsonNode json) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode node : json.get("nodes")) {
      node.get("attrs").fieldNames().forEachRemaining(name -> counts.merge(name, 1, Integer::sum));
    }
    return counts;
  }

  private static int controlInputs(JsonNode json) {
    int count = 0;
    for (JsonNode node : json.get("nodes")) {
      count += node.get("controlInputs").size();
    }
    return count;
  }

  private static void compareMeta(JsonNode reference, JsonNode json) {
    assertEquals(reference.get("tf_version").asText(), json.get("tensorflowVersion").asText());
    assertEquals(reference.get("tags"), json.get("tags"));
    Map<String, String> collections = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.get("collections").properties()) {
      JsonNode collection = entry.getValue();
      String kind = collection.get("kind").asText().toUpperCase(java.util.Locale.ROOT);
      String first =
          switch (kind) {
            case "NODE_LIST" -> " e.g. " + collection.get("values").get(0).asText();
            case "ANY_LIST" -> " e.g. " + collection.get("types").get(0).asText();
            default -> "";
          };
      collections.put(entry.getKey(), kind + "x" + collection.get("count") + first);
      if (entry.getKey().endsWith("variables")) {
        collection.get("values").forEach(v -> assertTrue(v.has("variableName"), v::toString));
      }
    }
    Map<String, String> expected = new TreeMap<>();
    reference
        .get("collections")
        .properties()
        .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asText()));
    assertEquals(expected, collections);
    TreeSet<String> signatures = new TreeSet<>();
    reference.get("signatures").forEach(name -> signatures.add(name.asText()));
    assertEquals(signatures, counts(json.get("signatures")).keySet());
    assertEquals(reference.get("assets").asInt(), json.get("assets").size());
    JsonNode saver = json.get("saver");
    String text =
        saver.isNull()
            ? ""
            : String.join(
                "|",
                saver.path("filenameTensorName").asText(),
                saver.path("restoreOpName").asText(),
                saver.path("version").asText());
    assertEquals(reference.get("saver").isNull() ? "" : reference.get("saver").asText(), text);
  }

  @Test
  void hostileFiles_failClearlyAndSoon() throws IOException {
    try (Stream<Path> files = Files.walk(models.resolve("hostile"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Run run =
            Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> Run.of("inspect", file, "--json"));
        boolean empty = file.endsWith("empty.pb");
        assertEquals(empty ? 0 : 1, run.code(), file.toString());
        assertEquals(empty, run.err().isEmpty(), run::err);
        assertFalse(run.err().contains("\tat "), run::err);
        assertFalse(run.err().contains("defect"), run::err);
      }
    }
  }

  @Test
  void graphsThatTensorFlowRejects_nameNodeAndInput() throws IOException {
    int rejected = 0;
    try (Stream<Path> files = Files.list(models.resolve("rejected_by_tf115"))) {
      for (Path file : files.sorted().toList()) {
        Run run = Run.of("inspect", file);
        assertFalse(run.err().contains("\tat "), run::err);
        if (run.code() == 1) {
          assertTrue(run.err().contains("Input 0 of node "), run::err);
          rejected++;
        }
      }
    }
    assertTrue(rejected >= 3, rejected + " rejected");
  }
}

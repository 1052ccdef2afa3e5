package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointWriter;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class RunCommandTest {
  @TempDir private Path folder;
  private Path file;
  private Path out;

  @BeforeEach
  void writeGraph() throws IOException {
    Graph graph = new Graph();
    Output x = placeholder(graph, "x", DataType.FLOAT, Shape.of(-1, 3));
    Output text = placeholder(graph, "text", DataType.STRING, Shape.scalar());
    Operation init = graph.opBuilder("NoOp", "init").build();
    identity(graph, "scope/y", x).controlInput(init).build();
    identity(graph, "echo", text).build();
    file = folder.resolve("graph.pb");
    GraphDefs.write(file, graph);
    out = folder.resolve("out");
    Npy.write(folder.resolve("x0.npy"), Tensor.of(Shape.of(1, 3), new float[] {1, 2, 3}));
    Npy.write(folder.resolve("x1.npy"), Tensor.of(Shape.of(0, 3), new float[0]));
    Npy.write(folder.resolve("ints.npy"), Tensor.of(Shape.of(1, 3), new int[3]));
  }

  @Test
  void trace_holdsTheLastStep() throws IOException {
    Path trace = folder.resolve("trace.json");
    Run run =
        Run.of(
            "run",
            file,
            "--feed",
            "x:0=" + folder.resolve("x0.npy"),
            "--fetch",
            "scope/y",
            "--steps",
            2,
            "--trace",
            trace,
            "--out",
            out);
    assertEquals(0, run.code(), run.err());
    JsonNode events = new ObjectMapper().readTree(Files.readString(trace)).get("traceEvents");
    int bars = 0;
    for (JsonNode event : events) {
      if (event.get("ph").asText().equals("X")) {
        bars++;
        assertTrue(event.get("dur").asLong() > 0);
      }
    }
    // The operation init, for which scope/y waits, and scope/y itself.
    assertEquals(2, bars);
  }

  private static Output placeholder(Graph graph, String name, DataType type, Shape shape) {
    return graph
        .opBuilder("Placeholder", name)
        .attr("dtype", type)
        .attr("shape", shape)
        .build()
        .output(0);
  }

  private static org.slimgraph.graph.OperationBuilder identity(
      Graph graph, String name, Output input) {
    return graph.opBuilder("Identity", name).input(input);
  }

  private String feed(String tensor, String name) {
    return tensor + "=" + folder.resolve(name);
  }

  private JsonNode resultFile() throws IOException {
    return new ObjectMapper().readTree(out.resolve("result.json").toFile());
  }

  private void assertFails(Run run, String phase, String code, String words) throws IOException {
    assertEquals(1, run.code(), run::err);
    JsonNode json = run.json();
    assertFalse(json.get("ok").asBoolean());
    assertEquals(phase, json.get("phase").asText());
    assertEquals(code, json.get("code").asText());
    assertTrue(json.get("message").asText().contains(words), run::out);
    assertTrue(run.err().startsWith("slimgraph run: " + code + ": "), run::err);
    assertFalse(run.err().contains("\tat "), run::err);
    assertEquals(json, resultFile());
  }

  private void assertWrongUse(Run run, String words) {
    assertEquals(2, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains(words), run::err);
    assertFalse(Files.exists(out));
  }

  @Test
  void steps_writeTheValuesOfEach() throws IOException {
    Run run =
        Run.of(
            "run",
            file,
            "--init",
            "init",
            "--feed",
            feed("x:0", "x{step}.npy"),
            "--fetch",
            "scope/y:0",
            "--steps",
            2,
            "--threads",
            1,
            "--out",
            out,
            "--json");
    assertEquals(0, run.code(), run::err);
    assertEquals("", run.err());
    assertEquals(
        Tensor.of(Shape.of(1, 3), new float[] {1, 2, 3}),
        Npy.read(out.resolve("step0/scope__y.0.npy")));
    assertEquals(
        Tensor.of(Shape.of(0, 3), new float[0]), Npy.read(out.resolve("step1/scope__y.0.npy")));
    JsonNode json = run.json();
    assertEquals(json, resultFile());
    assertTrue(json.get("ok").asBoolean());
    assertEquals(2, json.get("steps").size());
    JsonNode value = json.get("steps").get(1).get("scope/y:0");
    assertEquals("DT_FLOAT", value.get("dtype").asText());
    assertEquals("[0,3]", value.get("shape").toString());
    assertEquals("step1/scope__y.0.npy", value.get("file").asText());
  }

  @Test
  void optimizeNone_givesTheSame() throws IOException {
    Run run =
        Run.of(
            "run",
            file,
            "--feed",
            feed("x", "x0.npy"),
            "--fetch",
            "scope/y",
            "--optimize",
            "none",
            "--out",
            out);
    assertEquals(0, run.code(), run::err);
    assertTrue(run.out().contains("scope/y:0"), run::out);
    assertEquals(
        Tensor.of(Shape.of(1, 3), new float[] {1, 2, 3}),
        Npy.read(out.resolve("step0/scope__y.0.npy")));
  }

  @Test
  void rawFeed_isTheBytesOfTheFile() throws IOException {
    Files.write(folder.resolve("sound.wav"), new byte[] {0, 1, (byte) 0x80, 7});
    String feed = "text:0=@" + folder.resolve("sound.wav");
    Run run = Run.of("run", file, "--feed", feed, "--fetch", "echo:0", "--out", out);
    assertEquals(0, run.code(), run::err);
    assertEquals(
        Tensor.scalar(new byte[] {0, 1, (byte) 0x80, 7}),
        Npy.read(out.resolve("step0/echo.0.npy")));
  }

  @Test
  void targetAlone_writesNoValues() throws IOException {
    Run run = Run.of("run", file, "--target", "init", "--out", out, "--json");
    assertEquals(0, run.code(), run::err);
    assertEquals("[{}]", run.json().get("steps").toString());
  }

  @Test
  void missingFeed_isInvalidArgument() throws IOException {
    Run run = Run.of("run", file, "--fetch", "scope/y:0", "--out", out);
    assertFails(
        run,
        "run",
        "INVALID_ARGUMENT",
        "You must feed a value for placeholder tensor 'x' with dtype float and shape [?,3]");
    assertEquals(0, run.json().get("step").asInt());
    assertEquals(3, run.json().get("code_number").asInt());
  }

  @Test
  void failure_replacesTheResultOfAnEarlierRun() throws IOException {
    assertEquals(0, Run.of("run", file, "--target", "init", "--out", out).code());
    assertFails(
        Run.of("run", file, "--target", "nop", "--out", out),
        "run",
        "INVALID_ARGUMENT",
        "No Operation named [nop] in the Graph");
  }

  @Test
  void unknownNames_areInvalidArguments() throws IOException {
    String words = "No Operation named [nop] in the Graph";
    assertFails(
        Run.of("run", file, "--fetch", "nop:0", "--out", out), "run", "INVALID_ARGUMENT", words);
    assertFails(
        Run.of("run", file, "--init", "nop", "--target", "init", "--out", out),
        "init",
        "INVALID_ARGUMENT",
        words);
    assertFails(
        Run.of("run", file, "--feed", feed("nop:0", "x0.npy"), "--target", "init", "--out", out),
        "run",
        "INVALID_ARGUMENT",
        words);
    assertFails(
        Run.of("run", file, "--fetch", "scope/y:1", "--out", out),
        "run",
        "OUT_OF_RANGE",
        "does not have output 1");
    assertFails(
        Run.of("run", file, "--fetch", "scope/y:a", "--out", out),
        "run",
        "INVALID_ARGUMENT",
        "'scope/y:a'");
  }

  @Test
  void wrongType_isInvalidArgument() throws IOException {
    assertFails(
        Run.of("run", file, "--feed", feed("x:0", "ints.npy"), "--fetch", "scope/y", "--out", out),
        "run",
        "INVALID_ARGUMENT",
        "to be float but int32 is provided");
  }

  @Test
  void shapeThatTheGraphDoesNotExpect_isFedAllTheSame() throws IOException {
    // TF 1.x: the runtime feeds any shape; only Python's Session.run compares.
    Npy.write(folder.resolve("flat.npy"), Tensor.vector(1f, 2f));
    Run run =
        Run.of("run", file, "--feed", feed("x:0", "flat.npy"), "--fetch", "scope/y", "--out", out);
    assertEquals(0, run.code(), run::err);
    assertEquals(Tensor.vector(1f, 2f), Npy.read(out.resolve("step0/scope__y.0.npy")));
  }

  @Test
  void damagedArray_isDataLossOfTheFeed() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("x0.npy"));
    Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(whole, whole.length - 1));
    Files.writeString(folder.resolve("text.npy"), "1 2 3", StandardCharsets.UTF_8);
    for (String name : new String[] {"cut.npy", "text.npy"}) {
      assertFails(
          Run.of("run", file, "--feed", feed("x:0", name), "--fetch", "scope/y", "--out", out),
          "feed",
          "DATA_LOSS",
          name);
    }
  }

  @Test
  void damagedGraph_failsInImport() throws IOException {
    Path bad = folder.resolve("bad.pb");
    Files.write(bad, java.util.Arrays.copyOf(Files.readAllBytes(file), 40));
    assertFails(
        Run.of("run", bad, "--target", "init", "--out", out), "import", "DATA_LOSS", "bad.pb");
  }

  @Test
  void unknownOp_matters_onlyWhenItRuns() throws IOException {
    Path model = DocumentationTest.copyModel(folder);
    assertEquals(0, Run.of("run", model, "--target", "init", "--out", out).code());
    Npy.write(folder.resolve("x.npy"), Tensor.of(Shape.of(1, 4), new float[4]));
    Run run =
        Run.of(
            "run",
            model,
            "--feed",
            feed("x", "x.npy"),
            "--fetch",
            "net/custom/Twist",
            "--out",
            out);
    assertEquals(1, run.code());
    assertTrue(run.json().get("message").asText().contains("Twist"), run::out);
  }

  @Test
  void missingFiles_areWrongUse() {
    assertWrongUse(
        Run.of("run", folder.resolve("none.pb"), "--target", "init", "--out", out),
        "no such file: " + folder.resolve("none.pb"));
    assertWrongUse(
        Run.of(
            "run",
            file,
            "--feed",
            feed("x:0", "x{step}.npy"),
            "--fetch",
            "scope/y",
            "--steps",
            3,
            "--out",
            out),
        "no such file: " + folder.resolve("x2.npy"));
  }

  @Test
  void feedThatIsNoPair_isWrongUse() {
    for (String feed : new String[] {"x:0", "=a.npy", "x:0=", "x:0=@"}) {
      assertWrongUse(
          Run.of("run", file, "--feed", feed, "--fetch", "scope/y", "--out", out),
          "'" + feed + "' is not of the form TENSOR=FILE.npy or TENSOR=@FILE");
    }
  }

  @Test
  void wrongOptions_areWrongUse() {
    assertWrongUse(Run.of("run", file, "--out", out), "give --fetch or --target");
    assertWrongUse(Run.of("run", file, "--target", "init"), "--out");
    assertWrongUse(Run.of("run"), "FILE");
    assertWrongUse(
        Run.of("run", file, "--target", "init", "--out", out, "--steps", 0), "--steps is 0");
    assertWrongUse(
        Run.of("run", file, "--target", "init", "--out", out, "--threads", 0), "--threads is 0");
    assertWrongUse(
        Run.of("run", file, "--target", "init", "--out", out, "--steps", "two"), "'two'");
    assertWrongUse(
        Run.of("run", file, "--target", "init", "--out", out, "--optimize", "much"), "'much'");
    assertWrongUse(
        Run.of("run", file, "--target", "init", "--out", out, "--fetsch", "y"), "--fetch");
  }

  private Path variableGraph() throws IOException {
    Graph graph = new Graph();
    for (String name : new String[] {"v", "w"}) {
      Output variable =
          graph
              .opBuilder("VariableV2", name)
              .attr("dtype", DataType.FLOAT)
              .attr("shape", Shape.of(2))
              .build()
              .output(0);
      identity(graph, name + "/read", variable).build();
    }
    Path path = folder.resolve("variables.pb");
    GraphDefs.write(path, graph);
    return path;
  }

  private Path checkpoint(String name, Tensor value) throws IOException {
    Path prefix = folder.resolve("model.ckpt");
    try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
      writer.add(name, value);
      writer.finish();
    }
    return prefix;
  }

  @Test
  void restore_givesVariablesTheirSavedValues() throws IOException {
    Path prefix = checkpoint("v", Tensor.vector(3f, 4f));
    Run run =
        Run.of("run", variableGraph(), "--fetch", "v/read", "--restore", prefix, "--out", out);
    assertEquals(0, run.code(), run::err);
    assertEquals(Tensor.vector(3f, 4f), Npy.read(out.resolve("step0/v__read.0.npy")));
    assertFails(
        Run.of("run", variableGraph(), "--fetch", "w/read", "--restore", prefix, "--out", out),
        "run",
        "FAILED_PRECONDITION",
        "Attempting to use uninitialized value w");
  }

  @Test
  void restore_wrongCheckpoint_failsInRestore() throws IOException {
    Path graph = variableGraph();
    assertRestoreFails(graph, checkpoint("other", Tensor.scalar(1)), "NOT_FOUND", "[v, w]");
    assertRestoreFails(
        graph, checkpoint("v", Tensor.vector(1f)), "INVALID_ARGUMENT", "lhs shape= [2]");
    assertRestoreFails(
        graph, checkpoint("v", Tensor.vector(1, 2)), "INVALID_ARGUMENT", "Variable 'v'");
    assertRestoreFails(
        graph, folder.resolve("none"), "NOT_FOUND", "Failed to find any matching files");
  }

  private void assertRestoreFails(Path graph, Path prefix, String code, String words)
      throws IOException {
    assertFails(
        Run.of("run", graph, "--fetch", "v/read", "--restore", prefix, "--out", out),
        "restore",
        code,
        words);
  }

  @Test
  void debug_addsTheStackTrace() {
    Run run = Run.of("run", file, "--target", "nop", "--out", out, "--debug");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("\tat org.slimgraph."), run::err);
  }
}

package org.slimgraph.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.GraphDefs;

class DemoToolTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new DemoTool().run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void demo_showsThreeThingsAndWritesTheGraph(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("graph.json");
    assertEquals(0, run("--steps", "300", "--out", file.toString()), err.toString());
    String text = out.toString();
    assertTrue(text.contains("bn/moving_mean       0.00000  0.00000"), text);
    Matcher distance = Pattern.compile("step  300 .* mean (\\S+), variance (\\S+)").matcher(text);
    assertTrue(distance.find(), text);
    assertTrue(Double.parseDouble(distance.group(1)) < 0.1, text);
    assertTrue(Double.parseDouble(distance.group(2)) < 0.1, text);
    assertTrue(text.contains("./slimgraph inspect " + file), text);
    Graph graph = GraphDefs.read(file);
    assertTrue(graph.findOperation("bn/AssignMovingAvg").isPresent());
  }

  @Test
  void wrongOptions_areNamed() {
    assertEquals(2, run("--stepz", "3"));
    assertEquals(2, run("--steps", "none"));
    assertEquals(2, run("--steps"));
    assertEquals(2, run("--threads", "0"));
    String text = err.toString();
    assertTrue(text.contains("Unknown option: '--stepz'"), text);
    assertTrue(text.contains("--steps takes a number, not 'none'"), text);
    assertTrue(text.contains("Missing value for option '--steps'"), text);
    assertTrue(text.contains("--threads must be at least 1, not 0"), text);
  }

  @Test
  void help_isPrinted() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().startsWith("Usage: slimgraph demo"), out.toString());
  }
}

package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The gradients built here run in TensorFlow, and are those that TensorFlow builds. */
@Tag("conformance")
class FlowGradientsConformanceTest {
  private static final Tolerance ROUNDING = new Tolerance(1e-9, 1e-12);
  private static final int GRAPHS = 24;

  @TempDir Path folder;

  private final Ops tf = Ops.on(new Graph());
  private final Output x = tf.placeholder(DataType.DOUBLE, Shape.of(3), "x");

  private Output function(long seed, boolean controlFlow) {
    Output z = tf.constant(new SplittableRandom(seed).doubles(3).toArray());
    Output y = new RandomFlow(tf, seed, controlFlow).of(List.of(x, z));
    return tf.reduceSum(tf.add(y, x));
  }

  private static Tensor at(long seed) {
    return Tensor.of(Shape.of(3), new SplittableRandom(-seed).doubles(3, -1, 1).toArray());
  }

  @Test
  void gradientsThroughConditionalsAndLoops_runInTensorFlow() {
    List<String> fetches = new ArrayList<>();
    for (long seed = 100; seed < 100 + GRAPHS; seed++) {
      Output y = function(seed, true);
      fetches.add(tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow().name());
    }
    SideBySide runs = new SideBySide(Oracle.open(), tf.graph());
    for (int step = 0; step < 3; step++) {
      runs.step(Map.of("x:0", at(step)), List.of(), fetches);
    }
    runs.assertSame(ROUNDING);
  }

  @Test
  void gradientsOfPlainGraphs_areThoseThatTensorFlowBuilds() throws IOException {
    Oracle oracle = Oracle.open();
    List<Output> ys = new ArrayList<>();
    for (long seed = 200; seed < 200 + GRAPHS; seed++) {
      ys.add(function(seed, false));
    }
    Path file = Files.write(folder.resolve("graph.pb"), GraphDefs.toBytes(tf.graph()));
    Path made = folder.resolve("made.pb");
    List<String> call = new ArrayList<>(List.of("grad", "--graph", file.toString()));
    ys.forEach(y -> call.addAll(List.of("--y", y.name())));
    call.addAll(List.of("--x", "x:0", "--out", made.toString()));
    Oracle.Answer answer = oracle.ask(call.toArray(new String[0]));
    assertEquals(0, answer.status(), answer.text());
    String theirs = answer.json().get("x:0").asText();
    String ours = tf.gradients(ys, List.of(x)).get(0).orElseThrow().name();

    Graph graph = GraphDefs.read(made);
    new SideBySide(oracle, graph)
        .step(Map.of("x:0", at(1)), List.of(), List.of(theirs))
        .assertSame(ROUNDING);
    try (Session here = Session.open(tf.graph());
        Session there = Session.open(graph)) {
      double[] got = here.runner().feed("x:0", at(1)).fetch(ours).run().get(0).doubles();
      double[] want = there.runner().feed("x:0", at(1)).fetch(theirs).run().get(0).doubles();
      assertArrayEquals(want, got, 1e-9);
    }
  }
}

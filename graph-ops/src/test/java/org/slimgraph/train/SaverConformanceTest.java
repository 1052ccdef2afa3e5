package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.checkpoint.BundleFiles;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;
import org.slimgraph.variables.VariableSlice;

/** A saver's operations in TensorFlow: what it saves is restored here, and the other way. */
@Tag("conformance")
class SaverConformanceTest {
  private static final float[] WEIGHTS = {1, -2.5f, Float.NaN, 4, 5, 6};

  @TempDir Path folder;

  /** A graph with a saver that means {@code prefix} if nothing is fed. */
  private record Model(Ops tf, Saver saver, Variable weights, Variable step, Variable part) {
    static Model of(Path prefix, boolean sharded) {
      Ops tf = Ops.on(new Graph());
      Variable weights = tf.variable(Tensor.of(Shape.of(2, 3), WEIGHTS), o -> o.name("net/w"));
      Variable step;
      Variable part;
      try (Scope device = tf.device("/cpu:0")) {
        step = tf.variable(Tensor.scalar(7L), o -> o.name("step").useResource(true));
        part = tf.variable(Tensor.of(Shape.of(2), new double[] {8, 9}), o -> o.name("p/part_1"));
      }
      part.setSlice(new VariableSlice("p", ShapeAndSlice.parse("3 1,2")));
      Variable other =
          tf.variable(Tensor.of(Shape.of(1), new double[] {7}), o -> o.name("p/part_0"));
      other.setSlice(new VariableSlice("p", ShapeAndSlice.parse("3 0,1")));
      tf.globalVariablesInitializer();
      Saver saver = tf.train().saver(o -> o.filename(prefix).sharded(sharded));
      return new Model(tf, saver, weights, step, part);
    }
  }

  private void tensorFlow(Model model, String... options) throws IOException {
    Path graph = folder.resolve("graph.pb");
    GraphDefs.write(graph, model.tf().graph());
    String[] all = new String[options.length + 5];
    System.arraycopy(options, 0, all, 5, options.length);
    System.arraycopy(
        new String[] {
          "run", "--graph", graph.toString(), "--out", folder.resolve("out").toString()
        },
        0,
        all,
        0,
        5);
    Oracle.Answer answer = Oracle.open().ask(all);
    assertEquals(0, answer.status(), answer.text());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void checkpoint_ofTensorFlow_isRestoredHere_andItsIndexIsOurs(boolean sharded)
      throws IOException {
    Path theirs = folder.resolve("theirs");
    Path ours = folder.resolve("ours");
    Model model = Model.of(theirs, sharded);
    String saveOp = model.saver().saverDef().getSaveTensorName().replace(":0", "");
    tensorFlow(model, "--init", "init", "--target", saveOp);
    try (Session session = Session.open(model.tf().graph())) {
      model.saver().restore(session, theirs);
      assertArrayEquals(WEIGHTS, session.run(model.weights().value()).floats());
      assertEquals(7, session.run(model.step().value()).longs()[0]);
      assertArrayEquals(new double[] {8, 9}, session.run(model.part().value()).doubles());
      model.saver().save(session, ours);
    }
    assertArrayEquals(
        Files.readAllBytes(BundleFiles.index(theirs)), Files.readAllBytes(BundleFiles.index(ours)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void checkpoint_ofOurs_isRestoredInTensorFlow(boolean sharded) throws IOException {
    Path ours = folder.resolve("ours");
    Model model = Model.of(ours, sharded);
    try (Session session = Session.open(model.tf().graph())) {
      session.run(model.tf().graph().operation("init"));
      model.saver().save(session, ours);
    }
    tensorFlow(
        model,
        "--init",
        "save/restore_all",
        "--fetch",
        "net/w/read:0",
        "--fetch",
        "step/Read/ReadVariableOp:0",
        "--fetch",
        "p/part_1/read:0");
    Path values = folder.resolve("out").resolve("step0");
    assertArrayEquals(WEIGHTS, Npy.read(values.resolve("net__w__read.0.npy")).floats());
    assertArrayEquals(
        new double[] {8, 9}, Npy.read(values.resolve("p__part_1__read.0.npy")).doubles());
  }

  @Test
  void metaGraph_isOneOfTensorFlow() throws IOException {
    Model model = Model.of(folder.resolve("ckpt"), false);
    Path file = folder.resolve("graph.meta");
    model.saver().exportMetaGraph(file);
    Oracle.Answer answer = Oracle.open().ask("meta", "--metagraph", file.toString());
    assertEquals(0, answer.status(), answer.text());
    for (String word : List.of("save/restore_all", "net/w", "trainable_variables")) {
      assertTrue(answer.text().contains(word), answer.text());
    }
    assertEquals(
        model.tf().graph().operations().size(), MetaGraphs.read(file).graph().operations().size());
  }
}

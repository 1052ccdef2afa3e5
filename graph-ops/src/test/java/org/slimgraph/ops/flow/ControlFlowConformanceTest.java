package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** Conditionals and loops built here run in TensorFlow and give the same there. */
@Tag("conformance")
class ControlFlowConformanceTest extends FlowTester {

  @TempDir Path folder;

  @Test
  void builtGraphs_runInTensorFlow() throws IOException {
    Oracle oracle = Oracle.open();
    Variable total = tf.variable(Tensor.scalar(0f), o -> o.name("total"));
    List<Output> fetches = new ArrayList<>();
    fetches.add(summingLoop(total));
    fetches.add(loopInCond(tf.constant(true)));
    fetches.add(loopInCond(tf.constant(false)));
    fetches.add(nestedConds());
    fetches.add(arrays());
    fetches.add(loopInCondInLoop());
    Operation init = tf.globalVariablesInitializer();

    Path file = folder.resolve("graph.pb");
    Files.write(file, GraphDefs.toBytes(graph));
    List<String> call = new ArrayList<>(List.of("run", "--graph", file.toString()));
    call.addAll(List.of("--init", init.name()));
    fetches.forEach(fetch -> call.addAll(List.of("--fetch", fetch.name())));
    call.addAll(List.of("--out", folder.resolve("out").toString()));
    Oracle.Answer answer = oracle.ask(call.toArray(new String[0]));
    assertEquals(0, answer.status(), answer.text());

    try (Session session = Session.open(graph)) {
      session.run(init);
      for (Output fetch : fetches) {
        String name = fetch.name().replace("/", "__").replace(':', '.') + ".npy";
        Tensor theirs = Npy.read(folder.resolve("out").resolve("step0").resolve(name));
        assertEquals(theirs, session.run(fetch), fetch.name());
      }
    }
  }

  /** Adds the odd numbers below 10 to a variable, and gives their sum. */
  private Output summingLoop(Variable total) {
    return tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(10)),
            v -> {
              Output odd = tf.equal(tf.floormod(v.get(0), tf.constant(2)), tf.constant(1));
              Output number = tf.cast(v.get(0), v.get(1).dataType());
              Output added = tf.cond(odd, () -> total.assignAddOp(number, "more"), tf::noOp);
              Output sum = tf.cond(odd, () -> tf.add(v.get(1), number), () -> v.get(1));
              return List.of(
                  tf.add(v.get(0), tf.constant(1)), tf.withDependencies(List.of(added), sum));
            },
            List.of(tf.constant(0), tf.constant(0f)),
            o -> o.maximumIterations(tf.constant(100)))
        .get(1);
  }

  private Output loopInCond(Output predicate) {
    Output x = tf.constant(2);
    return tf.cond(
        predicate,
        () ->
            tf.whileLoop(
                    v -> tf.less(v.get(0), tf.constant(100)),
                    v -> List.of(tf.multiply(v.get(0), x)),
                    List.of(x))
                .get(0),
        () -> tf.negative(x));
  }

  private Output nestedConds() {
    Output x = tf.constant(5f);
    return tf.cond(
        tf.less(x, tf.constant(9f)),
        () -> tf.cond(tf.greater(x, tf.constant(7f)), () -> x, () -> tf.constant(1f)),
        () -> tf.negative(x));
  }

  private Output arrays() {
    Output x = tf.constant(Tensor.of(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}));
    Output scanned = tf.scan((a, row) -> tf.add(a, row), x, tf.reduceSum(x, 0));
    Output squares = tf.mapFn(row -> tf.multiply(row, row), scanned);
    TensorArray array = tf.tensorArray(DataType.FLOAT, 3).unstack(squares);
    Output y = tf.multiply(array.read(0), array.read(2));
    return tf.add(y, tf.gradients(List.of(y), List.of(squares)).get(0).orElseThrow());
  }

  private Output loopInCondInLoop() {
    Output two = tf.constant(2);
    return tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(6)),
            v -> {
              Output even = tf.equal(tf.floormod(v.get(0), two), tf.constant(0));
              Output sum =
                  tf.cond(
                      even,
                      () ->
                          tf.whileLoop(
                                  w -> tf.less(w.get(0), v.get(0)),
                                  w -> List.of(tf.add(w.get(0), two), tf.add(w.get(1), two)),
                                  List.of(tf.constant(0), v.get(1)))
                              .get(1),
                      () -> tf.add(v.get(1), v.get(0)));
              return List.of(tf.add(v.get(0), tf.constant(1)), sum);
            },
            List.of(tf.constant(0), tf.constant(0)))
        .get(1);
  }
}

package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

class WhileLoopTest extends FlowTester {

  @Test
  void whileLoop_isBuiltAsTensorFlowBuildsIt() {
    Output n = tf.constant(0, "n");
    Output step = tf.constant(2, "step");
    List<Output> r =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(10)),
            v -> List.of(tf.add(v.get(0), step)),
            List.of(n));
    assertEquals(List.of("while/Exit:0"), names(r));
    assertEquals(List.of("n:0"), inputs("while/Enter"));
    assertEquals(
        "while/while_context", graph.operation("while/Enter").attrs().string("frame_name"));
    assertEquals(List.of("while/Enter:0", "while/NextIteration:0"), inputs("while/Merge"));
    assertEquals(List.of("while/Less:0"), inputs("while/LoopCond"));
    assertEquals(List.of("while/Merge"), controls("while/Const"));
    assertEquals(List.of("while/Merge:0", "while/LoopCond:0"), inputs("while/Switch"));
    assertEquals(List.of("while/Switch:1"), inputs("while/Identity"));
    assertEquals(List.of("while/Identity:0", "while/Add/Enter:0"), inputs("while/Add"));
    assertEquals(List.of("step:0"), inputs("while/Add/Enter"));
    assertEquals(true, graph.operation("while/Add/Enter").attrs().bool("is_constant"));
    assertEquals(List.of("while/Add:0"), inputs("while/NextIteration"));
    assertEquals(List.of("while/Switch:0"), inputs("while/Exit"));
    assertEquals(Tensor.scalar(10), run(r.get(0)));
  }

  @Test
  void S25_internals_refuseToBeFed() {
    Output n = tf.constant(0);
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(3)),
                v -> List.of(tf.add(v.get(0), 1)),
                List.of(n))
            .get(0);
    try (Session session = Session.open(graph)) {
      for (Operation op : graph.operations()) {
        boolean inside = op.name().startsWith("while/") && !op.equals(r.operation());
        for (Output output : inside ? op.outputs() : List.<Output>of()) {
          Tensor value = Tensor.zeros(output.dataType().base(), Shape.scalar());
          fails("may not be fed", () -> session.runner().feed(output, value));
        }
      }
    }
  }

  @Test
  void internals_refuseToBeFetched() {
    Output limit = tf.constant(3);
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), limit),
                v -> List.of(tf.add(v.get(0), 1)),
                List.of(tf.constant(0)))
            .get(0);
    for (Operation op : graph.operations()) {
      boolean inside = op.name().startsWith("while/") && !op.equals(r.operation());
      assertEquals(!inside, graph.isFetchable(op), op.name());
    }
  }

  @Test
  void S32_tenThousandIterations_endSoon() {
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(10000)),
                v -> List.of(tf.add(v.get(0), 1)),
                List.of(tf.constant(0)),
                o -> o.parallelIterations(20))
            .get(0);
    assertTimeout(Duration.ofSeconds(20), () -> assertEquals(Tensor.scalar(10000), run(r)));
  }

  @Test
  void S33_maximumIterations_endTheLoop() {
    Output r =
        tf.whileLoop(
                v -> tf.constant(true),
                v -> List.of(tf.add(v.get(0), 1)),
                List.of(ints(1, 2, 3, 4, 5)),
                o -> o.maximumIterations(tf.constant(3)))
            .get(0);
    assertArrayEquals(new int[] {4, 5, 6, 7, 8}, run(r).ints());
    assertEquals("Const", graph.operation("while/iteration_counter").type());
  }

  @Test
  void maximumIterations_longerThanTheLoop_changeNothing() {
    List<Output> r =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(2)),
            v -> List.of(tf.add(v.get(0), 1), tf.multiply(v.get(1), 2)),
            List.of(tf.constant(0), tf.constant(1)),
            o -> o.maximumIterations(tf.constant(9L)));
    assertEquals(Tensor.scalar(2), run(r.get(0)));
    assertEquals(Tensor.scalar(4), run(r.get(1)));
  }

  private List<Output> growing(List<Shape> invariants) {
    Output m = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 1, 1, 1}));
    return tf.whileLoop(
        v -> tf.less(v.get(0), tf.constant(2)),
        v -> List.of(tf.add(v.get(0), 1), tf.tile(v.get(1), ints(2, 2))),
        List.of(tf.constant(0), m),
        o -> o.shapeInvariants(invariants));
  }

  @Test
  void S34_growingVariable_needsUnknownDimensions() {
    Output r = growing(List.of(Shape.scalar(), Shape.of(-1, -1))).get(1);
    assertEquals(Shape.of(-1, -1), r.shape());
    Tensor ones = run(r);
    assertEquals(Shape.of(8, 8), ones.shape());
    for (float element : ones.floats()) {
      assertEquals(1f, element);
    }
  }

  @Test
  void S35_badShapes_areRefused() {
    fails("is not compatible with", () -> growing(List.of()));
    fails("is not compatible with", () -> growing(List.of(Shape.scalar(), Shape.of(3, -1))));
    assertEquals(true, graph.controlFlowContext().isEmpty());
  }

  @Test
  void S36_scatterInBody_changesTheVariable() {
    Variable select = tf.variable(Tensor.of(Shape.of(3), new float[] {3, 4, 5}));
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(3)),
                v -> {
                  Output updated = tf.scatterUpdate(select.ref(), v.get(0), tf.constant(10f));
                  Output next = tf.add(v.get(0), 1);
                  return List.of(tf.withDependencies(List.of(tf.group(updated)), next));
                },
                List.of(tf.constant(0)),
                o -> o.parallelIterations(1))
            .get(0);
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertEquals(Tensor.scalar(3), session.run(r));
      assertArrayEquals(new float[] {10, 10, 10}, session.run(select.value()).floats());
    }
  }

  @Test
  void resourceVariableInBody_countsIterations() {
    Variable count = tf.variable(Tensor.scalar(0), o -> o.useResource(true));
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(5)),
                v -> {
                  Operation counted = count.assignAddOp(tf.constant(1), "counted");
                  try (Scope waiting = tf.controlDependencies(counted)) {
                    return List.of(tf.add(v.get(0), 1));
                  }
                },
                List.of(tf.constant(0)))
            .get(0);
    try (Session session = Session.open(graph)) {
      session.run(count.initializer());
      assertEquals(Tensor.scalar(5), session.run(r));
      assertEquals(Tensor.scalar(5), session.run(count.value()));
    }
  }

  @Test
  void controlInputFromOutside_runsOnce() {
    Variable v = tf.variable(Tensor.scalar(0));
    Output more = v.assignAdd(tf.constant(1));
    Output r =
        tf.whileLoop(
                vars -> tf.less(vars.get(0), tf.constant(10)),
                vars -> {
                  try (Scope waiting = tf.controlDependencies(more)) {
                    return List.of(tf.add(vars.get(0), tf.constant(1)));
                  }
                },
                List.of(tf.constant(0)))
            .get(0);
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertEquals(Tensor.scalar(10), session.run(r));
      assertEquals(Tensor.scalar(1), session.run(v.value()));
    }
  }

  @Test
  void condInLoop_choosesInEachIteration() {
    // Collatz: 27 takes 111 steps.
    List<Output> r =
        tf.whileLoop(
            v -> tf.greater(v.get(0), tf.constant(1)),
            v -> {
              Output odd = tf.equal(tf.floormod(v.get(0), tf.constant(2)), tf.constant(1));
              Output next =
                  tf.cond(
                      odd,
                      () -> tf.add(tf.multiply(v.get(0), 3), 1),
                      () -> tf.floorDiv(v.get(0), tf.constant(2)));
              return List.of(next, tf.add(v.get(1), 1));
            },
            List.of(tf.constant(27), tf.constant(0)));
    assertEquals(Tensor.scalar(111), run(r.get(1)));
  }

  @Test
  void loopInCond_runsOnlyIfTaken() {
    Output p = placeholder(DataType.BOOL);
    Output x = tf.constant(2);
    Output r =
        tf.cond(
            p,
            () ->
                tf.whileLoop(
                        v -> tf.less(v.get(0), tf.constant(100)),
                        v -> List.of(tf.multiply(v.get(0), x)),
                        List.of(x))
                    .get(0),
            () -> tf.negative(x));
    assertEquals(Tensor.scalar(128), run(r, p, Tensor.scalar(true)));
    assertEquals(Tensor.scalar(-2), run(r, p, Tensor.scalar(false)));
    assertFalse(graph.isFetchable(graph.operation("cond/while/Exit")));
  }

  @Test
  void nestedLoops_multiply() {
    Output step = tf.constant(1);
    List<Output> r =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(7)),
            v -> {
              Output inner =
                  tf.whileLoop(
                          w -> tf.less(w.get(0), v.get(0)),
                          w -> List.of(tf.add(w.get(0), step), tf.add(w.get(1), step)),
                          List.of(tf.constant(0), v.get(1)),
                          "inner")
                      .get(1);
              return List.of(tf.add(v.get(0), step), inner);
            },
            List.of(tf.constant(0), tf.constant(0)));
    assertEquals(Tensor.scalar(21), run(r.get(1)));
    assertEquals(
        "while/inner/while_context",
        graph.operation("while/inner/Enter").attrs().string("frame_name"));
  }

  @Test
  void loopThatNeverRuns_givesTheInitialValues() {
    Output r =
        tf.whileLoop(
                v -> tf.constant(false), v -> List.of(tf.add(v.get(0), 1)), List.of(tf.constant(4)))
            .get(0);
    assertEquals(Tensor.scalar(4), run(r));
  }

  @Test
  void loopUnderControlDependencies_waitsBeforeItEnters() {
    Variable v = tf.variable(Tensor.scalar(0));
    Operation before = v.assignAddOp(tf.constant(5), "before");
    List<Output> r;
    try (Scope waiting = tf.controlDependencies(before)) {
      r =
          tf.whileLoop(
              vars -> tf.less(vars.get(0), tf.constant(3)),
              vars -> List.of(tf.add(vars.get(0), tf.constant(1)), v.readValue()),
              List.of(tf.constant(0), tf.constant(0)));
    }
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(Tensor.scalar(5), session.run(r.get(1)));
      assertEquals(Tensor.scalar(5), session.run(v.value()));
    }
  }

  @Test
  void threeLevels_loopInCondInLoop() {
    Output limit = tf.placeholder(DataType.INT32, Shape.scalar(), "limit");
    Output two = tf.constant(2);
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), limit),
                v -> {
                  Output even = tf.equal(tf.floormod(v.get(0), two), tf.constant(0));
                  Output sum =
                      tf.cond(
                          even,
                          () ->
                              tf.whileLoop(
                                      w -> tf.less(w.get(0), v.get(0)),
                                      w -> List.of(tf.add(w.get(0), two), tf.add(w.get(1), limit)),
                                      List.of(tf.constant(0), v.get(1)))
                                  .get(1),
                          () -> tf.add(v.get(1), v.get(0)));
                  return List.of(tf.add(v.get(0), tf.constant(1)), sum);
                },
                List.of(tf.constant(0), tf.constant(0)))
            .get(1);
    int expected = 0;
    for (int i = 0; i < 6; i++) {
      expected += i % 2 == 0 ? i / 2 * 6 : i;
    }
    assertEquals(Tensor.scalar(expected), run(r, limit, Tensor.scalar(6)));
    assertEquals(Tensor.scalar(0), run(r, limit, Tensor.scalar(0)));
  }

  @Test
  void invariantBody_runsOnceAnIteration() {
    Output x = tf.constant(3f, "x");
    Output r =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(2)),
                v -> List.of(tf.add(v.get(0), 1), tf.multiply(x, x)),
                List.of(tf.constant(0), tf.constant(0f)))
            .get(1);
    assertEquals(List.of("while/Identity"), controls("while/Mul"));
    assertEquals(Tensor.scalar(9f), run(r));
  }

  @Test
  void wrongLoops_areRefused() {
    fails(
        "No loop variables provided",
        () -> tf.whileLoop(v -> tf.constant(true), v -> v, List.of()));
    fails(
        "Number of inputs and outputs of body must match loop_vars: 1, 0",
        () -> tf.whileLoop(v -> tf.constant(true), v -> List.of(), List.of(tf.constant(1))));
    fails(
        "enters the loop with type int32, but has type float",
        () ->
            tf.whileLoop(
                v -> tf.constant(true), v -> List.of(tf.constant(1f)), List.of(tf.constant(1))));
    fails("parallel_iterations must be a positive", () -> new WhileOptions().parallelIterations(0));
    fails(
        "maximum_iterations must be a scalar",
        () ->
            tf.whileLoop(
                v -> tf.constant(true),
                v -> v,
                List.of(tf.constant(1)),
                o -> o.maximumIterations(ints(1, 2))));
  }
}

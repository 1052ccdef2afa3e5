package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Gradients through loops: a second loop goes back through the iterations of the first. */
class LoopGradientsTest extends FlowTester {

  private Output gradient(Output y, Output x) {
    return tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
  }

  private Output scalarLoop(Output start, Function<Output, Output> body, float limit) {
    return tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(limit)),
            v -> List.of(body.apply(v.get(0))),
            List.of(start))
        .get(0);
  }

  /** Compares the gradient of a double {@code y} with differences of the feed {@code x}. */
  private void matchesDifferences(Output y, Output x, double... at) {
    Output gradient = gradient(y, x);
    Shape shape = at.length == 1 ? Shape.scalar() : Shape.of(at.length);
    double[] first = {};
    for (int threads : new int[] {1, 2, 4}) {
      try (Session session = Session.open(graph, SessionOptions.defaults().threads(threads))) {
        double[] got =
            session.runner().feed(x, Tensor.of(shape, at)).fetch(gradient).run().get(0).doubles();
        first = first.length == 0 ? got : first;
        assertArrayEquals(first, got, "on " + threads + " threads");
        for (int i = 0; i < at.length && threads == 1; i++) {
          double[] more = at.clone();
          double[] less = at.clone();
          more[i] += 1e-6;
          less[i] -= 1e-6;
          double difference = value(session, y, x, shape, more) - value(session, y, x, shape, less);
          assertEquals(difference / 2e-6, got[i], 1e-6 * Math.max(1, Math.abs(got[i])), "x" + i);
        }
      }
    }
  }

  private static double value(Session session, Output y, Output x, Shape shape, double[] at) {
    double sum = 0;
    Tensor fed = Tensor.of(shape, at);
    for (double part : session.runner().feed(x, fed).fetch(y).run().get(0).doubles()) {
      sum += part;
    }
    return sum;
  }

  private Output doubles(long... dims) {
    return tf.placeholder(DataType.DOUBLE, Shape.of(dims));
  }

  private Output times(Output x, double factor) {
    return tf.multiply(x, tf.constant(factor));
  }

  /** Repeats {@code body(i, value)} {@code count} times. */
  private Output repeat(int count, Output start, BinaryOperator<Output> body) {
    return tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(count)),
            v -> List.of(tf.add(v.get(0), 1), body.apply(v.get(0), v.get(1))),
            List.of(tf.constant(0), start))
        .get(1);
  }

  @Test
  @DisplayName("R10 cf::testWhileGrad_Square")
  void r10_squares() {
    Output v = tf.constant(2f, "v");
    Output r = scalarLoop(v, tf::square, 100);
    assertArrayEquals(new float[] {256}, run(r).floats());
    assertArrayEquals(new float[] {1024}, run(gradient(r, v)).floats());
  }

  @Test
  @DisplayName("R10 cf::testWhileGrad_LoopAdd")
  void r10_sums() {
    Output n = tf.constant(0f);
    Output x = tf.constant(2f);
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(10f)),
            v -> List.of(tf.plus(v.get(0), 1f), tf.add(v.get(1), v.get(1))),
            List.of(n, x));
    Output gradient = tf.gradients(end, List.of(x)).get(0).orElseThrow();
    assertArrayEquals(new float[] {1024}, run(gradient).floats());
    Output second = gradient(tf.add(end.get(1), end.get(1)), x);
    assertArrayEquals(new float[] {2048}, run(second).floats());
  }

  @Test
  @DisplayName("R11 cf::testWhileGrad_Variable")
  void r11_anInvariant_addsUp() {
    Output a = tf.constant(3f, "a");
    Output r = scalarLoop(tf.constant(2f), v -> tf.multiply(v, a), 100);
    assertArrayEquals(new float[] {216}, run(gradient(r, a)).floats());
  }

  @Test
  @DisplayName("R12 cf::testWhileGrad_NoGradient")
  void r12_withoutBackProp_onlyOtherPathsCount() {
    Output v = tf.constant(2f);
    Output r =
        tf.whileLoop(
                x -> tf.less(x.get(0), tf.constant(100f)),
                x -> List.of(tf.square(x.get(0))),
                List.of(v),
                o -> o.backProp(false))
            .get(0);
    assertArrayEquals(new float[] {1}, run(gradient(tf.add(r, v), v)).floats());
    assertEquals(List.of(Optional.empty()), tf.gradients(List.of(r), List.of(v)));
  }

  @Test
  @DisplayName("R13 cf::testGradInWhileWrtInitialLoopVal")
  void r13_inALoop_notThroughItsInitialValue() {
    Output x = tf.constant(1f, "x");
    Output y = tf.times(x, 2f);
    fails(
        "Cannot compute gradient inside while loop with respect to op 'x'",
        () -> scalarLoop(y, v -> tf.add(gradient(tf.square(v), x), v), 10));
  }

  @Test
  @DisplayName("R14 cf::testStopGradMultiFlows")
  void r14_stoppedFlows() {
    Output y = tf.constant(10f, "y");
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(10)),
            v -> {
              Output x = tf.times(v.get(1), 2f);
              Output stopped = tf.stopGradient(tf.add(v.get(1), x));
              return List.of(tf.plus(v.get(0), 1), tf.add(v.get(1), 1f), tf.add(v.get(2), stopped));
            },
            List.of(tf.constant(0), y, tf.constant(0f)));
    assertArrayEquals(new float[] {0}, run(gradient(end.get(2), y)).floats());
    assertArrayEquals(new float[] {1}, run(gradient(end.get(1), y)).floats());
  }

  @Test
  void aGradientInTheBody_ofItsParameter() {
    Output r = scalarLoop(tf.constant(1f), v -> tf.add(gradient(tf.square(v), v), v), 10);
    assertArrayEquals(new float[] {27}, run(r).floats());
  }

  @Test
  void aGradientInTheBody_ofAnInvariant() {
    Output x = tf.constant(3f);
    Output r = scalarLoop(tf.constant(1f), v -> tf.add(gradient(tf.multiply(v, x), x), v), 10);
    assertArrayEquals(new float[] {16}, run(r).floats());
  }

  @Test
  void secondOrder_isRefused() {
    Output a = tf.constant(3f);
    Output r = scalarLoop(tf.constant(2f), v -> tf.multiply(v, a), 100);
    Output first = gradient(r, a);
    fails("Second-order gradient for while loops not supported.", () -> gradient(first, a));
  }

  @Test
  void secondGradientsOfOneLoop_eachCount() {
    Output v = tf.constant(2f);
    Output a = tf.constant(3f);
    Output r = scalarLoop(v, x -> tf.multiply(x, a), 100);
    Output first = gradient(r, a);
    Output second = gradient(r, v);
    assertArrayEquals(new float[] {216}, run(first).floats());
    assertArrayEquals(new float[] {81}, run(second).floats());
  }

  @Test
  void valuesOfEachIteration_arePushedAndPopped() {
    Output x = doubles();
    Output y = repeat(6, x, (i, v) -> tf.sin(tf.multiply(v, tf.exp(times(v, 0.3)))));
    matchesDifferences(y, x, 0.7);
  }

  @Test
  void manyIterations() {
    Output x = doubles(3);
    Output y = repeat(500, x, (i, v) -> tf.add(v, times(tf.sin(v), 0.01)));
    matchesDifferences(y, x, 0.7, 1.1, -0.3);
  }

  @Test
  void parallelIterations_giveTheSame() {
    Output x = doubles();
    for (int parallel : new int[] {1, 2, 32}) {
      Output y =
          tf.whileLoop(
                  v -> tf.less(v.get(0), tf.constant(7)),
                  v -> List.of(tf.add(v.get(0), 1), tf.sin(tf.square(v.get(1)))),
                  List.of(tf.constant(0), x),
                  o -> o.parallelIterations(parallel))
              .get(1);
      matchesDifferences(y, x, 0.9);
    }
  }

  @Test
  void maximumIterations_bound() {
    Output x = doubles();
    Output y =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(100.0)),
                v -> List.of(tf.square(v.get(0))),
                List.of(x),
                o -> o.maximumIterations(tf.constant(3)))
            .get(0);
    matchesDifferences(y, x, 1.1);
  }

  @Test
  void noIteration_passesTheGradient() {
    Output x = tf.constant(200f);
    Output a = tf.constant(3f);
    Output r = scalarLoop(x, v -> tf.multiply(v, a), 100);
    assertArrayEquals(new float[] {1}, run(gradient(r, x)).floats());
    assertArrayEquals(new float[] {0}, run(gradient(r, a)).floats());
  }

  @Test
  void nestedLoops() {
    Output x = doubles();
    Output a = doubles();
    Output y =
        repeat(
            3,
            x,
            (i, v) -> repeat(2, tf.multiply(v, a), (j, w) -> tf.sin(tf.multiply(w, tf.exp(v)))));
    Output gradient = gradient(y, a);
    Output forX = gradient(y, x);
    try (Session session = Session.open(graph)) {
      double[] values = {0.3, 1.2};
      for (int k = 0; k < 2; k++) {
        Output wanted = k == 0 ? forX : gradient;
        double[] got = new double[3];
        for (int shift = -1; shift <= 1; shift++) {
          double[] at = values.clone();
          at[k] += shift * 1e-6;
          var run = session.runner().feed(x, Tensor.scalar(at[0])).feed(a, Tensor.scalar(at[1]));
          got[shift + 1] = run.fetch(shift == 0 ? wanted : y).run().get(0).doubles()[0];
        }
        assertEquals((got[2] - got[0]) / 2e-6, got[1], 1e-5);
      }
    }
  }

  @Test
  void innerLoop_withItsOwnNumberOfIterations() {
    Output x = doubles();
    Output y =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(4)),
                v -> {
                  Output inner =
                      tf.whileLoop(
                              w -> tf.less(w.get(0), v.get(0)),
                              w -> List.of(tf.add(w.get(0), 1), tf.sin(tf.add(w.get(1), v.get(1)))),
                              List.of(tf.constant(0), v.get(1)))
                          .get(1);
                  return List.of(tf.add(v.get(0), 1), tf.multiply(inner, v.get(1)));
                },
                List.of(tf.constant(0), x))
            .get(1);
    matchesDifferences(y, x, 1.3);
  }

  @Test
  void aConditionalInALoop() {
    Output x = doubles();
    Output y =
        repeat(
            6,
            x,
            (i, v) ->
                tf.cond(
                    tf.equal(tf.floormod(i, tf.constant(2)), tf.constant(0)),
                    () -> tf.sin(tf.square(v)),
                    () -> tf.multiply(v, tf.exp(v))));
    matchesDifferences(y, x, 0.8);
  }

  @Test
  void aConditionalInALoop_ofUnknownShape() {
    Output x = tf.placeholder(DataType.DOUBLE, Shape.of(-1));
    Output y =
        repeat(
            5,
            x,
            (i, v) ->
                tf.cond(
                    tf.equal(tf.floormod(i, tf.constant(2)), tf.constant(0)),
                    () -> tf.sin(tf.square(v)),
                    () -> tf.add(v, tf.reduceSum(tf.square(v)))));
    matchesDifferences(y, x, 0.3, 0.2, 0.1);
  }

  @Test
  void conditionalsInConditionalsInALoop() {
    Output x = doubles();
    Output y =
        repeat(
            6,
            x,
            (i, v) ->
                tf.cond(
                    tf.less(i, tf.constant(4)),
                    () ->
                        tf.cond(
                            tf.less(i, tf.constant(2)),
                            () -> tf.sin(tf.square(v)),
                            () -> tf.multiply(v, tf.cos(v))),
                    () -> tf.multiply(v, tf.exp(v))));
    matchesDifferences(y, x, 0.8);
  }

  @Test
  void aLoopInAConditional() {
    Output p = tf.placeholderWithDefault(tf.constant(Tensor.scalar(true)), Shape.scalar());
    Output x = doubles();
    Output y = tf.cond(p, () -> repeat(3, x, (i, v) -> tf.sin(tf.square(v))), () -> times(x, 3));
    matchesDifferences(y, x, 0.8);
    Output gradient = gradient(y, x);
    try (Session session = Session.open(graph)) {
      var run = session.runner().feed(p, Tensor.scalar(false)).feed(x, Tensor.scalar(0.8));
      assertEquals(3, run.fetch(gradient).run().get(0).doubles()[0]);
    }
  }

  @Test
  void aLoopInAConditionalInALoop() {
    Output x = doubles();
    Output y =
        repeat(
            4,
            x,
            (i, v) ->
                tf.cond(
                    tf.less(i, tf.constant(2)),
                    () -> repeat(3, v, (j, w) -> tf.sin(tf.multiply(w, tf.add(v, w)))),
                    () -> tf.multiply(v, tf.cos(v))));
    matchesDifferences(y, x, 0.8);
  }

  @Test
  void shapesThatGrow() {
    Output x = tf.placeholder(DataType.DOUBLE, Shape.of(-1));
    Output y =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(3)),
                v ->
                    List.of(
                        tf.add(v.get(0), 1),
                        tf.concat(List.of(tf.square(v.get(1)), tf.sin(v.get(1))), 0)),
                List.of(tf.constant(0), x),
                o -> o.shapeInvariants(List.of(Shape.scalar(), Shape.of(-1))))
            .get(1);
    matchesDifferences(y, x, 0.3, 0.9);
  }

  @Test
  void anInvariantOfUnknownShape() {
    Output x = tf.placeholder(DataType.DOUBLE, Shape.unknown());
    Output y =
        repeat(
            3,
            tf.constant(1.0),
            (i, v) -> tf.reshape(tf.reduceSum(tf.sin(tf.multiply(x, v))), Shape.scalar()));
    matchesDifferences(y, x, 0.3, 0.9);
  }

  @Test
  void anUnusedLoopVariable_stillCounts() {
    Output x = doubles();
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(4)),
            v -> List.of(tf.add(v.get(0), 1), tf.multiply(v.get(1), v.get(2)), tf.sin(v.get(2))),
            List.of(tf.constant(0), tf.constant(1.5), x));
    matchesDifferences(end.get(1), x, 0.8);
  }

  @Test
  void aVariableThatForgetsItsLastValue() {
    Output x = doubles();
    Output fromOutside = tf.square(x);
    Output y = repeat(3, x, (i, v) -> tf.sin(fromOutside));
    matchesDifferences(y, x, 0.8);
    Output gradient = gradient(repeat(3, x, (i, v) -> tf.constant(2.0)), x);
    assertArrayEquals(new double[] {0}, run(gradient, x, Tensor.scalar(1.0)).doubles());
  }

  @Test
  void rowsOfATable_addUp() {
    Output table = doubles(4);
    Output y =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(6)),
                v -> {
                  Output row = tf.gather(table, tf.floormod(v.get(0), tf.constant(3)));
                  return List.of(tf.add(v.get(0), 1), tf.sin(tf.multiply(v.get(1), row)));
                },
                List.of(tf.constant(0), tf.constant(1.0)))
            .get(1);
    matchesDifferences(y, table, 0.3, 0.9, 0.4, 0.1);
  }

  @Test
  void rowsOfATableAsLoopVariable() {
    Output table = tf.placeholder(DataType.DOUBLE, Shape.of(3));
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(2)),
            v ->
                List.of(
                    tf.add(v.get(0), 1),
                    v.get(1),
                    tf.add(v.get(2), tf.reduceSum(tf.square(tf.gather(v.get(1), ints(0, 2, 2)))))),
            List.of(tf.constant(0), table, tf.constant(0.0)));
    matchesDifferences(end.get(2), table, 0.3, 0.9, 0.4);
  }

  @Test
  void tensorArrays_writeStackAndRead() {
    Output x = doubles(3);
    Output mapped = tf.mapFn(row -> tf.sin(tf.multiply(row, row)), x);
    matchesDifferences(mapped, x, 0.3, 0.9, 0.4);
    Output scanned = tf.scan((a, row) -> tf.sin(tf.multiply(a, row)), x, tf.constant(0.5));
    matchesDifferences(scanned, x, 0.3, 0.9, 0.4);
    Output folded = tf.foldl((a, row) -> tf.sin(tf.multiply(a, row)), x, tf.constant(0.5));
    matchesDifferences(folded, x, 0.3, 0.9, 0.4);
  }

  @Test
  void tensorArrays_splitConcatGatherScatter() {
    Output x = doubles(4);
    TensorArray pieces =
        tf.tensorArray(DataType.DOUBLE, 2, o -> o.inferShape(false))
            .split(x, tf.constant(Tensor.of(Shape.of(2), new long[] {1, 3})));
    Output joined = tf.square(pieces.concat());
    matchesDifferences(joined, x, 0.3, 0.9, 0.4, 0.2);
    TensorArray rows = tf.tensorArray(DataType.DOUBLE, 4).scatter(ints(3, 1, 0, 2), x);
    Output some = tf.sin(rows.gather(ints(0, 3)));
    matchesDifferences(some, x, 0.3, 0.9, 0.4, 0.2);
  }

  @Test
  void aVariableInALoop() {
    for (boolean resource : new boolean[] {false, true}) {
      var v =
          tf.getVariable(
              "v" + resource, o -> o.initialValue(Tensor.scalar(3f)).useResource(resource));
      Output r = scalarLoop(tf.constant(2f), x -> tf.multiply(x, v.value()), 100);
      Output of = resource ? v.operation().output(0) : v.ref();
      assertArrayEquals(new float[] {216}, run(gradient(r, of)).floats());
    }
  }

  @Test
  void gradientOps_haveTheNamesAndEdgesOfTf() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.scalar(), "x");
    Output y = scalarLoop(x, v -> tf.multiply(v, v, "mul"), 100);
    gradient(y, x);
    for (String[] wanted :
        new String[][] {
          {"gradients/f_count", "Const"},
          {"gradients/f_count_1", "Enter"},
          {"gradients/f_count_2", "Exit"},
          {"gradients/b_count", "Const"},
          {"gradients/b_count_1", "Enter"},
          {"gradients/b_count_2", "LoopCond"},
          {"gradients/b_count_3", "Exit"},
          {"gradients/while/Exit_grad/b_exit", "Enter"},
          {"gradients/while/Switch_grad/b_switch", "Merge"},
          {"gradients/while/Merge_grad/Switch", "Switch"},
          {"gradients/while/Enter_grad/Exit", "Exit"},
          {"gradients/while/mul_grad/Mul/f_acc", "StackV2"},
          {"gradients/while/mul_grad/Mul/StackPushV2", "StackPushV2"},
          {"gradients/while/mul_grad/Mul/StackPopV2", "StackPopV2"}
        }) {
      assertEquals(wanted[1], graph.operation(wanted[0]).type(), wanted[0]);
    }
    Operation pop = graph.operation("gradients/while/mul_grad/Mul/StackPopV2");
    assertTrue(controls(pop.name()).contains("gradients/Sub"), controls(pop.name()).toString());
  }
}

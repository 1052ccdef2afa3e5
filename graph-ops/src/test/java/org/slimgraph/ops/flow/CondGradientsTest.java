package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Gradients through conditionals: they flow through the branch that was taken. */
class CondGradientsTest extends FlowTester {

  private Output gradient(Output y, Output x) {
    return tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
  }

  @Test
  @DisplayName("R9 cf::testCondGrad_1")
  void r9_aBranchWithoutTheValue_givesNoShare() {
    Output x = tf.constant(10f, "x");
    Output r = tf.cond(tf.less(tf.constant(1), tf.constant(2)), () -> tf.identity(x), () -> x);
    assertArrayEquals(new float[] {1}, run(gradient(r, x)).floats());
  }

  @Test
  @DisplayName("R9 cf::testCondGrad_2")
  void r9_theFeedChoosesTheGradient() {
    Output c = placeholder(DataType.INT32);
    Output x = tf.constant(10f);
    Output r = tf.cond(tf.less(c, tf.constant(2)), () -> tf.times(x, 42f), () -> tf.times(x, 3f));
    Output gradient = gradient(r, x);
    assertArrayEquals(new float[] {42}, run(gradient, c, Tensor.scalar(1)).floats());
    assertArrayEquals(new float[] {3}, run(gradient, c, Tensor.scalar(3)).floats());
  }

  @Test
  @DisplayName("R8 cf::testCondInt")
  void r8_anIntegerConditional_hasNoGradient() {
    Output x = tf.constant(10);
    Output r =
        tf.cond(
            tf.less(tf.constant(1), tf.constant(2)),
            () -> tf.add(x, tf.constant(1)),
            () -> tf.subtract(x, tf.constant(1)));
    assertEquals(List.of(Optional.empty()), tf.gradients(List.of(r), List.of(x)));
  }

  @Test
  void gradientOps_haveTheNamesAndEdgesOfTf() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar(), "p");
    Output x = tf.placeholder(DataType.FLOAT, Shape.scalar(), "x");
    Output r = tf.cond(p, () -> tf.times(x, 42f), () -> tf.times(x, 3f));
    Output gradient = gradient(r, x);
    assertEquals("AddN", gradient.operation().type());
    assertEquals(
        List.of("gradients/Fill:0", "cond/pred_id:0"),
        inputs("gradients/cond/Merge_grad/cond_grad"));
    Operation merge = graph.operation("gradients/cond/mul/Switch_grad/cond_grad");
    assertEquals("Merge", merge.type());
    assertTrue(
        inputs(merge.name()).get(0).startsWith("gradients/zeros"), merge.inputs().toString());
  }

  @Test
  void nested_conditionals() {
    Output a = placeholder(DataType.FLOAT);
    Output x = tf.constant(3f);
    Output r =
        tf.cond(
            tf.greater(a, tf.constant(0f)),
            () ->
                tf.cond(
                    tf.greater(a, tf.constant(10f)),
                    () -> tf.times(tf.square(x), a),
                    () -> tf.times(x, a)),
            () -> tf.times(x, 7f));
    Output gradient = gradient(r, x);
    assertArrayEquals(new float[] {120}, run(gradient, a, Tensor.scalar(20f)).floats());
    assertArrayEquals(new float[] {5}, run(gradient, a, Tensor.scalar(5f)).floats());
    assertArrayEquals(new float[] {7}, run(gradient, a, Tensor.scalar(-1f)).floats());
    Output second = gradient(gradient, x);
    assertArrayEquals(new float[] {40}, run(second, a, Tensor.scalar(20f)).floats());
    assertArrayEquals(new float[] {0}, run(second, a, Tensor.scalar(5f)).floats());
  }

  @Test
  void cases() {
    Output n = placeholder(DataType.INT32);
    Output x = tf.constant(2f);
    Output r =
        tf.case_(
            List.of(
                Case.when(tf.equal(n, 0), () -> tf.times(x, 5f)),
                Case.when(tf.equal(n, 1), () -> tf.square(x))),
            () -> tf.exp(x));
    Output gradient = gradient(r, x);
    assertArrayEquals(new float[] {5}, run(gradient, n, Tensor.scalar(0)).floats());
    assertArrayEquals(new float[] {4}, run(gradient, n, Tensor.scalar(1)).floats());
    assertEquals(Math.exp(2), run(gradient, n, Tensor.scalar(2)).floats()[0], 1e-5);
  }

  @Test
  void rows_stayRows() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar());
    Output table = tf.constant(Tensor.of(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}));
    Output r =
        tf.cond(
            p,
            () -> tf.reduceSum(tf.gather(table, ints(2, 0, 2))),
            () -> tf.reduceSum(tf.times(table, 2f)));
    Output gradient = gradient(r, table);
    float[] taken = {1, 1, 0, 0, 2, 2};
    assertArrayEquals(taken, run(gradient, p, Tensor.scalar(true)).floats());
    float[] other = {2, 2, 2, 2, 2, 2};
    assertArrayEquals(other, run(gradient, p, Tensor.scalar(false)).floats());
  }

  @Test
  void bothKindsOfVariables_inABranch() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar());
    for (boolean resource : new boolean[] {false, true}) {
      var v =
          tf.getVariable(
              "v" + resource,
              o ->
                  o.initialValue(Tensor.of(Shape.of(2), new float[] {1, 1})).useResource(resource));
      Output r = tf.cond(p, () -> tf.reduceSum(tf.square(v.value())), () -> tf.constant(1f));
      Output x = resource ? v.operation().output(0) : v.ref();
      Output gradient = gradient(r, x);
      Operation init = tf.globalVariablesInitializer();
      try (Session session = Session.open(graph)) {
        session.run(init);
        assertArrayEquals(
            new float[] {2, 2},
            session.runner().feed(p, Tensor.scalar(true)).fetch(gradient).run().get(0).floats());
        assertArrayEquals(
            new float[] {0, 0},
            session.runner().feed(p, Tensor.scalar(false)).fetch(gradient).run().get(0).floats());
      }
    }
  }

  @Test
  void aGradientTakenInABranch() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar());
    Output x = tf.constant(3f);
    Output r = tf.cond(p, () -> gradient(tf.square(x), x), () -> tf.constant(-1f));
    assertArrayEquals(new float[] {6}, run(r, p, Tensor.scalar(true)).floats());
    assertArrayEquals(new float[] {-1}, run(r, p, Tensor.scalar(false)).floats());
  }

  @Test
  void switchAndMerge_withoutAConditional() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar());
    Output x = tf.placeholder(DataType.FLOAT, Shape.scalar());
    Operation choice = Switch.of(tf, x, p);
    Output r =
        Merge.of(tf, List.of(tf.times(choice.output(0), 2f), tf.times(choice.output(1), 5f)));
    Output gradient = gradient(r, x);
    try (Session session = Session.open(graph)) {
      for (boolean taken : new boolean[] {false, true}) {
        var run = session.runner().feed(p, Tensor.scalar(taken)).feed(x, Tensor.scalar(1f));
        float want = taken ? 5 : 2;
        assertArrayEquals(new float[] {want}, run.fetch(gradient).run().get(0).floats());
      }
    }
  }
}

package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** Moving averages of variables and tensors. */
class ExponentialMovingAverageTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Variable variable(String name, boolean resource, float... values) {
    return tf.variable(
        Tensor.of(Shape.of(values.length), values), o -> o.name(name).useResource(resource));
  }

  private static float[] value(Session session, Variable variable) {
    return session.run(variable.value()).floats();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r53_assignMovingAverage_withoutZeroDebias(boolean resource) {
    Variable v = variable("v", resource, 10, 11);
    Output update = tf.train().assignMovingAverage(v, tf.constant(new float[] {1, 2}), .25, false);
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      assertArrayEquals(new float[] {3.25f, 4.25f}, session.run(update).floats(), 1e-6f);
      assertArrayEquals(new float[] {3.25f, 4.25f}, value(session, v), 1e-6f);
    }
  }

  @Test
  void assignMovingAverage_zeroDebiased_givesTheValueAtOnce() {
    Variable v = variable("v", false, 0, 0);
    Output update = tf.train().assignMovingAverage(v, tf.constant(new float[] {1, 2}), .25);
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      assertArrayEquals(new float[] {1, 2}, session.run(update).floats(), 1e-6f);
    }
  }

  private void checkDecay(ExponentialMovingAverage average, double decay) {
    Variable ten = variable("v0", false, 10);
    Variable thirty = variable("v1", true, 30);
    Output sum = tf.plus(ten.value(), thirty.value());
    Operation update = average.apply(List.of(ten, thirty, sum));
    Operation init = tf.globalVariablesInitializer();
    Variable shadow = average.average(sum).orElseThrow();
    Operation grow = ten.assign(tf.constant(new float[] {20})).operation();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      assertArrayEquals(new float[] {10}, value(session, average.average(ten).get()));
      assertArrayEquals(new float[] {0}, value(session, shadow));
      session.runner().target(update).run();
      assertArrayEquals(new float[] {10}, value(session, average.average(ten).get()), 1e-5f);
      assertArrayEquals(new float[] {30}, value(session, average.average(thirty).get()), 1e-5f);
      double first = 40 * (1 - decay);
      assertEquals(first, value(session, shadow)[0], 1e-4);
      session.runner().target(grow).run();
      session.runner().target(update).run();
      assertEquals(
          10 * decay + 20 * (1 - decay), value(session, average.average(ten).get())[0], 1e-4);
      assertEquals(first * decay + 50 * (1 - decay), value(session, shadow)[0], 1e-4);
    }
  }

  @Test
  void r54_decay() {
    checkDecay(tf.train().exponentialMovingAverage(.25), .25);
  }

  @Test
  void r54_numUpdates_limitsTheDecay() {
    checkDecay(
        tf.train().exponentialMovingAverage(.25, o -> o.numUpdates(tf.constant(1))), 2 / 11.0);
  }

  @Test
  void zeroDebias_ofATensor() {
    Output x = tf.constant(new float[] {40});
    ExponentialMovingAverage average =
        tf.train().exponentialMovingAverage(.25, o -> o.zeroDebias(true));
    Operation update = average.apply(List.of(x));
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      session.runner().target(update).run();
      assertArrayEquals(new float[] {40}, value(session, average.average(x).get()), 1e-5f);
    }
  }

  @Test
  void r55_names() {
    Variable v0 = variable("v0", false, 10);
    Variable v1 = variable("v1", false, 20);
    Variable frozen = tf.variable(Tensor.scalar(1f), o -> o.name("frozen").trainable(false));
    Output sum = tf.add(v0.value(), v1.value(), "add");
    ExponentialMovingAverage average = tf.train().exponentialMovingAverage(.25);
    assertEquals("v0/ExponentialMovingAverage", average.averageName(v0));
    assertEquals("add/ExponentialMovingAverage", average.averageName(sum));
    Operation update;
    Operation before = tf.noOp("before");
    try (Scope scope = tf.controlDependencies(before)) {
      update = average.apply(List.of(v0, sum));
    }
    assertEquals("v0/ExponentialMovingAverage", average.averageName(v0));
    assertEquals("add/ExponentialMovingAverage", average.averageName(sum));
    assertEquals("ExponentialMovingAverage", update.name());
    assertEquals(Optional.empty(), average.average(v1));
    assertEquals(List.of(v0), tf.collection(GraphKeys.MOVING_AVERAGE_VARIABLES));
    assertEquals(List.of(), average.average(v0).orElseThrow().initializer().controlInputs());
    Map<String, Variable> restore = average.variablesToRestore();
    assertEquals(v0, restore.get("v0/ExponentialMovingAverage"));
    assertEquals(v1, restore.get("v1/ExponentialMovingAverage"));
    assertEquals(frozen, restore.get("frozen"));
  }

  @Test
  void apply_toIntegers_isRefused() {
    assertTrue(
        assertThrows(
                SlimgraphException.class,
                () -> tf.train().exponentialMovingAverage(.5).apply(List.of(tf.constant(1))))
            .getMessage()
            .contains("The variables must be half, float, or double: "));
  }

  @Test
  void apply_twice_isRefusedByTf10Only() {
    Variable v = variable("v", false, 1);
    ExponentialMovingAverage average = tf.train().exponentialMovingAverage(.5);
    average.apply();
    average.apply();
    assertEquals(2, tf.globalVariables().size());
    assertEquals(
        Optional.of("v/ExponentialMovingAverage"), average.average(v).map(Variable::opName));
    Ops old = Ops.on(new Graph(Compat.TF_1_0));
    old.variable(Tensor.scalar(1f), o -> o.name("v"));
    ExponentialMovingAverage oldAverage = old.train().exponentialMovingAverage(.5);
    oldAverage.apply();
    assertTrue(
        assertThrows(SlimgraphException.class, oldAverage::apply)
            .getMessage()
            .contains("Moving average already computed for: v:0"));
  }

  @Test
  void r56_weightedMovingAverage() {
    Output value = tf.placeholder(DataType.FLOAT, Shape.scalar(), "value");
    Output weight = tf.placeholder(DataType.FLOAT, Shape.scalar(), "weight");
    Output average = tf.train().weightedMovingAverage(value, .5, weight);
    Operation init = tf.globalVariablesInitializer();
    assertEquals("WeightedMovingAvg:0", average.name());
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      float[][] steps = {{3, 4, 3}, {11, 22, (12 * .5f + 11 * 22) / (4 * .5f + 22)}};
      for (float[] step : steps) {
        Tensor result =
            session
                .runner()
                .feed(value, Tensor.scalar(step[0]))
                .feed(weight, Tensor.scalar(step[1]))
                .fetch(average)
                .run()
                .get(0);
        assertEquals(step[2], result.floats()[0], 1e-5f);
      }
    }
  }
}

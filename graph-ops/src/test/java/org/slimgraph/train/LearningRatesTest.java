package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Schedules of learning rates: values at steps, edges, messages. */
class LearningRatesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output step = tf.placeholder(DataType.INT64, Shape.scalar(), "step");

  private float at(Output rate, long value) {
    try (Session session = Session.open(graph)) {
      return session.runner().feed(step, Tensor.scalar(value)).fetch(rate).run().get(0).floats()[0];
    }
  }

  @Test
  void r44_exponentialDecay() {
    Output continuous = tf.train().exponentialDecay(.05, step, 10, .96);
    assertEquals(.04898979f, at(continuous, 5), 1e-7f);
    Output staircase = tf.train().exponentialDecay(.1, step, 3, .96, true);
    assertEquals(.1f, at(staircase, 1), 1e-7f);
    assertEquals(.02599864f, at(staircase, 100), 1e-7f);
    assertEquals("ExponentialDecay:0", continuous.name());
  }

  @Test
  void r45_piecewiseConstant() {
    Output rate =
        tf.train().piecewiseConstant(step, List.of(100, 110, 120), List.of(1.0, .1, .01, .001));
    long[] steps = {-999, 100, 105, 110, 120, 999};
    float[] rates = {1, 1, .1f, .1f, .01f, .001f};
    for (int i = 0; i < steps.length; i++) {
      assertEquals(rates[i], at(rate, steps[i]));
    }
  }

  private String refusal(
      Output x, List<? extends Number> boundaries, List<? extends Number> values) {
    return assertThrows(
            SlimgraphException.class, () -> tf.train().piecewiseConstant(x, boundaries, values))
        .getMessage();
  }

  @Test
  void r46_piecewiseConstant_typesMustFit() {
    Output x = tf.constant(1);
    assertTrue(
        refusal(x, List.of(1.0), List.of(1.0, 2.0))
            .contains("Boundaries (float) must have the same dtype as x (int32)."));
    assertTrue(
        refusal(x, List.of(1), List.of(1.0, 2))
            .contains("Values must have elements all with the same dtype (float vs int32)."));
    assertTrue(
        refusal(x, List.of(1, 2), List.of(1.0, 2.0))
            .contains("The length of boundaries should be"));
    assertTrue(refusal(x, List.of(1L), List.of(1.0, 2.0)).contains("(int64) must have the same"));
    assertEquals(1f, at(tf.train().piecewiseConstant(step, List.of(3), List.of(1f, 2f)), 3));
  }

  @Test
  void r47_polynomialDecay() {
    Output linear = tf.train().polynomialDecay(.05, step, 10, .001, 1, false);
    assertEquals(.0255f, at(linear, 5), 1e-7f);
    assertEquals(.001f, at(linear, 15), 1e-7f);
    Output cycle = tf.train().polynomialDecay(.05, step, 10, .001, 1, true);
    assertEquals(.01325f, at(cycle, 15), 1e-7f);
    assertEquals(.05f, at(cycle, 0), 1e-7f);
    Output root = tf.train().polynomialDecay(.05, step, 10, .001, .5, false);
    assertEquals((.05 - .001) * Math.sqrt(.5) + .001, at(root, 5), 1e-7);
    assertEquals(.03564823f, at(root, 5), 1e-7f);
  }

  @Test
  void r48_cosineDecay() {
    Output rate = tf.train().cosineDecay(1, step, 1000);
    float[] rates = {1, .8535534f, .5f, .1464466f, 0, 0};
    for (int i = 0; i < rates.length; i++) {
      assertEquals(rates[i], at(rate, 250L * i), 1e-6f);
    }
    assertEquals(.1f, at(tf.train().cosineDecay(1, step, 1000, .1), 2000), 1e-6f);
  }

  @Test
  void cosineDecayRestarts_startAnew() {
    Output equal = tf.train().cosineDecayRestarts(1, step, 100, 1, .5, 0);
    assertEquals(1, at(equal, 0), 1e-6f);
    assertEquals(.5f, at(equal, 50), 1e-6f);
    assertEquals(.5f, at(equal, 100), 1e-6f);
    assertEquals(.125f, at(equal, 250), 1e-6f);
    Output growing = tf.train().cosineDecayRestarts(1, step, 100);
    assertEquals(.5f, at(growing, 50), 1e-5f);
    assertEquals(.5f, at(growing, 200), 1e-5f);
    assertEquals(.5f, at(growing, 500), 1e-5f);
  }

  @Test
  void naturalExpAndInverseTime() {
    Output natural = tf.train().naturalExpDecay(.1, step, 4, .5, false);
    assertEquals(.1 * Math.exp(-.5 * 1.5), at(natural, 6), 1e-7);
    Output inverse = tf.train().inverseTimeDecay(.1, step, 4, .5, true);
    assertEquals(.1 / 1.5, at(inverse, 7), 1e-7);
  }
}

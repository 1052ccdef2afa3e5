package org.slimgraph.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Plans whose conditions follow from what is fed run without control flow, to the same end. */
class KnownConditionsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output isTraining = tf.placeholder(DataType.BOOL, Shape.scalar());
  private final Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 4, 4, 3));

  private static Tensor images(int seed) {
    float[] values = new float[2 * 4 * 4 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.3 + seed);
    }
    return Tensor.of(Shape.of(2, 4, 4, 3), values);
  }

  /** Trains and looks in turn; returns what was fetched. */
  private List<float[]> run(SessionOptions options, Output y, Operation step) {
    List<float[]> seen = new ArrayList<>();
    try (Session session = Session.open(graph, options)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < 6; i++) {
        boolean training = i % 3 != 2;
        Feeds feeds = Feeds.of(isTraining, Tensor.scalar(training)).and(x, images(i));
        seen.add(session.run(y, feeds).floats());
        session.run(step, feeds);
        seen.add(session.run(graph.output("BatchNorm/moving_mean/read:0")).floats());
      }
    }
    return seen;
  }

  @Test
  void batchNormWithFedPredicate_runsWithoutControlFlow() {
    Output y = tf.nn().relu(Slim.on(tf).batchNorm(x, o -> o.isTraining(isTraining).decay(0.5f)));
    Operation step;
    try (var updates = tf.controlDependencies(tf.collection(GraphKeys.UPDATE_OPS))) {
      step = tf.group(tf.identity(y));
    }
    SessionOptions options = SessionOptions.defaults();
    List<float[]> want = run(options.optimize(SessionOptions.Optimization.NONE), y, step);
    List<float[]> got = run(options.threads(3), y, step);
    for (int i = 0; i < want.size(); i++) {
      assertArrayEquals(want.get(i), got.get(i), 1e-6f);
    }
    try (Session session = Session.open(graph)) {
      for (boolean training : new boolean[] {true, false}) {
        String plan =
            session
                .runner()
                .feed(isTraining, Tensor.scalar(training))
                .feed(x, images(0))
                .fetch(y)
                .describe();
        assertFalse(plan.contains("Switch"), plan);
        assertFalse(plan.contains("Merge"), plan);
        assertEquals(1, plan.split(" FusedBatchNormV3", -1).length - 1, plan);
      }
    }
  }

  @Test
  void conditionThatIsComputedFromFeeds_isKnown() {
    Output negated = tf.math().logicalNot(isTraining);
    Output y = tf.cond(negated, () -> tf.math().negative(x), () -> tf.math().square(x));
    try (Session session = Session.open(graph)) {
      Feeds feeds = Feeds.of(isTraining, Tensor.scalar(false)).and(x, images(1));
      assertEquals(-images(1).floats()[5], session.run(y, feeds).floats()[5]);
      String plan =
          session
              .runner()
              .feed(isTraining, Tensor.scalar(false))
              .feed(x, images(1))
              .fetch(y)
              .describe();
      assertFalse(plan.contains("Square"), plan);
    }
  }

  @Test
  void conditionOnAValue_keepsControlFlow() {
    Output positive = tf.math().greater(tf.reduceSum(x), tf.constant(0f));
    Output y = tf.cond(positive, () -> tf.math().negative(x), () -> tf.math().square(x));
    try (Session session = Session.open(graph)) {
      Tensor value = images(1);
      String plan = session.runner().feed(x, value).fetch(y).describe();
      assertTrue(plan.contains("Switch"), plan);
      session.run(y, Feeds.of(x, value));
    }
  }

  @Test
  void fetchedDeadValue_isRefused() {
    Operation chosen = graph.opBuilder("Switch", "choice").input(x).input(isTraining).build();
    try (Session session = Session.open(graph)) {
      Runner runner =
          session
              .runner()
              .feed(isTraining, Tensor.scalar(true))
              .feed(x, images(0))
              .fetch(chosen.output(0));
      SlimgraphException e = assertThrows(SlimgraphException.class, runner::run);
      assertTrue(e.getMessage().contains("does not have value"), e.getMessage());
    }
  }
}

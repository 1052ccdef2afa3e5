package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Gradients of random functions with conditionals and loops agree with differences. */
class RandomFlowGradientsTest {
  private static final int SIZE = 3;
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void gradients_matchDifferencesOnAnyNumberOfThreads(long seed) {
    Ops tf = Ops.on(new Graph());
    Shape shape = seed % 2 == 0 ? Shape.of(SIZE) : Shape.of(-1);
    Output x = tf.placeholder(DataType.DOUBLE, shape);
    Output z = tf.constant(new SplittableRandom(seed).doubles(SIZE).toArray());
    Output y = tf.reduceSum(new RandomFlow(tf, seed, true).of(List.of(x, z)));
    Output gradient =
        tf.gradients(List.of(tf.add(y, tf.reduceSum(x))), List.of(x)).get(0).orElseThrow();
    double[] at = new SplittableRandom(-seed).doubles(SIZE, -1, 1).toArray();
    double[] first = {};
    for (int threads : new int[] {1, 2, 4}) {
      var options = SessionOptions.defaults().threads(threads);
      try (Session session = Session.open(tf.graph(), options)) {
        double[] got = run(session, gradient, x, at);
        first = first.length == 0 ? got : first;
        assertArrayEquals(first, got, "seed " + seed + " on " + threads + " threads");
        for (int i = 0; i < SIZE && threads == 1; i++) {
          double[] more = at.clone();
          double[] less = at.clone();
          more[i] += STEP;
          less[i] -= STEP;
          double rise = run(session, y, x, more)[0] - run(session, y, x, less)[0];
          assertEquals(1 + rise / (2 * STEP), got[i], 1e-6, "seed " + seed + ", x" + i);
        }
      }
    }
  }

  private static double[] run(Session session, Output fetch, Output x, double[] at) {
    Tensor fed = Tensor.of(Shape.of(SIZE), at);
    return session.runner().feed(x, fed).fetch(fetch).run().get(0).doubles();
  }
}

package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Clipping: by norm, by the norm of all, by value. */
class ClipOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private float[] values(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output).floats();
    }
  }

  private Output matrix(float... values) {
    return tf.constant(Tensor.of(Shape.of(2, values.length / 2), values));
  }

  @Test
  void r49_clipByGlobalNorm() {
    Optional<Output> x = Optional.of(matrix(-2, 0, 0, 4, 0, 0));
    Optional<Output> y = Optional.of(tf.constant(new float[] {1, -2}));
    ClippedGradients clipped = tf.clipByGlobalNorm(List.of(x, y), 4);
    assertEquals(5f, values(clipped.globalNorm())[0]);
    assertArrayEquals(
        new float[] {-1.6f, 0, 0, 3.2f, 0, 0}, values(clipped.tensors().get(0).get()), 1e-6f);
    assertArrayEquals(new float[] {.8f, -1.6f}, values(clipped.tensors().get(1).get()), 1e-6f);
    assertEquals("global_norm/global_norm:0", clipped.globalNorm().name());
    assertEquals(
        "clip_by_global_norm/clip_by_global_norm/_0:0", clipped.tensors().get(0).get().name());
  }

  @Test
  void r50_clipByGlobalNorm_keepsTheAbsentAndZeros() {
    Optional<Output> zeros = Optional.of(tf.constant(new float[] {0, 0}));
    ClippedGradients clipped = tf.clipByGlobalNorm(List.of(Optional.empty(), zeros), 4);
    assertEquals(Optional.empty(), clipped.tensors().get(0));
    assertArrayEquals(new float[] {0, 0}, values(clipped.tensors().get(1).get()));
    assertEquals(0f, values(clipped.globalNorm())[0]);
    assertThrows(SlimgraphException.class, () -> tf.globalNorm(List.of(Optional.empty())));
  }

  @Test
  void clipByGlobalNorm_ofInfinity_isNaN() {
    Optional<Output> x = Optional.of(tf.constant(new float[] {1, Float.POSITIVE_INFINITY}));
    float[] clipped = values(tf.clipByGlobalNorm(List.of(x), 4).tensors().get(0).get());
    assertTrue(Float.isNaN(clipped[0]) && Float.isNaN(clipped[1]));
  }

  @Test
  void r51_clipByNorm() {
    Output x = matrix(-3, 0, 0, 4, 0, 0);
    assertArrayEquals(new float[] {-2.4f, 0, 0, 3.2f, 0, 0}, values(tf.clipByNorm(x, 4)), 1e-6f);
    assertArrayEquals(new float[] {-3, 0, 0, 4, 0, 0}, values(tf.clipByNorm(x, 6)), 1e-6f);
    assertArrayEquals(
        new float[] {-2, 0, 0, 2, 0, 0}, values(tf.clipByNorm(x, 2, new int[] {1}, "rows")), 1e-6f);
  }

  @Test
  void clipByNorm_ofZero_hasAFiniteGradient() {
    Output x = tf.constant(new float[] {0, 0});
    Output y = tf.reduceSum(tf.clipByNorm(x, 1));
    Output gradient = tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    assertArrayEquals(new float[] {1, 1}, values(gradient));
  }

  @Test
  void r52_clipByValue() {
    Output x = matrix(-5, 2, 3, 4, 5, 6);
    Output clipped = tf.clipByValue(x, tf.constant(-4.4f), tf.constant(4.4f));
    assertArrayEquals(new float[] {-4.4f, 2, 3, 4, 4.4f, 4.4f}, values(clipped));
  }

  @Test
  void clipByAverageNorm() {
    Output x = matrix(-3, 0, 0, 4, 0, 0);
    double average = 5 / 6.0;
    float[] clipped = values(tf.clipByAverageNorm(x, .8));
    assertEquals(-3 * .8 / average, clipped[0], 1e-5);
    assertEquals(4 * .8 / average, clipped[3], 1e-5);
  }
}

package org.slimgraph.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** tf.gradients: which paths count, where they stop, what is refused. */
class GradientBuilderTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private float[] value(Optional<Output> output) {
    try (Session session = Session.open(graph)) {
      return session.run(output.orElseThrow()).floats();
    }
  }

  @Test
  void r1_anXInTheMiddle_letsTheGradientPast() {
    Output x = tf.constant(1f);
    Output y = tf.times(x, 2f);
    Output z = tf.times(y, 3f);
    assertArrayEquals(new float[] {3}, value(tf.gradients(List.of(z), List.of(y)).get(0)));
    List<Optional<Output>> both = tf.gradients(List.of(z), List.of(x, y));
    assertArrayEquals(new float[] {6}, value(both.get(0)));
    assertArrayEquals(new float[] {3}, value(both.get(1)));
  }

  @Test
  void r2_unusedOutputs_countAsZeros() {
    Output w = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 1, 1, 1}));
    Output x = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
    Output wx = tf.matmul(w, x);
    Output used = tf.reduceSum(tf.split(wx, 2, 0).get(1));
    Optional<Output> gradient = tf.gradients(List.of(used), List.of(w)).get(0);
    assertArrayEquals(new float[] {0, 0, 3, 7}, value(gradient));
    assertEquals("MatMul", gradient.orElseThrow().operation().type());
  }

  @Test
  void r3_dependentYs_countEachPathOnceAY() {
    Output x = tf.constant(3f);
    Output y = tf.square(x);
    Output y1 = tf.square(y);
    Output y2 = tf.square(y1);
    List<Optional<Output>> listed = tf.gradients(List.of(y, y2), List.of(x));
    assertArrayEquals(new float[] {17502}, value(listed.get(0)));
    List<Optional<Output>> added = tf.gradients(List.of(tf.add(y, y2)), List.of(x));
    assertArrayEquals(new float[] {17502}, value(added.get(0)));
  }

  /** Two inputs, a sum, a product with one of them: bits say which are stopped by nodes. */
  private List<Output> net(Ops tf, int stopped) {
    Output a = stop(tf, tf.constant(2f, "a"), stopped & 1);
    Output b = stop(tf, tf.constant(3f, "b"), stopped & 2);
    Output c = stop(tf, tf.add(a, b), stopped & 4);
    Output d = stop(tf, tf.multiply(b, c), stopped & 8);
    return List.of(a, b, c, d);
  }

  private static Output stop(Ops tf, Output x, int bit) {
    return bit != 0 ? tf.stopGradient(x) : x;
  }

  @Test
  void r4_stopGradientsList_equalsStopGradientNodes() {
    for (int bits = 0; bits < 16; bits++) {
      Ops listed = Ops.on(new Graph());
      List<Output> plain = net(listed, 0);
      List<Output> stops = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if ((bits & 1 << i) != 0) {
          stops.add(plain.get(i));
        }
      }
      List<Optional<Output>> byList =
          listed.gradients(
              List.of(plain.get(3)),
              plain.subList(0, 3),
              o -> o.stopGradients(stops).unconnectedGradients(GradientOptions.Unconnected.ZERO));
      Ops noded = Ops.on(new Graph());
      List<Output> nodes = net(noded, bits);
      List<Optional<Output>> byNodes =
          noded.gradients(
              List.of(nodes.get(3)),
              nodes.subList(0, 3),
              o -> o.unconnectedGradients(GradientOptions.Unconnected.ZERO));
      try (Session one = Session.open(listed.graph());
          Session other = Session.open(noded.graph())) {
        for (int i = 0; i < 3; i++) {
          boolean last = (bits & 8) != 0;
          assertArrayEquals(
              last ? new float[1] : other.run(byNodes.get(i).orElseThrow()).floats(),
              one.run(byList.get(i).orElseThrow()).floats(),
              "stops " + bits + ", x " + i);
        }
      }
    }
  }

  @Test
  void r5_unconnected() {
    Output x = tf.ones(Shape.of(2, 2));
    Output y = tf.constant(5f);
    assertEquals(Optional.empty(), tf.gradients(List.of(y), List.of(x)).get(0));
    Optional<Output> zeros =
        tf.gradients(
                List.of(y),
                List.of(x),
                o -> o.unconnectedGradients(GradientOptions.Unconnected.ZERO))
            .get(0);
    assertArrayEquals(new float[4], value(zeros));
    assertEquals(Shape.of(2, 2), zeros.orElseThrow().shape());
  }

  @Test
  void r6_preventGradient_isRefused() {
    Output x = tf.constant(1f);
    Output y = tf.preventGradient(x, "because");
    assertTrue(
        assertThrows(SlimgraphException.class, () -> tf.gradients(List.of(y), List.of(x)))
            .getMessage()
            .contains("explicitly disabled"));
  }

  @Test
  void r7_complexYs_needGradYs() {
    Output x = tf.placeholder(DataType.COMPLEX64, Shape.scalar(), "x");
    Output y = tf.identity(x);
    assertTrue(
        assertThrows(SlimgraphException.class, () -> tf.gradients(List.of(y), List.of(x)))
            .getMessage()
            .contains("Gradients of complex tensors must set grad_ys"));
  }
}

package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ConstantOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  @Test
  void zeros_small_isAConstant_large_isAFill() {
    assertEquals("Const", tf.zeros(Shape.of(999)).operation().type());
    Output large = tf.zeros(Shape.of(1000), DataType.FLOAT, "large");
    assertEquals("Fill", large.operation().type());
    assertEquals("large/shape_as_tensor", large.operation().input(0).operation().name());
    assertEquals(Tensor.zeros(DataType.FLOAT, Shape.of(1000)), run(large));
  }

  @Test
  void zerosLike_ofUnknownShape_readsItAtRunTime() {
    Output x = tf.placeholder(DataType.INT32, Shape.unknown());
    Output zeros = tf.zerosLike(x);
    Output ones = tf.onesLike(x);
    try (Session session = Session.open(graph)) {
      List<Tensor> got =
          session.runner().feed(x, Tensor.vector(3, 4)).fetch(zeros).fetch(ones).run();
      assertEquals(Tensor.vector(0, 0), got.get(0));
      assertEquals(Tensor.vector(1, 1), got.get(1));
    }
  }

  @Test
  void placeholderWithDefault_isNoConstant_andMayBeFed() {
    Output x = tf.placeholderWithDefault(tf.constant(new int[] {2}), Shape.of(1), "x");
    Output filled = tf.fill(x, tf.constant(1f));
    assertEquals(Shape.of(-1), filled.shape());
    try (Session session = Session.open(graph)) {
      assertEquals(Shape.of(2), session.run(filled).shape());
      Tensor fed = session.runner().feed(x, Tensor.vector(3)).fetch(filled).run().get(0);
      assertEquals(Shape.of(3), fed.shape());
    }
  }

  @Test
  void range_backwards_countsDown() {
    assertEquals(Tensor.vector(3, 1), run(tf.range(3, -1, -2)));
    assertEquals(Shape.of(0), tf.range(0, 0, 1).shape());
  }

  @Test
  void oneHot_isNamedAsInPython() {
    Output hot = tf.oneHot(tf.constant(new int[] {1, -1, 5}), 3);
    assertEquals("one_hot:0", hot.name());
    assertArrayEquals(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 0}, run(hot).floats());
  }
}

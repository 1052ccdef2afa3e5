package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class OpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void identity_ofPlaceholder_passesTheFedValueOn() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1), "x");
    Output y = tf.identity(tf.identity(x, "y"));
    try (Session session = Session.open(graph)) {
      Tensor fed = Tensor.vector(1f, 2f);
      assertEquals(fed, session.runner().feed(x, fed).fetch(y).run().get(0));
      assertEquals(fed, session.runner().feed("y:0", fed).fetch(y).run().get(0));
    }
  }

  @Test
  void placeholder_notFed_saysWhatToFeed() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 3), "x");
    Output y = tf.identity(x);
    try (Session session = Session.open(graph)) {
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> session.run(y));
      assertTrue(
          e.getMessage()
              .startsWith(
                  "You must feed a value for placeholder tensor 'x' with dtype float and shape"
                      + " [?,3]"),
          e.getMessage());
      assertTrue(e.getMessage().contains("[[{{node x}}]]"), e.getMessage());
      assertTrue(e.getMessage().contains("created at OpsTest.java:"), e.getMessage());
    }
  }

  @Test
  void constant_fetched_isTheValue() {
    Output c = tf.constant(new float[] {1, 2});
    try (Session session = Session.open(graph)) {
      assertArrayEquals(new float[] {1, 2}, session.run(c).floats());
    }
  }
}

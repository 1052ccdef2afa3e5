package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;

class GatesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void tuple_gatesEachTensorOnAll() {
    Output a = tf.constant(1f);
    Output b = tf.constant(2f);
    List<Output> gated = tf.tuple(List.of(a, b));
    assertEquals("tuple/control_dependency:0", gated.get(0).name());
    assertEquals("tuple/control_dependency_1:0", gated.get(1).name());
    Operation gate = graph.operation("tuple/group_deps");
    assertEquals(List.of(a.operation(), b.operation()), gate.controlInputs());
    assertEquals(List.of(gate), gated.get(1).operation().controlInputs());
  }

  @Test
  void tuple_ofNothing_isRefused() {
    assertThrows(SlimgraphException.class, () -> tf.tuple(List.of()));
  }

  @Test
  void assertTrue_false_showsTheData() {
    Output data = tf.constant(new int[] {1, 2, 3, 4});
    Operation check = tf.assertTrue(tf.constant(false), List.of(tf.constant("too large:"), data));
    assertEquals("Assert/Assert", check.name());
    try (Session session = Session.open(graph)) {
      SlimgraphException e =
          assertThrows(SlimgraphException.class, () -> session.runner().target(check).run());
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      assertTrue(
          e.getMessage().startsWith("assertion failed: [too large:] [1 2 3...]"), e.getMessage());
    }
  }
}

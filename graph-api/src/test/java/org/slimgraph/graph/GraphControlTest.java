package org.slimgraph.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

class GraphControlTest {
  private final Graph graph = TestOps.graph();
  private final Output a1 = TestOps.floats(graph, "a1");
  private final Output a2 = TestOps.floats(graph, "a2");
  private final Output a3 = TestOps.floats(graph, "a3");
  private final Output a4 = TestOps.floats(graph, "a4");

  private Output made(Output... inputs) {
    return inputs.length == 1
        ? TestOps.identity(graph, inputs[0])
        : graph.opBuilder("AddN", "").inputs(List.of(inputs)).build().output(0);
  }

  private static List<Operation> controls(GraphElement element) {
    return element.operation().controlInputs();
  }

  private static List<Operation> ops(GraphElement... elements) {
    return List.of(elements).stream().map(GraphElement::operation).toList();
  }

  @Test
  void G14_block_addsControlInputsUnlessAnInputWaits() {
    try (Scope block = graph.controlDependencies(a1)) {
      Output c = TestOps.floats(graph, "c");
      Output d = made(a2);
      Output e = made(c);
      assertEquals(ops(a1), controls(c));
      assertEquals(ops(a1), controls(d));
      assertEquals(List.of(), controls(e));
    }
  }

  @Test
  void G15_nestedBlocks_equalOneBlock() {
    Output nested;
    try (Scope b1 = graph.controlDependencies(a1);
        Scope b2 = graph.controlDependencies(a2);
        Scope b3 = graph.controlDependencies(a3);
        Scope b4 = graph.controlDependencies(a4)) {
      nested = TestOps.floats(graph, "nested");
    }
    Output flat;
    try (Scope block = graph.controlDependencies(a1, a2, a3, a4)) {
      flat = TestOps.floats(graph, "flat");
    }
    assertEquals(controls(flat), controls(nested));
  }

  @Test
  void G16_clear_startsFromNothingAndRestores() {
    try (Scope b1 = graph.controlDependencies(a1);
        Scope b2 = graph.controlDependencies(a2)) {
      try (Scope clear = graph.clearControlDependencies()) {
        try (Scope b3 = graph.controlDependencies(a3);
            Scope b4 = graph.controlDependencies(a4)) {
          assertEquals(ops(a3, a4), controls(TestOps.floats(graph, "b34")));
        }
        try (Scope b3 = graph.controlDependencies(a3)) {
          assertEquals(ops(a3), controls(TestOps.floats(graph, "b3")));
        }
        assertEquals(List.of(), controls(TestOps.floats(graph, "none")));
      }
      assertEquals(ops(a1, a2), controls(TestOps.floats(graph, "b12")));
    }
    assertEquals(List.of(), controls(TestOps.floats(graph, "outside")));
  }

  @Test
  void G17_dataInput_isNoControlInput() {
    try (Scope block = graph.controlDependencies(a1)) {
      assertEquals(List.of(), controls(made(a1)));
    }
  }

  @Test
  void G18_clearedBlock_actsLikeInitScope() {
    try (Scope b1 = graph.controlDependencies(a1);
        Scope clear = graph.clearControlDependencies()) {
      assertEquals(List.of(), controls(TestOps.floats(graph, "x")));
    }
  }

  @Test
  void controlDependencies_dominationIsDecidedBlockByBlock() {
    try (Scope outer = graph.controlDependencies(a1)) {
      Output b = made(a3, a4);
      assertEquals(ops(a1), controls(b));
      assertEquals(List.of(), controls(made(a1, b)));
      try (Scope inner = graph.controlDependencies(a2)) {
        Output b2 = made(a3, a4);
        Output c2 = made(a1, b);
        assertEquals(ops(a1, a2), controls(b2));
        assertEquals(ops(a2), controls(c2));
        assertEquals(List.of(), controls(made(b2, c2)));
      }
    }
  }

  @Test
  void controlDependencies_twoOutputsOfOneOperation_countOnce() {
    Operation two = graph.opBuilder("TwoFloatOutputs", "two").build();
    try (Scope outer = graph.controlDependencies(two.output(0));
        Scope inner = graph.controlDependencies(two.output(1), two)) {
      assertEquals(List.of(two), controls(TestOps.floats(graph, "x")));
    }
  }

  @Test
  void G22_finalizedGraph_refusesEveryChange() {
    graph.finalizeGraph();
    assertTrue(graph.isFinalized());
    List<org.junit.jupiter.api.function.Executable> changes =
        List.of(
            () -> TestOps.noOp(graph, "x"),
            () -> graph.addToCollection("k", 1),
            () -> graph.controlDependencies(a1),
            () -> graph.nameScope("s"),
            () -> graph.addControlInput(a2.operation(), a1.operation()));
    for (org.junit.jupiter.api.function.Executable change : changes) {
      SlimgraphException e = assertThrows(SlimgraphException.class, change);
      assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
      assertEquals("Graph is finalized and cannot be modified.", e.getMessage());
    }
  }

  @Test
  void G23_repeatedControlInputs_collapse() {
    Operation x = a1.operation();
    Operation y = a2.operation();
    Operation z = a3.operation();
    graph.addControlInput(z, x);
    graph.addControlInput(z, x);
    assertEquals(List.of(x), z.controlInputs());
    graph.addControlInput(z, x);
    graph.addControlInput(z, y);
    graph.addControlInput(z, y);
    assertEquals(List.of(x, y), z.controlInputs());
  }

  @Test
  void G25_feedingAndFetching_canBeForbidden() {
    assertTrue(graph.isFeedable(a1));
    assertTrue(graph.isFetchable(a1.operation()));
    graph.preventFeeding(a1);
    graph.preventFetching(a1.operation());
    assertFalse(graph.isFeedable(a1));
    assertFalse(graph.isFetchable(a1.operation()));
    assertTrue(graph.isFeedable(a2));
  }

  @Test
  void G26_nestedColocation_namesBothGroups() {
    Operation c;
    try (Scope outer = graph.colocateWith(a1);
        Scope inner = graph.colocateWith(a2)) {
      c = TestOps.noOp(graph, "c");
    }
    assertEquals(List.of("loc:@a1", "loc:@a2"), c.attrs().strings("_class"));
    assertEquals(List.of("loc:@a3"), a3.operation().colocationGroups());
    try (Scope outer = graph.colocateWith(a1);
        Scope cleared = graph.clearColocation()) {
      assertTrue(TestOps.noOp(graph, "d").attrs().find("_class").isEmpty());
    }
  }

  @Test
  void device_nestedScopes_mergeFieldByField() {
    try (Scope job = graph.device("/job:ps/task:1");
        Scope cpu = graph.device("/cpu:0")) {
      assertEquals("/job:ps/task:1/device:CPU:0", TestOps.noOp(graph, "x").device());
      try (Scope none = graph.device("")) {
        assertEquals("", TestOps.noOp(graph, "y").device());
      }
    }
    assertEquals("", TestOps.noOp(graph, "z").device());
  }
}

package org.slimgraph.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

class GraphNamesTest {
  private final Graph graph = TestOps.graph();

  private String unique(String name) {
    return graph.uniqueName(name, true);
  }

  @Test
  void G1_repeatedNames_getTheFirstFreeSuffix() {
    assertEquals("foo", graph.uniqueName("foo", false));
    assertEquals("foo", unique("foo"));
    assertEquals("foo_1", graph.uniqueName("foo", false));
    assertEquals("foo_1", unique("foo"));
    assertEquals("foo_2", unique("foo"));
    assertEquals("foo_1_1", graph.uniqueName("foo_1", false));
    assertEquals("foo_1_1", unique("foo_1"));
    assertEquals("foo_1_2", unique("foo_1"));
  }

  @Test
  void G2_scopes_nestAndReturnToTheRoot() {
    unique("foo");
    unique("foo");
    unique("foo");
    unique("baz");
    try (NameScope bar = graph.nameScope("bar")) {
      assertEquals("bar/", bar.name());
      assertEquals("bar/foo", unique("foo"));
      assertEquals("bar/foo_1", unique("foo"));
      try (NameScope root = graph.nameScope("")) {
        assertEquals("", root.name());
        assertEquals("foo_3", unique("foo"));
      }
      assertEquals("bar/baz", unique("baz"));
      try (NameScope baz = graph.nameScope("baz")) {
        assertEquals("bar/baz_1/", baz.name());
        assertEquals("bar/baz_1/foo", unique("foo"));
      }
    }
    assertEquals("foo_4", unique("foo"));
  }

  @Test
  void G3_scopesAndOperations_shareOneTable() {
    graph.nameScope("bar").close();
    graph.nameScope("bar").close();
    assertEquals("bar_2", unique("bar"));
  }

  @Test
  void G4_suffixAskedForFirst_isSkippedLater() {
    assertEquals("foo_2", unique("foo_2"));
    assertEquals("foo", unique("foo"));
    assertEquals("foo_1", unique("foo"));
    assertEquals("foo_3", unique("foo"));
  }

  @Test
  void G5_names_ignoreCase() {
    assertEquals("foo", unique("foo"));
    assertEquals("Foo_1", unique("Foo"));
    try (NameScope bar = graph.nameScope("bar")) {
      assertEquals("bar/foo", unique("foo"));
    }
    try (NameScope bar = graph.nameScope("Bar")) {
      assertEquals("Bar_1/foo", unique("foo"));
    }
  }

  @Test
  void G6_namesOfTf10_respectCase() {
    Graph old = new Graph(TestOps.REGISTRY, Compat.TF_1_0);
    assertEquals("foo", old.uniqueName("foo", true));
    assertEquals("Foo", old.uniqueName("Foo", true));
  }

  @Test
  void G7_scopeNames_areChecked() {
    graph.nameScope("").close();
    graph.nameScope("foo/").close();
    try (NameScope foo = graph.nameScope("foo")) {
      assertEquals("foo/_bar/", scopeName("_bar"));
    }
    assertInvalid("is not a valid scope name", () -> graph.nameScope("_bar"));
    assertInvalid("is not a valid scope name", () -> graph.nameScope("foo:0"));
  }

  private String scopeName(String name) {
    try (NameScope scope = graph.nameScope(name)) {
      return scope.name();
    }
  }

  @Test
  void G8_operationNames_areChecked() {
    for (String name : List.of("_invalid", "-invalid", "/invalid", "invalid:0")) {
      assertInvalid("is not a valid node name", () -> TestOps.noOp(graph, name));
    }
    assertEquals(0, graph.version());
  }

  @Test
  void G9_outputs_areNamedByIndex() {
    Operation two = graph.opBuilder("TwoFloatOutputs", "").build();
    assertEquals("TwoFloatOutputs:0", two.output(0).name());
    assertEquals("TwoFloatOutputs:1", two.output(1).name());
    assertEquals("FloatOutput", graph.opBuilder("FloatOutput", "").build().name());
    assertEquals("FloatOutput_1", graph.opBuilder("FloatOutput", "").build().name());
  }

  @Test
  void G10_nameWithSlash_isTakenVerbatim() {
    try (NameScope bar = graph.nameScope("bar")) {
      assertEquals("bar", TestOps.noOp(graph, bar.name()).name());
      assertEquals("bar/inside", TestOps.noOp(graph, "inside").name());
    }
  }

  @Test
  void G11_emptyScope_isTheRoot() {
    try (NameScope foo = graph.nameScope("foo");
        NameScope root = graph.nameScope("")) {
      assertEquals("", root.name());
      assertEquals("foo3", TestOps.noOp(graph, "foo3").name());
    }
  }

  @Test
  void nameScope_reentered_continuesItsNumbers() {
    String name;
    try (NameScope scope = graph.nameScope("layer")) {
      name = scope.name();
      TestOps.noOp(graph, "x");
    }
    try (NameScope scope = graph.nameScope(name)) {
      assertEquals("layer/x_1", TestOps.noOp(graph, "x").name());
    }
  }

  @Test
  void operation_nameTakenVerbatimTwice_isRefused() {
    TestOps.noOp(graph, "a/");
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> TestOps.noOp(graph, "a/"));
    assertEquals(ErrorCode.ALREADY_EXISTS, e.code());
    assertTrue(e.getMessage().contains("Duplicate node name in graph: 'a'"), e.getMessage());
  }

  private static void assertInvalid(String text, org.junit.jupiter.api.function.Executable code) {
    SlimgraphException e = assertThrows(SlimgraphException.class, code);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}

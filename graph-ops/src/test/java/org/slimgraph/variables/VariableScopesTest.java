package org.slimgraph.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.variables.Reuse.AUTO_REUSE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The rules of variable scopes, most of them rows of TF's own tests. */
class VariableScopesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private String variableName() {
    return tf.getVariable("w", Shape.scalar()).name();
  }

  private void assertNameScope(String expected, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      assertEquals(expected, scope.name());
    }
  }

  @Test
  void V14_scopeObjectReopenedElsewhere_keepsVariableNamesAndNestsNameScopes() {
    VariableScope tower;
    try (var open = tf.variableScope("tower4")) {
      tower = open.scope();
      assertEquals("tower4", open.name());
      assertNameScope("tower4/scope/", "scope");
    }
    try (var outer = tf.variableScope("tower5");
        var inner = tf.variableScope("tower4")) {
      assertEquals("tower5/tower4", inner.name());
      assertNameScope("tower5/tower4/scope/", "scope");
    }
    try (var outer = tf.variableScope("tower6");
        var shared = tf.variableScope(tower)) {
      assertEquals("tower4", shared.name());
      assertNameScope("tower6/tower4/scope/", "scope");
      assertEquals("tower4/w:0", variableName());
    }
  }

  @Test
  void V15_reentering_makesNameScopesUnique() {
    VariableScope tower;
    try (NameScope first = tf.nameScope("first")) {
      try (var open = tf.variableScope("tower")) {
        tower = open.scope();
        assertNameScope("first/tower/scope2/", "scope2");
      }
      try (var again = tf.variableScope(tower)) {
        assertNameScope("first/tower_1/scope2/", "scope2");
      }
      try (var again = tf.variableScope("tower")) {
        assertNameScope("first/tower_2/scope2/", "scope2");
      }
    }
    try (NameScope second = tf.nameScope("second")) {
      try (var open = tf.variableScope("tower")) {
        assertNameScope("second/tower/scope2/", "scope2");
      }
      try (var again = tf.variableScope(tower)) {
        assertNameScope("second/tower_1/scope2/", "scope2");
      }
    }
  }

  @Test
  void V15_rootScopeObject_opensNoNameScope() {
    VariableScope root = tf.getVariableScope();
    try (NameScope third = tf.nameScope("third");
        var open = tf.variableScope(root)) {
      assertEquals("", open.name());
      assertNameScope("third/scope2/", "scope2");
    }
  }

  @Test
  void V16_scopeObjectReuse_cannotBeUndone() {
    VariableScope reusing;
    try (var open = tf.variableScope("jump", Reuse.TRUE)) {
      reusing = open.scope();
    }
    for (Reuse asked : List.of(Reuse.INHERIT, Reuse.TRUE, Reuse.FALSE)) {
      try (var jump = tf.variableScope(reusing, asked)) {
        assertEquals(Reuse.TRUE, jump.scope().reuse(), asked.toString());
      }
    }
    VariableScope making;
    try (var open = tf.variableScope("jump", Reuse.FALSE)) {
      making = open.scope();
    }
    try (var jump = tf.variableScope(making)) {
      assertEquals(Reuse.FALSE, jump.scope().reuse());
    }
    try (var jump = tf.variableScope(making, Reuse.TRUE)) {
      assertEquals(Reuse.TRUE, jump.scope().reuse());
    }
    try (var jump = tf.variableScope(making, Reuse.FALSE)) {
      assertEquals(Reuse.FALSE, jump.scope().reuse());
    }
  }

  @Test
  void V16_reuseOfOuterScope_isInherited() {
    try (var outer = tf.variableScope("outer", Reuse.TRUE);
        var inner = tf.variableScope("inner", Reuse.FALSE)) {
      assertEquals(Reuse.TRUE, inner.scope().reuse());
    }
    try (var outer = tf.variableScope("outer")) {
      outer.scope().reuseVariables();
      try (var inner = tf.variableScope("inner")) {
        assertEquals(Reuse.TRUE, inner.scope().reuse());
      }
    }
    assertEquals(Reuse.FALSE, tf.getVariableScope().reuse());
  }

  @Test
  void V18_nameGivenTwice_sharesNamesAndRefusesTheVariable() {
    try (NameScope outer = tf.nameScope("outer")) {
      try (var tower = tf.variableScope(o -> o.name("tower").defaultName("default"))) {
        assertEquals("tower/w:0", variableName());
        assertNameScope("outer/tower/inner/", "inner");
      }
      try (var tower = tf.variableScope(o -> o.name("tower").defaultName("default"))) {
        assertThrows(SlimgraphException.class, this::variableName);
        assertNameScope("outer/tower_1/inner/", "inner");
      }
    }
  }

  @Test
  void V18_defaultNameTwice_isMadeUnique() {
    try (NameScope outer = tf.nameScope("outer")) {
      try (var first = tf.variableScope(o -> o.defaultName("default"))) {
        assertEquals("default/w:0", variableName());
        assertNameScope("outer/default/inner/", "inner");
      }
      try (var second = tf.variableScope(o -> o.defaultName("default"))) {
        assertEquals("default_1/w:0", variableName());
        assertNameScope("outer/default_1/inner/", "inner");
      }
    }
  }

  @Test
  void V19_jumpBetweenDefaultNames_continuesTheCount() {
    try (var open = tf.variableScope("default")) {
      try (var layer = tf.variableScope(o -> o.defaultName("layer"))) {
        assertEquals("default/layer/w:0", variableName());
      }
      try (var layer = tf.variableScope(o -> o.defaultName("layer"))) {
        assertEquals("default/layer_1/w:0", variableName());
      }
      tf.variableScope(open.scope()).close();
      try (var layer = tf.variableScope(o -> o.defaultName("layer"))) {
        assertEquals("default/layer_2/w:0", variableName());
      }
    }
  }

  @Test
  void reenteredByName_startsDefaultNamesAnew() {
    for (int round = 0; round < 2; round++) {
      try (var conv = tf.variableScope("Conv", AUTO_REUSE);
          var norm = tf.variableScope(o -> o.defaultName("BatchNorm"))) {
        assertEquals("Conv/BatchNorm/w:0", variableName());
      }
    }
  }

  @Test
  void V20_defaultNameWithReuse_isRefused() {
    for (Reuse reuse : List.of(Reuse.TRUE, AUTO_REUSE)) {
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () -> tf.variableScope(o -> o.defaultName("default").reuse(reuse)));
      assertEquals("reuse=True cannot be used without a name_or_scope", e.getMessage());
    }
  }

  @Test
  void neitherNameNorDefault_isRefused() {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.variableScope(o -> {}));
    assertEquals("If default_name is None then name_or_scope is required", e.getMessage());
  }

  @Test
  void V21_outerScopeReentered_numbersOpsAndKeepsVariables() {
    VariableScope outer;
    try (var open = tf.variableScope("outer")) {
      outer = open.scope();
    }
    try (var again = tf.variableScope(outer)) {
      assertEquals("outer/w:0", variableName());
      assertNameScope("outer_1/scope2/", "scope2");
      try (var inner = tf.variableScope("default")) {
        assertEquals("outer/default/w:0", variableName());
        assertNameScope("outer_1/default/scope2/", "scope2");
      }
    }
    try (var again = tf.variableScope(outer, Reuse.TRUE)) {
      assertEquals("outer/w:0", variableName());
      assertNameScope("outer_2/scope2/", "scope2");
      try (var inner = tf.variableScope("default", Reuse.TRUE)) {
        assertEquals("outer/default/w:0", variableName());
        assertNameScope("outer_2/default/scope2/", "scope2");
      }
    }
  }

  @Test
  void originalNameScope_isTheOneOpenedWithTheScope() {
    try (var first = tf.variableScope("a")) {
      assertEquals("a/", first.scope().originalNameScope());
    }
    try (var second = tf.variableScope("a")) {
      assertEquals("a_1/", second.scope().originalNameScope());
      try (var jump = tf.variableScope(second.scope())) {
        assertEquals("a_1/", jump.scope().originalNameScope());
      }
    }
  }

  @Test
  void noAuxiliaryNameScope_staysInTheCurrentOne() {
    try (NameScope scope = tf.nameScope("ops");
        var open = tf.variableScope(o -> o.name("v").auxiliaryNameScope(false))) {
      assertEquals("ops/", graph.currentNameScope());
      assertEquals("v/w:0", variableName());
    }
    try (var open = tf.variableScope(o -> o.name("v").auxiliaryNameScope(false))) {
      assertEquals("", graph.currentNameScope());
    }
  }

  @Test
  void closedOutOfOrder_isRefused() {
    Scope outer = tf.variableScope("outer");
    Scope inner = tf.variableScope("inner");
    SlimgraphException e = assertThrows(SlimgraphException.class, outer::close);
    assertEquals("Improper nesting of variable_scope.", e.getMessage());
    assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
    inner.close();
    outer.close();
    assertEquals("", tf.getVariableScope().name());
  }

  @Test
  void getCollection_filtersByTheScopesName() {
    try (var open = tf.variableScope("a")) {
      Variable w = tf.getVariable("w", Shape.scalar());
      try (var other = tf.variableScope(tf.getVariableScope())) {
        assertEquals(List.of(w), other.scope().getCollection(GraphKeys.GLOBAL_VARIABLES));
      }
      assertEquals(List.of(w), open.scope().trainableVariables());
    }
    try (var open = tf.variableScope("ab")) {
      assertEquals(List.of(), open.scope().globalVariables());
    }
    assertEquals(1, tf.getVariableScope().globalVariables().size());
  }

  @Test
  void dtypeAndResourceOfScope_areInherited() {
    try (var open = tf.variableScope(o -> o.name("s").dtype(DataType.DOUBLE).useResource(true));
        var inner = tf.variableScope("t")) {
      Variable v = tf.getVariable("w", Shape.of(2));
      assertEquals(DataType.DOUBLE, v.dataType());
      assertTrue(v.isResource());
      Variable f = tf.getVariable("f", Shape.of(2), o -> o.dtype(DataType.FLOAT));
      assertEquals(DataType.FLOAT, f.dataType());
    }
  }

  @Test
  void V22_getterThatSumsTwoVariables_returnsTheSum() {
    CustomGetter sum =
        (getter, request) -> {
          Variable first = getter.apply(request.withName(request.name() + "/0"));
          Variable second = getter.apply(request.withName(request.name() + "/1"));
          try (NameScope scope = tf.nameScope("custom_getter")) {
            return Variable.computed(add(first.value(), second.value(), "add"));
          }
        };
    Variable v;
    try (var open = tf.variableScope(o -> o.name("scope").customGetter(sum))) {
      v = tf.getVariable("v", Shape.of(1, 2, 3));
    }
    assertEquals(Shape.of(1, 2, 3), v.shape());
    assertEquals(
        List.of("scope/v/0:0", "scope/v/1:0"),
        tf.trainableVariables().stream().map(Variable::name).toList());
    assertEquals("custom_getter/add:0", v.name());
    SlimgraphException e = assertThrows(SlimgraphException.class, v::initializer);
    assertTrue(e.getMessage().contains("custom getter"), e.getMessage());
  }

  @Test
  void V23_nestedGetters_composeFromTheInside() {
    CustomGetter sum = combining("sum");
    CustomGetter product = combining("prod");
    try (var a = tf.variableScope(o -> o.name("prod_scope").customGetter(product));
        var b = tf.variableScope(o -> o.name("sum_scope").customGetter(sum));
        var c = tf.variableScope(o -> o.name("inner_sum_scope").customGetter(sum))) {
      tf.getVariable("v", Shape.of(1, 2, 3));
    }
    List<String> names = tf.trainableVariables().stream().map(Variable::name).toList();
    assertEquals(8, names.size());
    int next = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          assertEquals(
              "prod_scope/sum_scope/inner_sum_scope/v/sum_" + i + "/sum_" + j + "/prod_" + k + ":0",
              names.get(next++));
        }
      }
    }
  }

  private CustomGetter combining(String word) {
    return (getter, request) -> {
      Variable first = getter.apply(request.withName(request.name() + "/" + word + "_0"));
      Variable second = getter.apply(request.withName(request.name() + "/" + word + "_1"));
      return Variable.computed(add(first.value(), second.value(), word));
    };
  }

  private Output add(Output x, Output y, String name) {
    return graph.opBuilder("Add", name).input(x).input(y).build().output(0);
  }
}

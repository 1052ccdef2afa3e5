package org.slimgraph.variables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.variables.Reuse.AUTO_REUSE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** When {@code getVariable} makes, shares and refuses, and what it inherits. */
class GetVariableTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static String message(Runnable action) {
    return assertThrows(SlimgraphException.class, action::run).getMessage();
  }

  @Test
  void V12_nameExists_isSharedOrRefusedAsReuseSays() {
    Variable v = tf.getVariable("v", Shape.of(1), o -> o.reuse(AUTO_REUSE));
    assertSame(v, tf.getVariable("v", Shape.of(1), o -> o.reuse(AUTO_REUSE)));
    tf.getVariable("w", Shape.of(1), o -> o.reuse(Reuse.FALSE));
    String exists = message(() -> tf.getVariable("v", Shape.of(1), o -> o.reuse(Reuse.FALSE)));
    assertTrue(
        exists.startsWith(
            "Variable v already exists, disallowed. Did you mean to set reuse=True or"
                + " reuse=tf.AUTO_REUSE in VarScope? Originally defined at: GetVariableTest.java:"),
        exists);
    assertSame(v, tf.getVariable("v", Shape.of(1), o -> o.reuse(Reuse.TRUE)));
    assertEquals(
        "Variable u does not exist, or was not created with tf.get_variable(). Did you mean to set"
            + " reuse=tf.AUTO_REUSE in VarScope?",
        message(() -> tf.getVariable("u", Shape.of(1), o -> o.reuse(Reuse.TRUE))));
  }

  @Test
  void V12_atTheRoot_secondGetIsRefused() {
    tf.getVariable("v", Shape.of(1));
    assertThrows(SlimgraphException.class, () -> tf.getVariable("v", Shape.of(1)));
  }

  @Test
  void V12_inTf10_messagesNameNoAutoReuse() {
    Ops old = Ops.on(new Graph(Compat.TF_1_0));
    old.getVariable("v", Shape.of(1));
    String exists = message(() -> old.getVariable("v", Shape.of(1)));
    assertTrue(exists.contains("Did you mean to set reuse=True in VarScope?"), exists);
    String missing = message(() -> old.getVariable("u", Shape.of(1), o -> o.reuse(Reuse.TRUE)));
    assertTrue(missing.contains("Did you mean to set reuse=None in VarScope?"), missing);
  }

  @Test
  void V13_initializerOfScope_isInheritedByNameAndByObject() {
    Initializer init = Initializers.constant(0.3);
    try (var tower = tf.variableScope("tower0")) {
      Variable v;
      try (var foo = tf.variableScope(o -> o.name("foo").initializer(init))) {
        v = tf.getVariable("v", Shape.scalar());
      }
      Variable w;
      try (var jump = tf.variableScope(o -> o.scope(tower.scope()).initializer(init))) {
        w = tf.getVariable("w", Shape.scalar());
      }
      try (Session session = Session.open(graph)) {
        session.run(tf.globalVariablesInitializer());
        assertEquals(0.3f, session.run(v.value()).floats()[0]);
        assertEquals(0.3f, session.run(w.value()).floats()[0]);
      }
    }
  }

  @Test
  void V17_autoReuse_findsTheVariableAgain() {
    for (float value : new float[] {42, 13, 17}) {
      Variable made;
      try (var open = tf.variableScope("bar", AUTO_REUSE)) {
        made = tf.getVariable("var", Shape.scalar());
      }
      Output assigned = made.assign(tf.constant(value));
      try (var open = tf.variableScope("bar", AUTO_REUSE)) {
        assertSame(made, tf.getVariable("var", Shape.scalar()));
      }
      try (Session session = Session.open(graph)) {
        assertEquals(value, session.run(assigned).floats()[0]);
      }
    }
    assertEquals(1, tf.globalVariables().size());
  }

  @Test
  void shared_otherShapeOrType_isRefused() {
    tf.getVariable("x", Shape.of(1));
    assertEquals(
        "Trying to share variable x, but specified shape (2,) and found shape (1,).",
        message(() -> tf.getVariable("x", Shape.of(2), o -> o.reuse(Reuse.TRUE))));
    assertEquals(
        "Trying to share variable x, but specified dtype int32 and found dtype float.",
        message(
            () ->
                tf.getVariable("x", Shape.of(1), o -> o.dtype(DataType.INT32).reuse(Reuse.TRUE))));
    assertEquals(Shape.of(1), tf.getVariable("x", o -> o.reuse(Reuse.TRUE)).shape());
  }

  @Test
  void plainVariable_cannotBeReused() {
    tf.variable(Tensor.scalar(1f), o -> o.name("x"));
    assertThrows(
        SlimgraphException.class,
        () -> tf.getVariable("x", Shape.scalar(), o -> o.reuse(Reuse.TRUE)));
  }

  @Test
  void nameScope_doesNotMatter() {
    try (NameScope scope = tf.nameScope("ops")) {
      assertEquals("x:0", tf.getVariable("x", Shape.scalar()).name());
      assertEquals("ops/", graph.currentNameScope());
    }
  }

  @Test
  void constantInitializer_bringsShapeAndType() {
    Variable v = tf.getVariable("x", o -> o.initialValue(Tensor.vector(1, 2, 3)));
    assertEquals(DataType.INT32, v.dataType());
    assertEquals(Shape.of(3), v.shape());
    assertTrue(graph.findOperation("x/initial_value").isPresent());
    assertTrue(
        message(() -> tf.getVariable("y", Shape.of(3), o -> o.initialValue(Tensor.scalar(1f))))
            .startsWith("If initializer is a constant, do not specify shape."));
    assertEquals(
        "Initializer type 'float' and explicit dtype 'double' don't match.",
        message(
            () ->
                tf.getVariable(
                    "z", o -> o.initialValue(Tensor.scalar(1f)).dtype(DataType.DOUBLE))));
  }

  @Test
  void unknownShape_isRefused() {
    String text = message(() -> tf.getVariable("x", Shape.of(-1, 2)));
    assertTrue(text.startsWith("The initializer passed is not valid."), text);
    Ops old = Ops.on(new Graph(Compat.TF_1_0));
    assertEquals(
        "Shape of a new variable (x) must be fully defined, but instead was (?, 2).",
        message(() -> old.getVariable("x", Shape.of(-1, 2))));
  }

  @Test
  void defaultInitializer_dependsOnTheType() {
    Variable f = tf.getVariable("f", Shape.of(4, 5));
    assertTrue(graph.findOperation("f/Initializer/random_uniform/RandomUniform").isPresent());
    assertEquals("Add", f.initialValue().operation().type());
    for (DataType type : List.of(DataType.INT64, DataType.BOOL, DataType.STRING)) {
      Variable v = tf.getVariable(type.tfName(), Shape.of(2), o -> o.dtype(type));
      assertEquals(type.tfName() + "/Initializer/zeros:0", v.initialValue().name());
    }
    assertEquals(
        "An initializer for variable c of complex64 is required",
        message(() -> tf.getVariable("c", Shape.of(2), o -> o.dtype(DataType.COMPLEX64))));
  }

  @Test
  void regularizer_runsOnceAtCreation() {
    List<Output> seen = new ArrayList<>();
    Regularizer regularizer =
        (ops, weights) -> {
          seen.add(weights);
          return Optional.of(ops.identity(weights, "loss"));
        };
    Variable v;
    try (var open = tf.variableScope(o -> o.name("s").regularizer(regularizer))) {
      v = tf.getVariable("w", Shape.scalar());
      tf.getVariable("b", Shape.scalar(), o -> o.regularizer(Regularizer.NONE));
      open.scope().reuseVariables();
      tf.getVariable("w", Shape.scalar());
    }
    assertEquals(List.of(v.value()), seen);
    List<Output> losses = tf.collection(GraphKeys.REGULARIZATION_LOSSES);
    assertEquals(1, losses.size());
    assertEquals("s/w/Regularizer/loss:0", losses.get(0).name());
    assertEquals(List.of("loc:@s/w"), losses.get(0).operation().attrs().strings("_class"));
  }

  @Test
  void regularizer_withoutLoss_addsNothing() {
    tf.getVariable("w", Shape.scalar(), o -> o.regularizer((ops, w) -> Optional.empty()));
    assertEquals(List.of(), tf.collection(GraphKeys.REGULARIZATION_LOSSES));
  }

  @Test
  void collections_areThoseAskedFor() {
    Variable v =
        tf.getVariable(
            "w",
            Shape.scalar(),
            o -> o.collections(GraphKeys.MODEL_VARIABLES, GraphKeys.GLOBAL_VARIABLES));
    Variable local = tf.getLocalVariable("count", Shape.scalar(), o -> {});
    assertEquals(List.of(v), tf.modelVariables());
    assertEquals(List.of(v), tf.globalVariables());
    assertEquals(List.of(v), tf.trainableVariables());
    assertEquals(List.of(local), tf.localVariables());
    assertEquals(List.of(), tf.movingAverageVariables());
  }

  @Test
  void V44_graphSeedOnly_derivesTheOpSeedFromTheOperationCount() {
    assertEquals(5, seedOfFirstVariable(false, 3));
    assertEquals(6, seedOfFirstVariable(true, 3));
    assertNotEquals(firstValue(false), firstValue(true));
    assertArrayEquals(firstValue(false), firstValue(false));
  }

  /** Three operations of random_uniform come before its RandomUniform: shape, min, max. */
  private static long seedOfFirstVariable(boolean another, int before) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    graph.setSeed(7);
    tf.constant(1f);
    tf.constant(2f);
    if (another) {
      tf.constant(3f);
    }
    tf.getVariable("w", Shape.of(2));
    var op = graph.operation("w/Initializer/random_uniform/RandomUniform");
    assertEquals(7, op.attrs().integer("seed"));
    assertEquals(op.id() - 1, op.attrs().integer("seed2"));
    assertEquals(before + (another ? 3 : 2), op.id() - 1);
    return op.attrs().integer("seed2");
  }

  private static float[] firstValue(boolean another) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    graph.setSeed(7);
    if (another) {
      tf.constant(3f);
    }
    Variable w = tf.getVariable("w", Shape.of(5));
    try (Session session = Session.open(graph)) {
      session.run(w.initializer());
      return session.run(w.value()).floats();
    }
  }
}

package org.slimgraph.variables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Single variables: their operations, values and groups. */
class VariableTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static float scalar(Session session, Output output) {
    return session.run(output).floats()[0];
  }

  private List<String> opNames() {
    return graph.operations().stream().map(op -> op.type() + " " + op.name()).toList();
  }

  @Test
  void byReference_isMadeOfTheOperationsOfTf() {
    Variable w = tf.variable(Tensor.scalar(1f), o -> o.name("w"));
    assertEquals(
        List.of("Const w/initial_value", "VariableV2 w", "Assign w/Assign", "Identity w/read"),
        opNames());
    assertEquals(List.of("loc:@w"), w.initializer().attrs().strings("_class"));
    assertEquals(List.of("loc:@w"), w.value().operation().attrs().strings("_class"));
    assertTrue(w.initializer().attrs().bool("use_locking"));
    assertEquals(DataType.FLOAT_REF, w.ref().dataType());
  }

  @Test
  void byReference_built_colocatesTheInitializer() {
    tf.getVariable("w", Shape.of(2), o -> o.initializer(Initializers.zeros()));
    assertEquals(
        List.of("Const w/Initializer/zeros", "VariableV2 w", "Assign w/Assign", "Identity w/read"),
        opNames());
    graph
        .operations()
        .forEach(op -> assertEquals(List.of("loc:@w"), op.attrs().strings("_class"), op.name()));
  }

  @Test
  void byHandle_isMadeOfTheOperationsOfTf() {
    Variable w =
        tf.getVariable("w", Shape.of(2), o -> o.initializer(Initializers.ones()).useResource(true));
    assertEquals(
        List.of(
            "Const w/Initializer/ones",
            "VarHandleOp w",
            "VarIsInitializedOp w/IsInitialized/VarIsInitializedOp",
            "AssignVariableOp w/Assign",
            "ReadVariableOp w/Read/ReadVariableOp"),
        opNames());
    assertEquals("w", w.operation().attrs().string("shared_name"));
    assertEquals(Shape.of(2), w.shape());
    assertEquals("w:0", w.name());
    assertEquals("w", w.opName());
  }

  @Test
  void V1_uninitialised_isRefusedAndNamesAreUnique() {
    Variable first = tf.variable(Tensor.scalar(0f));
    Variable second = tf.variable(Tensor.scalar(1.1f));
    assertEquals("Variable:0", first.name());
    assertEquals("Variable_1:0", second.name());
    assertEquals(Shape.scalar(), first.shape());
    try (Session session = Session.open(graph)) {
      SlimgraphException e =
          assertThrows(SlimgraphException.class, () -> session.run(first.value()));
      assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
      assertTrue(
          e.getMessage().startsWith("Attempting to use uninitialized value Variable"),
          e.getMessage());
      session.run(tf.globalVariablesInitializer());
      assertEquals(0f, scalar(session, first.value()));
      assertEquals(1.1f, scalar(session, second.value()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void V2_assignments_fetchedOneAtATime_giveTheNewValue(boolean resource) {
    Variable v = tf.variable(Tensor.scalar(0f), o -> o.useResource(resource));
    Output plusOne = v.assignAdd(tf.constant(1f));
    Output minusTwo = v.assignSub(tf.constant(2f));
    Output four = v.assign(tf.constant(4f));
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertEquals(0f, scalar(session, v.value()));
      assertEquals(1f, scalar(session, plusOne));
      assertEquals(1f, scalar(session, v.value()));
      assertEquals(-1f, scalar(session, minusTwo));
      assertEquals(-1f, scalar(session, v.value()));
      assertEquals(4f, scalar(session, four));
      assertEquals(4f, scalar(session, v.value()));
    }
  }

  @Test
  void V3_collections_followTheTrainableFlag() {
    Variable x = tf.variable(Tensor.scalar(2f));
    Variable y = tf.variable(Tensor.scalar(2f), o -> o.trainable(false));
    Variable z = tf.variable(Tensor.scalar(2f), o -> o.trainable(true));
    Variable t =
        tf.variable(
            Tensor.scalar(2f),
            o ->
                o.collections(GraphKeys.TRAINABLE_VARIABLES, GraphKeys.GLOBAL_VARIABLES)
                    .trainable(true));
    assertEquals(List.of(x, y, z, t), tf.globalVariables());
    assertEquals(List.of(x, z, t), tf.trainableVariables());
  }

  @Test
  void V4_collectionsWithScope_matchAtTheStart() {
    Variable x;
    Variable y;
    try (NameScope scope = tf.nameScope("scope_1")) {
      x = tf.variable(Tensor.scalar(2f));
    }
    try (NameScope scope = tf.nameScope("scope_2")) {
      y = tf.variable(Tensor.scalar(2f));
    }
    assertEquals(List.of(x, y), tf.globalVariables());
    assertEquals(List.of(x), tf.globalVariables("scope_1"));
    assertEquals(List.of(y), tf.trainableVariables("scope_2"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void V5_insideControlDependencies_nothingOfAVariableWaits(boolean resource) {
    Output c = tf.constant(1f);
    Output d;
    Variable v;
    try (Scope waiting = tf.controlDependencies(c)) {
      d = tf.constant(2f);
      v = tf.variable(Tensor.scalar(2f), o -> o.useResource(resource));
    }
    assertEquals(List.of(c.operation()), d.operation().controlInputs());
    assertEquals(List.of(), v.initializer().controlInputs());
    assertEquals(List.of(), v.value().operation().controlInputs());
    assertEquals(List.of(), v.operation().controlInputs());
    assertEquals(List.of(), v.initialValue().operation().controlInputs());
    try (Scope waiting = tf.controlDependencies(c)) {
      assertEquals(
          List.of(c.operation()),
          (resource ? v.readValue().operation().input(0).operation() : v.readValue().operation())
              .controlInputs());
    }
  }

  @Test
  void V6_chainedRandomInitialValues_initializeInOneRun() {
    Variable rnd = tf.variable(tf.random().uniform(Shape.of(3, 6)), o -> o.name("rnd"));
    Variable dep = tf.variable(rnd.value(), o -> o.name("dep"));
    Output sum = graph.opBuilder("Add", "").input(rnd.value()).input(dep.value()).build().output(0);
    Variable depdep = tf.variable(sum, o -> o.name("depdep"));
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      float[] first = session.run(rnd.value()).floats();
      assertArrayEquals(first, session.run(dep.value()).floats());
      float[] third = session.run(depdep.value()).floats();
      for (int i = 0; i < first.length; i++) {
        assertEquals(first[i] + first[i], third[i]);
      }
    }
  }

  @Test
  void V7_tensorFromInsideControlFlow_isRefused() {
    Output inside;
    Variable lifted;
    try (Scope loop = graph.enterContext(operation -> {})) {
      inside = tf.constant(1f);
      lifted = tf.variable(() -> tf.constant(1f), o -> o.name("lifted"));
    }
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.variable(inside));
    assertTrue(e.getMessage().contains("inside a control-flow"), e.getMessage());
    assertTrue(lifted.initializer().controlFlowContext().isEmpty());
    assertTrue(lifted.initialValue().operation().controlFlowContext().isEmpty());
  }

  @Test
  void V8_callableInitialValue_isBuiltInTheVariablesScope() {
    Tensor value = Tensor.of(Shape.of(1, 1), new float[] {-42f});
    Variable v = tf.variable(() -> tf.constant(value), o -> o.name("v"));
    assertEquals("v/Initializer/Const:0", v.initialValue().name());
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(value, session.run(v.value()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void V9_load_setsTheValueAtOnce(boolean resource) {
    Variable v =
        tf.variable(Tensor.of(Shape.of(2), new float[] {3, 4}), o -> o.useResource(resource));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      v.load(Tensor.vector(1f, 1f), session);
      assertEquals(Tensor.vector(1f, 1f), session.run(v.value()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void V10_uninitialisedVariables_areReported(boolean resource) {
    Variable v = tf.variable(Tensor.vector(1, 2), o -> o.name("v").useResource(resource));
    Variable w =
        tf.variable(
            Tensor.vector(3, 4),
            o -> o.name("w").collections(GraphKeys.LOCAL_VARIABLES).trainable(false));
    Output report = tf.reportUninitializedVariables();
    Output vIsSet = tf.isVariableInitialized(v);
    try (Session session = Session.open(graph)) {
      assertEquals(Tensor.strings(Shape.of(2), "v", "w"), session.run(report));
      assertFalse(session.run(vIsSet).booleans()[0]);
      session.run(w.initializer());
      assertEquals(Tensor.strings(Shape.of(1), "v"), session.run(report));
      session.run(v.initializer());
      assertEquals(0, session.run(report).size());
      assertTrue(session.run(vIsSet).booleans()[0]);
    }
  }

  @Test
  void V10_noVariables_reportsNothing() {
    Output report = tf.reportUninitializedVariables();
    try (Session session = Session.open(graph)) {
      assertEquals(Tensor.strings(Shape.of(0)), session.run(report));
    }
  }

  @Test
  void initializer_coversTheVariablesThatExist() {
    Operation none = tf.globalVariablesInitializer();
    assertEquals("init", none.name());
    assertEquals(List.of(), none.controlInputs());
    Variable v = tf.variable(Tensor.scalar(1f));
    Operation one = tf.globalVariablesInitializer();
    tf.variable(Tensor.scalar(2f));
    assertEquals("init_1", one.name());
    assertEquals(List.of(v.initializer()), one.controlInputs());
    assertEquals("NoOp", tf.localVariablesInitializer().type());
  }

  @Test
  void initialValue_ofUnknownShape_isRefused() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.variable(x));
    assertTrue(
        e.getMessage().startsWith("initial_value must have a shape specified"), e.getMessage());
  }

  @Test
  void unvalidated_takesAnyShape() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Variable v = tf.variable(x, o -> o.validateShape(false));
    Output other = tf.assign(v.ref(), x, false, "other");
    try (Session session = Session.open(graph)) {
      session.runner().feed(x, Tensor.vector(1f, 2f)).target(v.initializer()).run();
      assertEquals(Tensor.vector(1f, 2f), session.run(v.value()));
      Tensor three = Tensor.vector(1f, 2f, 3f);
      assertEquals(three, session.runner().feed(x, three).fetch(other).run().get(0));
    }
  }

  @Test
  void assignOfAnotherShape_isRefusedWhenBuilt() {
    Variable ref = tf.variable(Tensor.vector(1f, 2f));
    Output three = tf.constant(new float[] {1, 2, 3});
    assertThrows(SlimgraphException.class, () -> ref.assign(three));
    Variable handle = tf.variable(Tensor.vector(1f, 2f), o -> o.useResource(true));
    assertThrows(SlimgraphException.class, () -> handle.assign(three));
  }

  @Test
  void readBeforeAnUpdateOfTheSameRun_keepsItsValue() {
    Variable v = tf.variable(Tensor.scalar(1f));
    Output before = tf.identity(v.value());
    Operation update;
    try (Scope after = tf.controlDependencies(before)) {
      update = v.assignAddOp(tf.constant(1f), "AssignAdd");
    }
    Output late;
    try (Scope after = tf.controlDependencies(update)) {
      late = tf.identity(before);
    }
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(1f, scalar(session, late));
      assertEquals(2f, scalar(session, v.value()));
    }
  }

  @Test
  void globalStep_isMadeOnce() {
    assertTrue(tf.getGlobalStep().isEmpty());
    Variable step = tf.getOrCreateGlobalStep();
    assertEquals(DataType.INT64, step.dataType());
    assertEquals("global_step:0", step.name());
    assertFalse(step.trainable());
    assertEquals(step, tf.getOrCreateGlobalStep());
    assertEquals(List.of(step), graph.collection(GraphKeys.GLOBAL_STEP));
    assertEquals(List.of(step), tf.globalVariables());
    assertEquals(
        "\"global_step\" already exists.",
        assertThrows(SlimgraphException.class, tf::createGlobalStep).getMessage());
  }

  @Test
  void existing_ofAFilesOperations_behavesAsTheOriginal() {
    Variable made = tf.variable(Tensor.scalar(1f), o -> o.name("w"));
    Variable found =
        Variable.existing(
            graph.output("w:0"), graph.output("w/read:0"), graph.operation("w/Assign"), true);
    assertEquals(made.name(), found.name());
    assertEquals(made.initialValue(), found.initialValue());
    assertEquals(Variable.Kind.REFERENCE, found.kind());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void initializedValue_isTheInitialValueUntilThereIsAValue(boolean byHandle) {
    Variable v = tf.variable(Tensor.scalar(3f), o -> o.name("v").useResource(byHandle));
    Output value = v.initializedValue();
    assertEquals("cond/Merge:0", value.name());
    try (Session session = Session.open(graph)) {
      assertEquals(3f, session.run(value).floats()[0]);
      v.load(Tensor.scalar(5f), session);
      assertEquals(5f, session.run(value).floats()[0]);
    }
  }
}

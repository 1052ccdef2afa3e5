package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Variable;

/** Optimizers: values after steps, slots, names, messages. */
class OptimizerTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Variable variable(String name, boolean resource, float... values) {
    return tf.variable(
        Tensor.of(Shape.of(values.length), values), o -> o.name(name).useResource(resource));
  }

  private Variable variable(String name, float... values) {
    return variable(name, false, values);
  }

  private Output gradient(float... values) {
    return tf.constant(values);
  }

  /** Runs a step some times and returns the value of {@code variable} after each. */
  private float[][] run(Operation step, Output variable, int times) {
    float[][] values = new float[times][];
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      for (int i = 0; i < times; i++) {
        session.runner().target(step).run();
        values[i] = session.run(variable).floats();
      }
    }
    return values;
  }

  private float[][] train(
      Function<TrainOps, Optimizer> kind, boolean resource, float start, float g, int times) {
    Variable w = variable("w", resource, start);
    Operation step =
        kind.apply(tf.train()).applyGradients(List.of(GradientAndVariable.of(gradient(g), w)));
    return run(step, w.value(), times);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r29_gradientDescent(boolean resource) {
    Variable v = variable("v", resource, 1, 2);
    Variable w = variable("w", resource, 3, 4);
    Optimizer optimizer = tf.train().gradientDescent(3.0);
    Operation step =
        optimizer.applyGradients(
            List.of(
                GradientAndVariable.of(gradient(.1f, .1f), v),
                GradientAndVariable.of(gradient(.01f, .01f), w)));
    assertArrayEquals(new float[] {.7f, 1.7f}, run(step, v.value(), 1)[0], 1e-6f);
    assertArrayEquals(new float[] {2.97f, 3.97f}, run(step, w.value(), 1)[0], 1e-6f);
    assertEquals(List.of(), optimizer.getSlotNames());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r30_globalStep_countsAfterTheUpdates(boolean resource) {
    Variable v = variable("v", resource, 1, 2);
    Variable count =
        tf.variable(Tensor.scalar(0L), o -> o.name("step").trainable(false).useResource(resource));
    Operation step =
        tf.train()
            .gradientDescent(3.0)
            .applyGradients(List.of(GradientAndVariable.of(gradient(.1f, .1f), v)), count);
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      session.runner().target(step).run();
      assertEquals(1L, session.run(count.value()).longs()[0]);
    }
    assertEquals("GradientDescent", step.name());
    assertEquals(resource ? "AssignAddVariableOp" : "AssignAdd", step.type());
    assertEquals("NoOp", graph.operation("GradientDescent/update").type());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r31_momentum(boolean resource) {
    Variable w = variable("w", resource, 1);
    Optimizer optimizer = tf.train().momentum(2.0, .9);
    Operation step = optimizer.applyGradients(List.of(GradientAndVariable.of(gradient(.1f), w)));
    Output slot = optimizer.getSlot(w, "momentum").orElseThrow().value();
    float[][] slots = run(step, slot, 2);
    assertEquals(.1f, slots[0][0], 1e-7f);
    assertEquals(.19f, slots[1][0], 1e-7f);
    float[][] weights = run(step, w.value(), 2);
    assertEquals(.8f, weights[0][0], 1e-6f);
    assertEquals(.42f, weights[1][0], 1e-6f);
  }

  @Test
  void r32_nesterov() {
    float[][] w = train(t -> t.momentum(2.0, .9, o -> o.useNesterov(true)), false, 1, .1f, 2);
    assertEquals(.62f, w[0][0], 1e-6f);
    assertEquals(.078f, w[1][0], 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r33_adam(boolean resource) {
    float[][] w = train(TrainOps::adam, resource, 1, .1f, 3);
    assertEquals(.999f, w[0][0], 1e-6f);
    assertEquals(.998f, w[1][0], 1e-6f);
    assertEquals(.997f, w[2][0], 1e-6f);
    Output beta1 =
        resource
            ? graph.output("beta1_power/Read/ReadVariableOp:0")
            : graph.output("beta1_power/read:0");
    float[][] powers = run(graph.operation("Adam"), beta1, 3);
    for (int t = 0; t < 3; t++) {
      assertEquals(Math.pow(.9, t + 2), powers[t][0], 1e-6);
    }
  }

  @Test
  void r34_adam_addsEpsilonOutsideOfTheRoot() {
    // 1 - 0.999 in float is 2e-5 of itself too large.
    assertEquals(-.03065343f, train(t -> t.adam(1.0), false, 0, 1e-8f, 1)[0][0], 1e-6f);
  }

  @Test
  void r35_rmsProp() {
    Variable w = variable("w", 1);
    Optimizer optimizer = tf.train().rmsProp(2.0, o -> o.decay(.9).epsilon(1));
    Operation step = optimizer.applyGradients(List.of(GradientAndVariable.of(gradient(.1f), w)));
    assertEquals(
        .901f, run(step, optimizer.getSlot(w, "rms").orElseThrow().value(), 1)[0][0], 1e-6f);
    assertEquals(1 - .2 / Math.sqrt(1.901), run(step, w.value(), 1)[0][0], 1e-6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r36_rmsPropWithMomentum(boolean resource) {
    float[][] w =
        train(t -> t.rmsProp(2.0, o -> o.momentum(.5).epsilon(1e-5)), resource, 1, .1f, 2);
    assertEquals(.7892997f, w[0][0], 1e-6f);
    assertEquals(.4619888f, w[1][0], 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r37_adagrad(boolean resource) {
    float[][] w = train(t -> t.adagrad(3.0, .1), resource, 1, .1f, 3);
    assertEquals(-1.6026099f, w[2][0], 1e-6f);
  }

  @Test
  void adagrad_initialValueOfZero_isRefused() {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.train().adagrad(3.0, 0));
    assertTrue(e.getMessage().contains("initial_accumulator_value must be positive: 0.0"));
  }

  private float[] rows(Function<TrainOps, Optimizer> kind, boolean resource, int... indices) {
    Graph other = new Graph();
    Ops ops = Ops.on(other);
    Variable table =
        ops.variable(
            Tensor.of(Shape.of(3, 1), new float[] {1, 2, 3}),
            o -> o.name("table").useResource(resource));
    Output loss = ops.times(ops.reduceSum(ops.gather(table.value(), ops.constant(indices))), .1f);
    if (indices.length == 1) {
      loss = ops.times(loss, 2);
    }
    Operation step = kind.apply(ops.train()).minimize(loss);
    Operation init = ops.globalVariablesInitializer();
    try (Session session = Session.open(other)) {
      session.runner().target(init).run();
      for (int i = 0; i < 3; i++) {
        session.runner().target(step).run();
      }
      return session.run(table.value()).floats();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r38_repeatedRows_equalTheirSum(boolean resource) {
    List<Function<TrainOps, Optimizer>> kinds =
        List.of(
            t -> t.adagrad(3.0, .1),
            t -> t.gradientDescent(.5),
            t -> t.momentum(.5, .9),
            t -> t.rmsProp(.5),
            t -> t.rmsProp(.5, o -> o.centered(true)),
            t -> t.adadelta(.5, o -> {}),
            t -> t.ftrl(.5),
            t -> t.ftrl(.5, o -> o.l2ShrinkageRegularizationStrength(.1)),
            t -> t.adam(.5));
    for (Function<TrainOps, Optimizer> kind : kinds) {
      float[] repeated = rows(kind, resource, 1, 1);
      assertArrayEquals(rows(kind, resource, 1), repeated, 1e-6f);
      assertEquals(1, repeated[0]);
      assertTrue(repeated[1] < 2);
      assertEquals(3, repeated[2]);
    }
  }

  @Test
  void rows_areAppliedBySparseOps() {
    rows(t -> t.momentum(.5, .9), false, 1, 1);
    Variable table = tf.variable(Tensor.of(Shape.of(2, 1), new float[2]), o -> o.name("table"));
    Output loss = tf.reduceSum(tf.gather(table.value(), tf.constant(new int[] {1})));
    tf.train().momentum(.5, .9).minimize(loss);
    assertEquals(
        "SparseApplyMomentum", graph.operation("Momentum/update_table/SparseApplyMomentum").type());
  }

  @ParameterizedTest
  @EnumSource(MinimizeOptions.Gate.class)
  void r39_minimize_underEveryGate(MinimizeOptions.Gate gate) {
    Variable v = variable("v", 1, 2);
    Variable w = variable("w", 3, 4);
    Output loss = tf.plus(tf.times(5f, v.value()), tf.times(3f, w.value()));
    Operation step = tf.train().gradientDescent(3.0).minimize(loss, o -> o.gateGradients(gate));
    assertArrayEquals(new float[] {-14, -13}, run(step, v.value(), 1)[0], 1e-5f);
    assertArrayEquals(new float[] {-6, -5}, run(step, w.value(), 1)[0], 1e-5f);
  }

  @Test
  void r40_gradLoss() {
    Variable v = variable("v", 1, 2);
    Output loss = tf.times(5f, v.value());
    Operation step =
        tf.train().gradientDescent(3.0).minimize(loss, o -> o.gradLoss(gradient(42, -42)));
    assertArrayEquals(new float[] {1 - 630, 2 + 630}, run(step, v.value(), 1)[0], 1e-4f);
  }

  @Test
  void r41_noGradients_andNoVariables_areRefused() {
    Output constant = tf.constant(1f);
    Optimizer optimizer = tf.train().gradientDescent(1.0);
    assertTrue(
        assertThrows(SlimgraphException.class, () -> optimizer.minimize(constant))
            .getMessage()
            .contains("No variables to optimize."));
    Variable w = variable("w", 1);
    assertTrue(
        assertThrows(SlimgraphException.class, () -> optimizer.minimize(constant))
            .getMessage()
            .contains("No gradients provided for any variable, check your graph for ops"));
    assertTrue(
        assertThrows(SlimgraphException.class, () -> optimizer.applyGradients(List.of()))
            .getMessage()
            .contains("No variables provided."));
    assertTrue(
        assertThrows(
                SlimgraphException.class,
                () -> optimizer.applyGradients(List.of(GradientAndVariable.none(w))))
            .getMessage()
            .contains("No gradients provided for any variable: "));
    assertTrue(
        assertThrows(SlimgraphException.class, () -> optimizer.minimize(tf.constant(1)))
            .getMessage()
            .contains("Invalid type int32 for"));
  }

  @Test
  void r42_step_joinsTrainOp() {
    Variable w = variable("w", 1);
    Operation step = tf.train().gradientDescent(1.0).minimize(tf.times(2f, w.value()));
    assertEquals(List.of(step), tf.collection(GraphKeys.TRAIN_OP));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r43_constraint(boolean resource) {
    Variable v =
        tf.variable(
            Tensor.of(Shape.of(2), new float[] {1, 2}),
            o ->
                o.name("v")
                    .useResource(resource)
                    .constraint(x -> tf.clipByValue(x, tf.constant(-.1f), tf.constant(0f))));
    Variable w =
        tf.variable(
            Tensor.of(Shape.of(2), new float[] {3, 4}),
            o ->
                o.name("w")
                    .useResource(resource)
                    .constraint(x -> tf.clipByValue(x, tf.constant(0f), tf.constant(1f))));
    Output loss = tf.plus(tf.times(5f, v.value()), tf.times(3f, w.value()));
    Operation step = tf.train().gradientDescent(3.0).minimize(loss);
    assertArrayEquals(new float[] {-.1f, -.1f}, run(step, v.value(), 1)[0], 1e-6f);
    assertArrayEquals(new float[] {0, 0}, run(step, w.value(), 1)[0], 1e-6f);
  }

  @Test
  void r57_slots_haveTfsNames() {
    Variable w = variable("w", 1);
    Output loss = tf.square(w.value());
    Optimizer adam = tf.train().adam();
    adam.minimize(loss);
    tf.train().rmsProp(.1).minimize(loss);
    tf.train().momentum(.1, .9).minimize(loss);
    tf.train().adagrad(.1).minimize(loss);
    tf.train().rmsProp(.1, o -> o.centered(true).name("Centered")).minimize(loss);
    assertEquals(
        List.of(
            "w",
            "beta1_power",
            "beta2_power",
            "w/Adam",
            "w/Adam_1",
            "w/RMSProp",
            "w/RMSProp_1",
            "w/Momentum",
            "w/Adagrad",
            "w/Centered",
            "w/Centered_1",
            "w/Centered_2"),
        tf.globalVariables().stream().map(Variable::opName).toList());
    assertEquals(List.of("m", "v"), adam.getSlotNames());
    assertEquals("w/Adam_1", adam.getSlot(w, "v").orElseThrow().opName());
    assertEquals(Optional.empty(), adam.getSlot(w, "momentum"));
    assertEquals(List.of(w), tf.trainableVariables());
    assertEquals(List.of(), tf.modelVariables());
  }

  @Test
  void slots_inAVariableScope_haveItsNameToo() {
    try (OpenVariableScope scope = tf.variableScope("net")) {
      Variable w = tf.getVariable("w", Shape.of(1));
      Optimizer momentum = tf.train().momentum(.1, .9);
      momentum.minimize(tf.square(w.value()));
      assertEquals("net/net/w/Momentum", momentum.getSlot(w, "momentum").orElseThrow().opName());
    }
  }

  @Test
  void slots_waitForNoControlDependency() {
    Variable w = variable("w", 1);
    Optimizer adam = tf.train().adam();
    Operation before = tf.noOp("before");
    try (Scope scope = tf.controlDependencies(before)) {
      adam.minimize(tf.square(w.value()));
    }
    for (Variable variable : tf.globalVariables()) {
      assertEquals(List.of(), variable.initializer().controlInputs(), variable.name());
      assertEquals(List.of(), variable.operation().controlInputs(), variable.name());
    }
    assertTrue(
        graph
            .operation("Adam/update_w/ApplyAdam")
            .inputs()
            .get(9)
            .operation()
            .name()
            .startsWith("gradients/"));
  }

  @Test
  void step_hasTfsNames() {
    Variable w = variable("w", 1);
    Operation step =
        tf.train()
            .gradientDescent(.5)
            .applyGradients(List.of(GradientAndVariable.of(gradient(1), w)));
    assertEquals("GradientDescent", step.name());
    assertEquals("NoOp", step.type());
    assertEquals("Const", graph.operation("GradientDescent/learning_rate").type());
    Operation update = graph.operation("GradientDescent/update_w/ApplyGradientDescent");
    assertEquals(List.of("loc:@w"), update.attrs().strings("_class"));
    assertFalse(update.attrs().bool("use_locking"));
    assertEquals(List.of(update), step.controlInputs());
  }

  @Test
  void learningRate_ofAnOutput_isReadAtEachStep() {
    Variable count = tf.createGlobalStep();
    Variable w = variable("w", 1);
    Output rate = tf.train().exponentialDecay(1, count.value(), 1, .5);
    Operation step =
        tf.train()
            .gradientDescent(rate)
            .applyGradients(List.of(GradientAndVariable.of(gradient(1), w)), count);
    float[][] values = run(step, w.value(), 3);
    assertEquals(0f, values[0][0]);
    assertEquals(-.5f, values[1][0]);
    assertEquals(-.75f, values[2][0]);
  }

  @Test
  void doubleVariables_takeTheFloatRate() {
    Variable w = tf.variable(Tensor.of(Shape.of(1), new double[] {1}), o -> o.name("w"));
    Output g = tf.constant(new double[] {1});
    Operation step =
        tf.train().momentum(.1, .9).applyGradients(List.of(GradientAndVariable.of(g, w)));
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.runner().target(init).run();
      session.runner().target(step).run();
      assertEquals(1 - (double) .1f, session.run(w.value()).doubles()[0]);
    }
    assertEquals(DataType.DOUBLE, w.dataType());
  }
}

package org.slimgraph.ops.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.op.ArgDef;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.StandardOps;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Every form of every optimizer op over two steps, against TensorFlow 1.15.0 on a CPU; the usual
 * ones over more steps are golden cases.
 */
class OptimizersTest {
  private static final ImmutableMap<String, Double> SETTINGS =
      ImmutableMap.<String, Double>builder()
          .put("lr", 0.1)
          .put("alpha", 0.1)
          .put("rho", 0.9)
          .put("momentum", 0.9)
          .put("epsilon", 0.01)
          .put("l1", 0.05)
          .put("l2", 0.02)
          .put("l2_shrinkage", 0.03)
          .put("lr_power", -0.5)
          .put("beta1_power", 0.81)
          .put("beta2_power", 0.99)
          .put("beta1", 0.9)
          .put("beta2", 0.99)
          .put("logbase", 1.0)
          .put("sign_decay", 0.5)
          .put("beta", 0.9)
          .buildOrThrow();

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final List<Variable> variables = new ArrayList<>();

  private Tensor matrix(DataType type, double... values) {
    Shape shape = Shape.of(2, 2);
    Tensor tensor = Tensor.of(shape, values);
    try (Session session = Session.open(castGraph(tensor, type))) {
      return session.run(session.graph().output("cast:0"));
    }
  }

  private static Graph castGraph(Tensor tensor, DataType type) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    graph.opBuilder("Cast", "cast").input(tf.constant(tensor)).attr("DstT", type).build();
    return graph;
  }

  private Operation apply(String type, DataType dtype) {
    OperationBuilder builder = graph.opBuilder(type, "apply").attr("T", dtype);
    for (ArgDef input : StandardOps.find(type).orElseThrow().def().inputs()) {
      builder.input(input(input, dtype));
    }
    return builder.build();
  }

  private Output input(ArgDef input, DataType dtype) {
    boolean handle = input.type() == DataType.RESOURCE;
    if (handle || input.isRef()) {
      Tensor start =
          input.name().equals("var")
              ? matrix(dtype, 1, -2, 3, 0.004)
              : matrix(dtype, 0.5, 0.6, 0.7, 0.8);
      Variable variable = tf.variable(start, o -> o.name(input.name()).useResource(handle));
      variables.add(variable);
      return variable.ref();
    }
    return switch (input.name()) {
      case "grad", "delta" -> tf.constant(matrix(dtype, 0.1, -0.2, 0.3, 0.4));
      case "indices" -> tf.constant(new int[] {1, 0});
      case "global_step" -> tf.constant(Tensor.scalar(3L));
      default -> tf.constant(Literals.scalar(dtype, SETTINGS.get(input.name())));
    };
  }

  private float[] afterTwoSteps(String type, DataType dtype) {
    Operation apply = apply(type, dtype);
    Output value = variables.get(0).value();
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(apply);
      session.run(apply);
      double[] doubles = session.run(value).doubles();
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        step("ApplyAdaMax", 0.07431251f, -2.847377f, 2.034055f, -0.9746199f),
        step("ApplyAdadelta", 0.9789652f, -1.958029f, 2.937246f, -0.07935863f),
        step("ApplyAdagrad", 0.9721297f, -1.950746f, 2.934267f, -0.07462128f),
        step("ApplyAdagradDA", -0.07564192f, -0.006019595f, -0.1218113f, -0.1362397f),
        step("ApplyAdagradV2", 0.9725127f, -1.951346f, 2.93498f, -0.07385503f),
        step("ApplyAdam", 0.9346515f, -2.065376f, 2.919667f, -0.08287042f),
        step("ApplyAddSign", 0.988f, -2.016f, 2.964f, -0.044f),
        step("ApplyCenteredRMSProp", 0.08641857f, -2.918304f, 1.613307f, -1.647906f),
        step("ApplyFtrl", -0.08057982f, -0.0825882f, 0.02581359f, -0.1542012f),
        step("ApplyFtrlV2", -0.08831292f, -0.06699811f, 0.005413925f, -0.1535672f),
        step("ApplyGradientDescent", 0.98f, -1.96f, 2.94f, -0.07600001f),
        step("ApplyMomentum", 0.8855f, -2.0446f, 2.7933f, -0.2488f),
        step("ApplyPowerSign", 0.9670255f, -1.975739f, 2.901077f, -0.1278977f),
        step("ApplyProximalAdagrad", 0.9528177f, -1.928845f, 2.910459f, -0.0646069f),
        step("ApplyProximalGradientDescent", 0.9661018f, -1.942174f, 2.918245f, -0.06580651f),
        step("ApplyRMSProp", 0.1015289f, -2.946763f, 1.693324f, -1.500202f),
        step("ResourceApplyAdaMax", 0.07431251f, -2.847377f, 2.034055f, -0.9746199f),
        step("ResourceApplyAdadelta", 0.9789652f, -1.958029f, 2.937246f, -0.07935863f),
        step("ResourceApplyAdagrad", 0.9721297f, -1.950746f, 2.934267f, -0.07462128f),
        step("ResourceApplyAdagradDA", -0.07564192f, -0.006019595f, -0.1218113f, -0.1362397f),
        step("ResourceApplyAdagradV2", 0.9725127f, -1.951346f, 2.93498f, -0.07385503f),
        step("ResourceApplyAdam", 0.9346515f, -2.065376f, 2.919667f, -0.08287042f),
        step("ResourceApplyAdamWithAmsgrad", 0.9351195f, -2.064934f, 2.920182f, -0.08235878f),
        step("ResourceApplyAddSign", 0.988f, -2.016f, 2.964f, -0.044f),
        step("ResourceApplyCenteredRMSProp", 0.08641857f, -2.918304f, 1.613307f, -1.647906f),
        step("ResourceApplyFtrl", -0.08057982f, -0.0825882f, 0.02581359f, -0.1542012f),
        step("ResourceApplyFtrlV2", -0.08831292f, -0.06699811f, 0.005413925f, -0.1535672f),
        step("ResourceApplyGradientDescent", 0.98f, -1.96f, 2.94f, -0.07600001f),
        step("ResourceApplyKerasMomentum", 1.826f, -0.9160001f, 4.11f, 1.256f),
        step("ResourceApplyMomentum", 0.8855f, -2.0446f, 2.7933f, -0.2488f),
        step("ResourceApplyPowerSign", 0.9670255f, -1.975739f, 2.901077f, -0.1278977f),
        step("ResourceApplyProximalAdagrad", 0.9528177f, -1.928845f, 2.910459f, -0.0646069f),
        step(
            "ResourceApplyProximalGradientDescent",
            0.9661018f,
            -1.942174f,
            2.918245f,
            -0.06580651f),
        step("ResourceApplyRMSProp", 0.1015289f, -2.946763f, 1.693324f, -1.500202f),
        step("ResourceSparseApplyAdadelta", 0.9374352f, -2.083048f, 2.978952f, 0.04601837f),
        step("ResourceSparseApplyAdagrad", 0.924563f, -2.087586f, 2.976347f, 0.04714186f),
        step("ResourceSparseApplyAdagradDA", -0.1143722f, -0.1295114f, -0.08776774f, -0.02648072f),
        step("ResourceSparseApplyAdagradV2", 0.9255008f, -2.086635f, 2.976624f, 0.04668146f),
        step("ResourceSparseApplyCenteredRMSProp", -0.03584802f, -3.271781f, 1.742896f, -1.250154f),
        step("ResourceSparseApplyFtrl", -0.05432665f, -0.3719395f, -0.07921651f, -0.03842362f),
        step("ResourceSparseApplyFtrlV2", -0.06191003f, -0.3562645f, -0.09985305f, -0.03806961f),
        step("ResourceSparseApplyKerasMomentum", 1.768f, -1.09f, 4.168f, 1.43f),
        step("ResourceSparseApplyMomentum", 0.8275f, -2.2186f, 2.8513f, -0.07479999f),
        step("ResourceSparseApplyProximalAdagrad", 0.907311f, -2.067657f, 2.950505f, 0.0362348f),
        step(
            "ResourceSparseApplyProximalGradientDescent",
            0.9262215f,
            -2.061814f,
            2.958126f,
            0.03389429f),
        step("ResourceSparseApplyRMSProp", 0.01613012f, -3.182151f, 1.766125f, -1.295131f),
        step("SparseApplyAdadelta", 0.9374352f, -2.083048f, 2.978952f, 0.04601837f),
        step("SparseApplyAdagrad", 0.924563f, -2.087586f, 2.976347f, 0.04714186f),
        step("SparseApplyAdagradDA", -0.1143722f, -0.1295114f, -0.08776774f, -0.02648072f),
        step("SparseApplyAdagradV2", 0.9255008f, -2.086635f, 2.976624f, 0.04668146f),
        step("SparseApplyCenteredRMSProp", -0.03584802f, -3.271781f, 1.742896f, -1.250154f),
        step("SparseApplyFtrl", -0.05432665f, -0.3719395f, -0.07921651f, -0.03842362f),
        step("SparseApplyFtrlV2", -0.06191003f, -0.3562645f, -0.09985305f, -0.03806961f),
        step("SparseApplyMomentum", 0.8275f, -2.2186f, 2.8513f, -0.07479999f),
        step("SparseApplyProximalAdagrad", 0.907311f, -2.067657f, 2.950505f, 0.0362348f),
        step("SparseApplyProximalGradientDescent", 0.9262215f, -2.061814f, 2.958126f, 0.03389429f),
        step("SparseApplyRMSProp", 0.01613012f, -3.182151f, 1.766125f, -1.295131f));
  }

  private static Arguments step(String type, float... values) {
    return Arguments.arguments(type, values);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void twoSteps_giveTensorFlowsValues(String type, float[] expected) {
    assertArrayEquals(expected, afterTwoSteps(type, DataType.FLOAT), 2e-6f);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "HALF", "BFLOAT16"})
  void otherTypes_agreeWithFloat(DataType dtype) {
    float tolerance = dtype == DataType.DOUBLE ? 1e-6f : dtype == DataType.HALF ? 4e-3f : 4e-2f;
    for (String type : List.of("ApplyMomentum", "ApplyAdam", "SparseApplyAdagrad")) {
      assertArrayEquals(
          new OptimizersTest().afterTwoSteps(type, DataType.FLOAT),
          new OptimizersTest().afterTwoSteps(type, dtype),
          tolerance,
          type);
    }
  }

  @Test
  void largeVariable_isTheSameAtAnyThreadCount() {
    int size = 100_001;
    Output gradient = tf.random().uniform(Shape.of(size), -1, 1, o -> o.seed(1));
    Variable v = tf.variable(Tensor.zeros(DataType.FLOAT, Shape.of(size)));
    Variable m = tf.variable(Tensor.zeros(DataType.FLOAT, Shape.of(size)));
    Output applied =
        graph
            .opBuilder("ApplyMomentum", "apply")
            .input(v.ref())
            .input(m.ref())
            .input(tf.constant(0.1f))
            .input(gradient)
            .input(tf.constant(0.9f))
            .attr("use_nesterov", true)
            .build()
            .output(0);
    try (Session one = Session.open(graph, SessionOptions.defaults().threads(1));
        Session many = Session.open(graph, SessionOptions.defaults().threads(3))) {
      Operation init = tf.globalVariablesInitializer();
      one.run(init);
      many.run(init);
      for (int step = 0; step < 3; step++) {
        assertEquals(one.run(applied), many.run(applied));
      }
    }
  }

  private Operation descent(Output var, Output rate, Output gradient) {
    return graph
        .opBuilder("ApplyGradientDescent", "y")
        .input(var)
        .input(rate)
        .input(gradient)
        .build();
  }

  @Test
  void V11_variableOfNoElements_trains() {
    Variable empty = tf.variable(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2)));
    Variable b = tf.variable(Tensor.vector(1f, 1f));
    Output rate = tf.constant(0.1f);
    Operation first =
        descent(empty.ref(), rate, tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2))));
    Operation second = descent(b.ref(), rate, tf.constant(new float[] {1, 1}));
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(tf.group(first, second));
      assertArrayEquals(new float[] {0.9f, 0.9f}, session.run(b.value()).floats());
    }
  }

  @Test
  void readOfTheSameStep_keepsTheOldValue() {
    Variable v = tf.variable(Tensor.scalar(1f));
    Output before = tf.identity(v.value());
    Operation step = descent(v.ref(), tf.constant(0.5f), before);
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(Tensor.scalar(1f), session.runner().fetch(before).target(step).run().get(0));
      assertEquals(Tensor.scalar(0.5f), session.run(v.value()));
    }
  }

  @Test
  void wrongShapes_areRefusedInTfsWords() {
    Variable v = tf.variable(Tensor.vector(1f, 2f, 3f));
    Output gradient = tf.placeholder(DataType.FLOAT, Shape.unknown(), "gradient");
    Output rate = tf.placeholder(DataType.FLOAT, Shape.unknown(), "rate");
    Operation step = descent(v.ref(), rate, gradient);
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertRefused(
          "var and delta do not have the same shape[3] [4]",
          session
              .runner()
              .target(step)
              .feed(rate, Tensor.scalar(1f))
              .feed(gradient, Tensor.vector(1f, 2f, 3f, 4f)));
      assertRefused(
          "alpha is not a scalar: [1]",
          session
              .runner()
              .target(step)
              .feed(rate, Tensor.vector(1f))
              .feed(gradient, Tensor.vector(1f, 2f, 3f)));
      assertEquals(Tensor.vector(1f, 2f, 3f), session.run(v.value()));
    }
  }

  private static void assertRefused(String start, Runner run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run::run);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }

  @Test
  void sparseIndexOutside_changesNothing() {
    Variable v = tf.variable(Tensor.of(Shape.of(2, 1), new float[] {1, 2}));
    Variable accum = tf.variable(Tensor.of(Shape.of(2, 1), new float[] {1, 1}));
    Operation step =
        graph
            .opBuilder("SparseApplyAdagrad", "y")
            .input(v.ref())
            .input(accum.ref())
            .input(tf.constant(0.1f))
            .input(tf.constant(Tensor.of(Shape.of(2, 1), new float[] {1, 1})))
            .input(tf.constant(new int[] {0, 2}))
            .build();
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertRefused(
          "Index 2 at offset 1 in indices is out of range", session.runner().target(step));
      assertArrayEquals(new float[] {1, 2}, session.run(v.value()).floats());
    }
  }
}

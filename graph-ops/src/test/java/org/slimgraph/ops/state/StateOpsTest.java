package org.slimgraph.ops.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;
import org.slimgraph.variables.Variable;

/** Values, messages and order of the ops that read and change variables. */
class StateOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static SlimgraphException failure(Runnable action) {
    return assertThrows(SlimgraphException.class, action::run);
  }

  private static void assertFails(ErrorCode code, String start, Runnable action) {
    SlimgraphException e = failure(action);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }

  private Variable variable(Tensor value, boolean resource) {
    return tf.variable(value, o -> o.name("v").useResource(resource));
  }

  private static Tensor bfloat16(float... values) {
    short[] bits = new short[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = HalfFloat.floatToBfloat16(values[i]);
    }
    return TensorStorage.wrap(DataType.BFLOAT16, Shape.of(values.length), bits);
  }

  private static Tensor tensor(DataType type, int... values) {
    return switch (type) {
      case FLOAT -> Tensor.of(Shape.of(values.length), floats(values));
      case DOUBLE -> Tensor.of(Shape.of(values.length), doubles(values));
      case INT32 -> Tensor.vector(values);
      case INT64 -> Tensor.vector(java.util.Arrays.stream(values).asLongStream().toArray());
      case BFLOAT16 -> bfloat16(floats(values));
      case INT8, UINT8 -> Tensor.of(type, Shape.of(values.length), bytes(values));
      default -> throw new AssertionError(type);
    };
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  private static double[] doubles(int[] values) {
    return java.util.Arrays.stream(values).asDoubleStream().toArray();
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "INT32", "INT64", "BFLOAT16", "INT8", "UINT8"})
  void assignAddAndSub_ofEveryType(DataType type) {
    for (boolean resource : new boolean[] {false, true}) {
      Variable v = variable(tensor(type, 1, 2, 3), resource);
      Output delta = tf.constant(tensor(type, 10, 20, 30));
      Output added = v.assignAdd(delta);
      Output subtracted = v.assignSub(tf.constant(tensor(type, 1, 1, 1)));
      try (Session session = Session.open(graph)) {
        session.run(v.initializer());
        assertEquals(tensor(type, 11, 22, 33), session.run(added));
        assertEquals(tensor(type, 10, 21, 32), session.run(subtracted));
      }
    }
  }

  @Test
  void integers_wrapAround() {
    Variable v = variable(tensor(DataType.UINT8, 250), false);
    Output added = v.assignAdd(tf.constant(tensor(DataType.UINT8, 10)));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(tensor(DataType.UINT8, 4), session.run(added));
    }
  }

  @Test
  void assign_anotherShape_isRefusedInTfsWords() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1), "x");
    Variable v = variable(Tensor.vector(1f, 2f, 3f), false);
    Output assigned = v.assign(x);
    Output added = v.assignAdd(x);
    try (Session session = Session.open(graph)) {
      Tensor four = Tensor.vector(1f, 2f, 3f, 4f);
      // The declared shape counts before there is a value.
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Assign requires shapes of both tensors to match. lhs shape= [3] rhs shape= [4]",
          () -> session.runner().feed(x, four).fetch(assigned).run());
      session.run(v.initializer());
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Parameters and update must be the same size",
          () -> session.runner().feed(x, four).fetch(added).run());
    }
  }

  @Test
  void handle_updateOfAnotherShape_isRefused() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1), "x");
    Variable v = variable(Tensor.vector(1f, 2f, 3f), true);
    Operation added = v.assignAddOp(x, "add");
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Cannot update variable with shape [3] using a Tensor with shape [1], shapes must be"
              + " equal.",
          () -> session.runner().feed(x, Tensor.vector(1f)).target(added).run());
    }
  }

  @Test
  void uninitialised_isRefusedInTfsWords() {
    Variable ref = tf.variable(Tensor.scalar(1f), o -> o.name("r"));
    Variable handle = tf.variable(Tensor.scalar(1f), o -> o.name("h").useResource(true));
    Output one = tf.constant(1f);
    try (Session session = Session.open(graph)) {
      String reference = "Attempting to use uninitialized value r";
      assertFails(ErrorCode.FAILED_PRECONDITION, reference, () -> session.run(ref.assignAdd(one)));
      assertFails(ErrorCode.FAILED_PRECONDITION, reference, () -> session.run(ref.ref()));
      assertFails(
          ErrorCode.FAILED_PRECONDITION,
          "Error while reading resource variable h from Container: localhost. This could mean that"
              + " the variable was uninitialized.",
          () -> session.run(handle.value()));
    }
  }

  @Test
  void S37_identityOfRef_failsBeforeAndReadsAfterTheInitializer() {
    Variable v = tf.variable(Tensor.scalar(0f));
    Output alone = v.readValue();
    Output ordered;
    try (Scope after = tf.controlDependencies(v.initializer())) {
      ordered = v.readValue();
    }
    try (Session session = Session.open(graph)) {
      assertEquals(ErrorCode.FAILED_PRECONDITION, failure(() -> session.run(alone)).code());
      assertEquals(Tensor.scalar(0f), session.run(ordered));
    }
  }

  @Test
  void S1_operationsAndAssignments_mayBeFetchedTogether() {
    Output a = tf.constant(42f);
    Variable v = tf.variable(Tensor.scalar(54f));
    Output assigned = v.assign(tf.constant(63f));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      List<Tensor> fetched =
          session.runner().fetch(a).target(tf.noOp()).fetch(assigned).fetch(a).run();
      assertEquals(List.of(Tensor.scalar(42f), Tensor.scalar(63f), Tensor.scalar(42f)), fetched);
    }
  }

  @Test
  void S40_failureAfterAnAssignment_keepsItsEffect() {
    Variable v = tf.variable(Tensor.scalar(1f));
    Operation assigned = v.assign(tf.constant(2f)).operation();
    Output failing;
    try (Scope after = tf.controlDependencies(assigned)) {
      failing = tf.identity(tf.placeholder(DataType.FLOAT, Shape.scalar(), "unfed"));
    }
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      failure(() -> session.run(failing));
      assertEquals(Tensor.scalar(2f), session.run(v.value()));
    }
  }

  @Test
  void V11_variableOfNoElements_isInitializedAndUpdated() {
    for (boolean resource : new boolean[] {false, true}) {
      Variable v =
          tf.variable(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2)), o -> o.useResource(resource));
      Output updated = v.assignSub(tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2))));
      try (Session session = Session.open(graph)) {
        session.run(v.initializer());
        assertEquals(Shape.of(0, 2), session.run(updated).shape());
      }
    }
  }

  @Test
  void unorderedAccesses_areOrderedByCreation() {
    Variable v = tf.variable(Tensor.scalar(1f));
    Output plus = v.assignAdd(tf.constant(10f));
    Output doubled = v.assignAdd(v.value());
    Output end;
    try (Scope after = tf.controlDependencies(plus, doubled)) {
      end = v.readValue();
    }
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      // v/read was created first: it reads 1 before either addition.
      assertEquals(Tensor.scalar(12f), session.run(end));
    }
  }

  @Test
  void initializedState_variableShapeAndDestroy() {
    Variable v = variable(Tensor.of(Shape.of(2, 3), new float[6]), true);
    Output shape = handleOp("VariableShape", v).attr("out_type", DataType.INT64).build().output(0);
    Output isSet = tf.isVariableInitialized(v);
    Operation destroy = handleOp("DestroyResourceOp", v).build();
    Operation strict = handleOp("DestroyResourceOp", v).attr("ignore_lookup_error", false).build();
    assertEquals(Shape.of(2), shape.shape());
    try (Session session = Session.open(graph)) {
      assertEquals(Tensor.scalar(false), session.run(isSet));
      session.run(v.initializer());
      assertEquals(Tensor.vector(2L, 3L), session.run(shape));
      session.run(strict);
      assertEquals(Tensor.scalar(false), session.run(isSet));
      session.run(destroy);
      assertFails(
          ErrorCode.NOT_FOUND, "Resource localhost/v does not exist", () -> session.run(strict));
    }
  }

  private org.slimgraph.graph.OperationBuilder handleOp(String type, Variable v) {
    return graph.opBuilder(type, "").input(v.ref());
  }

  @Test
  void countUpTo_stopsAtTheLimit() {
    Variable v = tf.variable(Tensor.scalar(0));
    Output count =
        graph.opBuilder("CountUpTo", "").input(v.ref()).attr("limit", 2).build().output(0);
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(Tensor.scalar(0), session.run(count));
      assertEquals(Tensor.scalar(1), session.run(count));
      assertFails(ErrorCode.OUT_OF_RANGE, "Reached limit of 2", () -> session.run(count));
      assertEquals(Tensor.scalar(2), session.run(v.value()));
    }
  }

  @Test
  void variable_ofOldFiles_cannotTellScalarsFromUnknownShapes() {
    Output old =
        graph
            .opBuilder("Variable", "old")
            .attr("shape", Shape.scalar())
            .attr("dtype", DataType.FLOAT)
            .build()
            .output(0);
    assertEquals(Shape.unknown(), old.shape());
  }

  static Stream<Arguments> scatters() {
    return Stream.of(
        arguments("ScatterUpdate", "ResourceScatterUpdate", new float[] {5, 2, 6}),
        arguments("ScatterAdd", "ResourceScatterAdd", new float[] {16, 2, 9}),
        arguments("ScatterSub", "ResourceScatterSub", new float[] {-14, 2, -3}),
        arguments("ScatterMul", "ResourceScatterMul", new float[] {50, 2, 18}),
        arguments("ScatterDiv", "ResourceScatterDiv", new float[] {0.02f, 2, 0.5f}),
        arguments("ScatterMin", "ResourceScatterMin", new float[] {1, 2, 3}),
        arguments("ScatterMax", "ResourceScatterMax", new float[] {10, 2, 6}));
  }

  @ParameterizedTest
  @MethodSource
  void scatters(String byReference, String byHandle, float[] want) {
    Output indices = tf.constant(new int[] {0, 2, 0});
    Output updates = tf.constant(new float[] {10, 6, 5});
    for (boolean resource : new boolean[] {false, true}) {
      Variable v = variable(Tensor.vector(1f, 2f, 3f), resource);
      Operation scatter =
          graph
              .opBuilder(resource ? byHandle : byReference, "")
              .input(v.ref())
              .input(indices)
              .input(updates)
              .build();
      try (Session session = Session.open(graph)) {
        session.run(v.initializer());
        session.run(scatter);
        assertArrayEquals(want, session.run(v.value()).floats(), 1e-6f);
      }
    }
  }

  @Test
  void scatter_ofAScalar_fillsRows() {
    Variable v = variable(Tensor.of(Shape.of(3, 2), new float[6]), false);
    Output indices = tf.constant(Tensor.of(Shape.of(1, 2), new int[] {2, 0}));
    Output scattered = tf.scatterUpdate(v.ref(), indices, tf.constant(7f));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertArrayEquals(new float[] {7, 7, 0, 0, 7, 7}, session.run(scattered).floats());
    }
  }

  @Test
  void scatter_outside_changesNothing() {
    Variable v = variable(Tensor.vector(1f, 2f, 3f), false);
    Output indices = tf.constant(Tensor.of(Shape.of(2, 1), new int[] {0, 3}));
    Output scattered =
        tf.scatterAdd(v.ref(), indices, tf.constant(Tensor.of(Shape.of(2, 1), new float[2])));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "indices[1,0] = 3 is not in [0, 3)",
          () -> session.run(scattered));
      assertEquals(Tensor.vector(1f, 2f, 3f), session.run(v.value()));
    }
  }

  @Test
  void scatter_updatesOfAnotherShape_areRefused() {
    Variable v = variable(Tensor.of(Shape.of(3, 2), new float[6]), false);
    Output indices = tf.constant(new int[] {0});
    failure(() -> tf.scatterSub(v.ref(), indices, tf.constant(new float[] {1, 2})));
    Output x = tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output scattered = tf.scatterMul(v.ref(), indices, x);
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], got"
              + " updates.shape [2], indices.shape [1], params.shape [3,2]",
          () -> session.runner().feed(x, Tensor.vector(1f, 2f)).fetch(scattered).run());
    }
  }

  static Stream<Arguments> scatterNds() {
    return Stream.of(
        arguments("ScatterNdUpdate", "ResourceScatterNdUpdate", 9f),
        arguments("ScatterNdAdd", "ResourceScatterNdAdd", 14f),
        arguments("ScatterNdSub", "ResourceScatterNdSub", -4f));
  }

  @ParameterizedTest
  @MethodSource
  void scatterNds(String byReference, String byHandle, float want) {
    Output indices = tf.constant(Tensor.of(Shape.of(1, 2), new int[] {1, 0}));
    for (boolean resource : new boolean[] {false, true}) {
      Variable v = variable(Tensor.of(Shape.of(2, 2), new float[] {1, 2, 5, 4}), resource);
      Operation scatter =
          graph
              .opBuilder(resource ? byHandle : byReference, "")
              .input(v.ref())
              .input(indices)
              .input(tf.constant(new float[] {9}))
              .build();
      try (Session session = Session.open(graph)) {
        session.run(v.initializer());
        session.run(scatter);
        assertArrayEquals(new float[] {1, 2, want, 4}, session.run(v.value()).floats());
      }
    }
  }

  @Test
  void scatterNd_outside_isRefused() {
    Variable v = variable(Tensor.of(Shape.of(2, 2), new float[4]), false);
    Output scattered =
        graph
            .opBuilder("ScatterNdUpdate", "")
            .input(v.ref())
            .input(tf.constant(Tensor.of(Shape.of(1, 2), new int[] {1, 2})))
            .input(tf.constant(new float[] {9}))
            .build()
            .output(0);
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "indices[0] = [1, 2] does not index into param shape [2,2]",
          () -> session.run(scattered));
    }
  }

  @Test
  void strings_areAssignedAndScattered() {
    Variable v = variable(Tensor.strings(Shape.of(2), "a", "b"), false);
    Output scattered =
        tf.scatterUpdate(
            v.ref(), tf.constant(new int[] {1}), tf.constant(Tensor.strings(Shape.of(1), "c")));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      assertEquals(Tensor.strings(Shape.of(2), "a", "c"), session.run(scattered));
    }
  }

  @Test
  void readVariableOp_ofAnotherType_isRefused() {
    Variable v = variable(Tensor.scalar(1f), true);
    SlimgraphException e =
        failure(() -> handleOp("ReadVariableOp", v).attr("dtype", DataType.DOUBLE).build());
    assertTrue(
        e.getMessage()
            .startsWith("Trying to read variable with wrong dtype. Expected float got double"),
        e.getMessage());
  }

  @Test
  void colocation_ofReferenceUpdates_isTheVariable() {
    Variable v = variable(Tensor.vector(1f), false);
    Output one = tf.constant(new float[] {1});
    Output zero = tf.constant(new int[] {0});
    for (Output output :
        List.of(
            tf.assign(v.ref(), one),
            tf.assignAdd(v.ref(), one),
            tf.assignSub(v.ref(), one),
            tf.scatterDiv(v.ref(), zero, one),
            tf.scatterMin(v.ref(), zero, one),
            tf.scatterMax(v.ref(), zero, one))) {
      assertEquals(List.of("loc:@v"), output.operation().attrs().strings("_class"));
    }
  }
}

package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The operations of batch_norm: which path when, names, inputs, collections, colocation. */
class BatchNormGraphTest {
  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  /** The ways in which TF builds the layer; seen from outside. */
  private enum Path {
    A,
    B_FUSED,
    B_PLAIN,
    C
  }

  private static Path path(Compat compat, Consumer<BatchNormOptions> options, long... dims) {
    LayerTester t = new LayerTester(compat);
    t.slim.batchNorm(t.placeholder(dims), options.andThen(o -> o.scale(true)));
    boolean fused =
        t.graph.operations().stream().anyMatch(op -> op.type().startsWith("FusedBatchNorm"));
    boolean constantFactor = t.graph.findOperation("BatchNorm/AssignMovingAvg/decay").isPresent();
    if (fused) {
      return constantFactor ? Path.A : Path.B_FUSED;
    }
    boolean shared = t.variableNames(GraphKeys.GLOBAL_VARIABLES).get(0).equals("BatchNorm/gamma");
    boolean core = compat == Compat.TF_1_15 ? shared : isDefaultCollection(t);
    return core ? Path.B_PLAIN : Path.C;
  }

  private static boolean isDefaultCollection(LayerTester t) {
    return t.updateOps().size() == 2
        && t.graph.findOperation("BatchNorm/weighted_moments/mul").isEmpty()
        && t.variables(GraphKeys.GLOBAL_VARIABLES).size() == 4;
  }

  @Test
  void path_of115_isThatOfTheTable() {
    Compat now = Compat.TF_1_15;
    assertEquals(Path.B_FUSED, path(now, o -> {}, 5, 3, 3, 7));
    assertEquals(Path.A, path(now, o -> {}, 5, 7));
    assertEquals(Path.B_PLAIN, path(now, o -> {}, 5, 3, 7));
    assertEquals(Path.B_PLAIN, path(now, o -> {}, 5, 2, 3, 3, 7));
    assertEquals(Path.B_PLAIN, path(now, o -> o.fused(false), 5, 3, 3, 7));
    assertEquals(Path.B_PLAIN, path(now, o -> o.fused(false), 5, 7));
    assertEquals(Path.A, path(now, o -> o.updatesCollections(null), 5, 3, 3, 7));
    assertEquals(Path.A, path(now, o -> o.updatesCollections(null).fused(true), 5, 7));
    assertEquals(Path.A, path(now, o -> o.zeroDebiasMovingMean(true), 5, 3, 3, 7));
    assertEquals(Path.C, path(now, o -> o.updatesCollections(null), 5, 3, 7));
    assertEquals(Path.C, path(now, o -> o.updatesCollections(null).fused(false), 5, 3, 3, 7));
    assertEquals(Path.C, path(now, o -> o.zeroDebiasMovingMean(true).fused(false), 5, 3, 3, 7));
    assertEquals(Path.C, path(now, o -> o.updatesCollections(GraphKey.of("mine")), 5, 3, 7));
  }

  @Test
  void path_of10_isThatOfTheTable() {
    Compat old = Compat.TF_1_0;
    assertEquals(Path.B_PLAIN, path(old, o -> {}, 5, 3, 3, 7));
    assertEquals(Path.B_PLAIN, path(old, o -> {}, 5, 7));
    assertEquals(Path.A, path(old, o -> o.fused(true), 5, 3, 3, 7));
    assertEquals(Path.A, path(old, o -> o.fused(true), 5, 7));
    assertEquals(Path.C, path(old, o -> o.updatesCollections(null), 5, 3, 3, 7));
    assertEquals(Path.C, path(old, o -> o.zeroDebiasMovingMean(true), 5, 3, 3, 7));
  }

  @Test
  void L27_listOfUpdateOps_isNotTheDefaultPath() {
    assertEquals(
        Path.B_FUSED,
        path(Compat.TF_1_15, o -> o.updatesCollections(GraphKey.of("update_ops")), 5, 3, 3, 7));
    Consumer<BatchNormOptions> list = o -> o.updatesCollectionsList(List.of("update_ops"));
    assertEquals(Path.A, path(Compat.TF_1_15, list, 5, 3, 3, 7));
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), list);
    assertEquals(
        List.of("BatchNorm/AssignMovingAvg:0", "BatchNorm/AssignMovingAvg_1:0"),
        t.names(t.updateOps()));
  }

  @Test
  void L5_createOp_outputIsNamedAfterTheKernel() {
    Output x = t.placeholder(5, 3, 3, 7);
    assertTrue(t.slim.batchNorm(x).name().startsWith("BatchNorm/FusedBatchNorm"));
    Output plain = t.slim.batchNorm(x, o -> o.fused(false));
    assertTrue(plain.name().startsWith("BatchNorm_1/batchnorm"), plain.name());
    assertEquals(Shape.of(5, 3, 3, 7), plain.shape());
    assertEquals(List.of(), t.graph.collection(GraphKeys.REGULARIZATION_LOSSES));
  }

  @Test
  void L7_updatesCollection_customKey_holdsTheTwoUpdates() {
    for (boolean fused : new boolean[] {true, false}) {
      LayerTester each = new LayerTester(Compat.TF_1_15);
      each.slim.batchNorm(
          each.placeholder(5, 3, 3, 7),
          o -> o.updatesCollections(GraphKey.of("my_update_ops")).fused(fused));
      assertEquals(
          List.of("BatchNorm/AssignMovingAvg:0", "BatchNorm/AssignMovingAvg_1:0"),
          each.graph.collection("my_update_ops").stream().map(o -> ((Output) o).name()).toList());
      assertEquals(List.of(), each.updateOps());
    }
  }

  @Test
  void updatesCollection_severalKeys_holdTheUpdatesOnce() {
    t.slim.batchNorm(
        t.placeholder(5, 3, 3, 7), o -> o.updatesCollectionsList(List.of("a", "b", "a")));
    assertEquals(2, t.graph.collection("a").size());
    assertEquals(t.graph.collection("a"), t.graph.collection("b"));
  }

  @Test
  void updateOps_ofTheCoreLayer_areOperationsIn115AndTensorsIn10() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7));
    t.updateOps().forEach(update -> assertTrue(update instanceof Operation, update.toString()));
    LayerTester old = new LayerTester(Compat.TF_1_0);
    old.slim.batchNorm(old.placeholder(5, 3, 3, 7));
    assertEquals(2, old.updateOps().size());
    old.updateOps().forEach(update -> assertTrue(update instanceof Output, update.toString()));
  }

  @Test
  void L10_reuseUpdateOps_eachCallAddsItsOwnPair() {
    Output x = t.placeholder(5, 3, 3, 7);
    t.slim.batchNorm(x, o -> o.scope("bn"));
    assertEquals(2, t.updateOps().size());
    t.slim.batchNorm(x, o -> o.scope("bn").reuse(true));
    assertEquals(
        List.of(
            "bn/AssignMovingAvg",
            "bn/AssignMovingAvg_1",
            "bn_1/AssignMovingAvg",
            "bn_1/AssignMovingAvg_1"),
        t.names(t.updateOps()));
  }

  @ParameterizedTest
  @EnumSource(Compat.class)
  void L17_noUpdatesWhenIsTrainingFalse(Compat compat) {
    for (long[] dims : new long[][] {{5, 3, 3, 7}, {5, 7}, {5, 3, 7}}) {
      for (boolean fused : new boolean[] {true, false}) {
        if (compat == Compat.TF_1_0 && fused && dims.length == 3) {
          continue;
        }
        LayerTester each = new LayerTester(compat);
        each.slim.batchNorm(each.placeholder(dims), o -> o.isTraining(false).fused(fused));
        assertEquals(List.of(), each.updateOps());
        assertTrue(each.graph.findOperation("BatchNorm/AssignMovingAvg").isEmpty());
      }
    }
  }

  @Test
  void isTraining_constantTensor_countsAsItsValueAndIsNoLongerFed() {
    Output training = t.tf.constant(Tensor.scalar(false), "training");
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.isTraining(training));
    assertEquals(List.of(), t.updateOps());
    assertFalse(t.graph.isFeedable(training));
    LayerTester ints = new LayerTester(Compat.TF_1_15);
    ints.slim.batchNorm(
        ints.placeholder(5, 3, 7), o -> o.isTraining(ints.tf.constant(1)).fused(false));
    assertEquals(2, ints.updateOps().size());
  }

  @Test
  void isTraining_null_isRefusedByThePathsOfContrib() {
    Output x = t.placeholder(5, 3, 3, 7);
    for (boolean fused : new boolean[] {true, false}) {
      assertRefused(
          ErrorCode.INVALID_ARGUMENT,
          "value_or_tensor_or_var cannot be None",
          () -> t.slim.batchNorm(x, o -> o.isTraining(null).updatesCollections(null).fused(fused)));
    }
  }

  @Test
  void isTraining_null_isTheLearningPhaseInTheDefaultPath() {
    Output x = t.placeholder(5, 3, 3, 7);
    Output y = t.slim.batchNorm(x, o -> o.isTraining(null));
    assertEquals("BatchNorm/cond/Merge:0", y.name());
    assertEquals(2, t.updateOps().size());
    assertEquals("PlaceholderWithDefault", t.graph.operation("keras_learning_phase").type());
  }

  @Test
  void renorm_ofOtherPathsOrKeys_isRefused() {
    Output x = t.placeholder(5, 3, 3, 7);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "renorm is not supported with batch_weights, updates_collections or"
            + " zero_debias_moving_mean",
        () -> t.slim.batchNorm(x, o -> o.renorm(true).updatesCollections(null)));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "contains keys not in",
        () ->
            t.slim.batchNorm(
                x, o -> o.renorm(true).renormClipping(Map.of("max", t.tf.constant(1f)))));
    LayerTester old = new LayerTester(Compat.TF_1_0);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "TF 1.0",
        () -> old.slim.batchNorm(old.placeholder(5, 3, 3, 7), o -> o.renorm(true)));
  }

  @Test
  void batchWeights_ofAnotherBatch_areRefused() {
    Output x = t.placeholder(5, 3, 3, 7);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "incompatible",
        () -> t.slim.batchNorm(x, o -> o.batchWeights(t.tf.constant(new float[] {1, 2}))));
  }

  @Test
  void updatesCollectionsList_empty_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new BatchNormOptions().updatesCollectionsList(List.of()));
  }

  @Test
  void decayAndEpsilon_asFloat_areTheirDecimalNumbers() {
    BatchNormOptions options = new BatchNormOptions();
    assertEquals(0.99, options.decay(0.99f).decay);
    assertEquals(0.9, options.decay(0.9f).decay);
    assertEquals(0.1, options.decay(0.1).decay);
    assertEquals(0.001, options.epsilon(0.001f).epsilon);
  }

  // Names and inputs

  /** Returns {@code type name(inputs)} of each operation below the scope, variables left out. */
  private List<String> nodes(LayerTester tester, String scope) {
    Set<String> variables = ImmutableSet.copyOf(tester.variableNames(GraphKeys.GLOBAL_VARIABLES));
    List<String> nodes = new ArrayList<>();
    for (Operation op : tester.graph.operations()) {
      boolean ofVariable =
          variables.stream().anyMatch(v -> op.name().equals(v) || op.name().startsWith(v + "/"));
      if (op.name().startsWith(scope + "/") && !ofVariable) {
        String inputs = String.join(",", op.inputs().stream().map(Output::name).toList());
        String controls = String.join(",^", tester.names(op.controlInputs()));
        nodes.add(
            op.type()
                + " "
                + op.name().substring(scope.length() + 1)
                + "("
                + inputs.replace(scope + "/", "").replace(":0", "")
                + (controls.isEmpty() ? "" : ",^" + controls.replace(scope + "/", ""))
                + ")");
      }
    }
    return nodes;
  }

  @Test
  void coreFused_buildsTheNodesOfRealFiles() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7));
    assertEquals(
        List.of(
            "Const Const()",
            "Const Const_1()",
            "Const Const_2()",
            "FusedBatchNormV3 FusedBatchNormV3(x,Const,beta/read,Const_1,Const_2)",
            "Const Const_3()",
            "Const AssignMovingAvg/sub/x()",
            "Sub AssignMovingAvg/sub(AssignMovingAvg/sub/x,Const_3)",
            "Sub AssignMovingAvg/sub_1(moving_mean/read,FusedBatchNormV3:1)",
            "Mul AssignMovingAvg/mul(AssignMovingAvg/sub_1,AssignMovingAvg/sub)",
            "AssignSub AssignMovingAvg(moving_mean,AssignMovingAvg/mul)",
            "Const AssignMovingAvg_1/sub/x()",
            "Sub AssignMovingAvg_1/sub(AssignMovingAvg_1/sub/x,Const_3)",
            "Sub AssignMovingAvg_1/sub_1(moving_variance/read,FusedBatchNormV3:2)",
            "Mul AssignMovingAvg_1/mul(AssignMovingAvg_1/sub_1,AssignMovingAvg_1/sub)",
            "AssignSub AssignMovingAvg_1(moving_variance,AssignMovingAvg_1/mul)"),
        nodes(t, "BatchNorm"));
    for (String name : List.of("sub/x", "sub", "sub_1", "mul")) {
      assertEquals(
          List.of("loc:@BatchNorm/moving_mean"),
          t.graph.operation("BatchNorm/AssignMovingAvg/" + name).colocationGroups());
    }
    assertFalse(t.graph.operation("BatchNorm/AssignMovingAvg").attrs().bool("use_locking"));
  }

  @Test
  void coreFused_inference_keepsTheStrayMomentum() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.isTraining(false).scale(true));
    assertEquals(
        List.of(
            "FusedBatchNormV3 FusedBatchNormV3(x,gamma/read,beta/read,moving_mean/read,"
                + "moving_variance/read)",
            "Const Const()"),
        nodes(t, "BatchNorm"));
  }

  @Test
  void corePlain_buildsTheNodesOfRealFiles() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.fused(false));
    assertEquals(
        List.of(
            "Const moments/mean/reduction_indices()",
            "Mean moments/mean(x,moments/mean/reduction_indices)",
            "StopGradient moments/StopGradient(moments/mean)",
            "SquaredDifference moments/SquaredDifference(x,moments/StopGradient)",
            "Const moments/variance/reduction_indices()",
            "Mean moments/variance(moments/SquaredDifference,moments/variance/reduction_indices)",
            "Squeeze moments/Squeeze(moments/mean)",
            "Squeeze moments/Squeeze_1(moments/variance)",
            "Const AssignMovingAvg/decay()",
            "Sub AssignMovingAvg/sub(moving_mean/read,moments/Squeeze)",
            "Mul AssignMovingAvg/mul(AssignMovingAvg/sub,AssignMovingAvg/decay)",
            "AssignSub AssignMovingAvg(moving_mean,AssignMovingAvg/mul)",
            "Const AssignMovingAvg_1/decay()",
            "Sub AssignMovingAvg_1/sub(moving_variance/read,moments/Squeeze_1)",
            "Mul AssignMovingAvg_1/mul(AssignMovingAvg_1/sub,AssignMovingAvg_1/decay)",
            "AssignSub AssignMovingAvg_1(moving_variance,AssignMovingAvg_1/mul)",
            "Const batchnorm/add/y()",
            "AddV2 batchnorm/add(moments/Squeeze_1,batchnorm/add/y)",
            "Rsqrt batchnorm/Rsqrt(batchnorm/add)",
            "Mul batchnorm/mul(x,batchnorm/Rsqrt)",
            "Mul batchnorm/mul_1(moments/Squeeze,batchnorm/Rsqrt)",
            "Sub batchnorm/sub(beta/read,batchnorm/mul_1)",
            "AddV2 batchnorm/add_1(batchnorm/mul,batchnorm/sub)"),
        nodes(t, "BatchNorm"));
  }

  @Test
  void corePlain_withGamma_hasOneMoreMul() {
    t.slim.batchNorm(t.placeholder(5, 3, 7), o -> o.scale(true).isTraining(false).activation(null));
    assertEquals(
        List.of(
            "Const batchnorm/add/y()",
            "AddV2 batchnorm/add(moving_variance/read,batchnorm/add/y)",
            "Rsqrt batchnorm/Rsqrt(batchnorm/add)",
            "Mul batchnorm/mul(batchnorm/Rsqrt,gamma/read)",
            "Mul batchnorm/mul_1(x,batchnorm/mul)",
            "Mul batchnorm/mul_2(moving_mean/read,batchnorm/mul)",
            "Sub batchnorm/sub(beta/read,batchnorm/mul_2)",
            "AddV2 batchnorm/add_1(batchnorm/mul_1,batchnorm/sub)"),
        nodes(t, "BatchNorm"));
  }

  @Test
  void contribFused_forcedUpdates_makeTheOutputWait() {
    Output y = t.slim.batchNorm(t.placeholder(-1, 7), o -> o.updatesCollections(null));
    assertEquals(
        List.of(
            "Const Reshape/shape()",
            "Reshape Reshape(x,Reshape/shape)",
            "Const Const()",
            "Const Const_1()",
            "Const Const_2()",
            "FusedBatchNormV3 FusedBatchNormV3(Reshape,Const,beta/read,Const_1,Const_2)",
            "Const AssignMovingAvg/decay()",
            "Sub AssignMovingAvg/sub(moving_mean/read,FusedBatchNormV3:1)",
            "Mul AssignMovingAvg/mul(AssignMovingAvg/sub,AssignMovingAvg/decay)",
            "AssignSub AssignMovingAvg(moving_mean,AssignMovingAvg/mul)",
            "Const AssignMovingAvg_1/decay()",
            "Sub AssignMovingAvg_1/sub(moving_variance/read,FusedBatchNormV3:2)",
            "Mul AssignMovingAvg_1/mul(AssignMovingAvg_1/sub,AssignMovingAvg_1/decay)",
            "AssignSub AssignMovingAvg_1(moving_variance,AssignMovingAvg_1/mul)",
            "Identity Identity(FusedBatchNormV3,^AssignMovingAvg,^AssignMovingAvg_1)",
            "Shape Shape(x)",
            "Reshape Reshape_1(Identity,Shape)"),
        nodes(t, "BatchNorm"));
    assertEquals("BatchNorm/Reshape_1:0", y.name());
    assertEquals(Shape.of(-1, 7), y.shape());
    assertEquals(List.of(), t.updateOps());
  }

  @Test
  void legacy_forcedUpdates_makeTheMomentsWait() {
    t.slim.batchNorm(t.placeholder(5, 3, 7), o -> o.updatesCollections(null));
    List<String> nodes = nodes(t, "BatchNorm");
    assertTrue(
        nodes.contains("Identity Identity(moments/Squeeze,^AssignMovingAvg,^AssignMovingAvg_1)"),
        nodes.toString());
    assertTrue(
        nodes.contains(
            "Identity Identity_1(moments/Squeeze_1,^AssignMovingAvg,^AssignMovingAvg_1)"),
        nodes.toString());
    assertTrue(nodes.contains("AddV2 batchnorm/add(Identity_1,batchnorm/add/y)"), nodes.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forcedUpdates_inInference_addNothing(boolean fused) {
    t.slim.batchNorm(
        t.placeholder(5, 3, 3, 7), o -> o.updatesCollections(null).isTraining(false).fused(fused));
    assertTrue(nodes(t, "BatchNorm").stream().noneMatch(n -> n.startsWith("Identity")));
  }

  @Test
  void zeroDebias_buildsTheCorrectedAverage() {
    t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.zeroDebiasMovingMean(true));
    String biased = "BatchNorm/moving_mean/biased";
    List<String> nodes = nodes(t, "BatchNorm");
    assertEquals(
        List.of(
            "Const AssignMovingAvg/decay()",
            "Sub AssignMovingAvg/sub(" + biased.substring(10) + "/read,FusedBatchNormV3:1)",
            "Mul AssignMovingAvg/mul(AssignMovingAvg/sub,AssignMovingAvg/decay)",
            "AssignSub AssignMovingAvg/AssignSub(" + biased.substring(10) + ",AssignMovingAvg/mul)",
            "Const AssignMovingAvg/AssignAdd/value()",
            "AssignAdd AssignMovingAvg/AssignAdd("
                + "moving_mean/local_step,AssignMovingAvg/AssignAdd/value)",
            "Const AssignMovingAvg/sub_1/x()",
            "Sub AssignMovingAvg/sub_1(AssignMovingAvg/sub_1/x,AssignMovingAvg/decay)",
            "Pow AssignMovingAvg/Pow(AssignMovingAvg/sub_1,AssignMovingAvg/AssignAdd)",
            "Const AssignMovingAvg/sub_2/x()",
            "Sub AssignMovingAvg/sub_2(AssignMovingAvg/sub_2/x,AssignMovingAvg/Pow)",
            "RealDiv AssignMovingAvg/truediv(AssignMovingAvg/AssignSub,AssignMovingAvg/sub_2)",
            "Assign AssignMovingAvg(moving_mean,AssignMovingAvg/truediv)"),
        nodes.stream()
            .filter(
                node -> node.contains(" AssignMovingAvg/") || node.contains(" AssignMovingAvg("))
            .toList());
  }

  @Test
  void resourceVariables_areUpdatedByHandle() {
    try (var scope = t.tf.variableScope(o -> o.name("net").useResource(true))) {
      t.slim.batchNorm(t.placeholder(5, 3, 3, 7));
    }
    assertEquals(
        List.of(
            "net/BatchNorm/AssignMovingAvg/AssignSubVariableOp",
            "net/BatchNorm/AssignMovingAvg_1/AssignSubVariableOp"),
        t.names(t.updateOps()));
  }

  @Test
  void L22_adjustmentCreated_scaleAndBiasOfTheChannels() {
    List<Output> made = new ArrayList<>();
    Consumer<BatchNormOptions> adjusted =
        o ->
            o.adjustment(
                shape -> {
                  made.add(t.tf.constant(new float[] {1, 1, 1, 1, 1, 1, 1, 1}));
                  made.add(t.tf.constant(new float[] {0, 0, 0, 0, 0, 0, 0, 0}));
                  assertEquals(Shape.of(4), shape.shape());
                  return new Adjustment.ScaleAndBias(made.get(0), made.get(1));
                });
    Output x = t.placeholder(5, 3, 3, 8);
    t.slim.batchNorm(x, adjusted);
    assertEquals(2, made.size());
    made.forEach(output -> assertEquals(Shape.of(8), output.shape()));
    t.slim.batchNorm(x, adjusted.andThen(o -> o.isTraining(false)));
    assertEquals(2, made.size());
  }

  @Test
  void L23_centerFalseOfNchwWithZeroDebias_builds() {
    Output x = t.placeholder(5, 7, 3, 3);
    Output y =
        t.slim.batchNorm(x, o -> o.center(false).zeroDebiasMovingMean(true).dataFormat("NCHW"));
    assertEquals(Shape.of(5, 7, 3, 3), y.shape());
    assertEquals(Shape.of(7), t.variable("BatchNorm/moving_mean").shape());
  }

  @Test
  void outputsCollections_holdTheActivatedOutputUnderItsScope() {
    GraphKey<Output> outputs = GraphKey.of("outputs");
    Output y =
        t.slim.batchNorm(
            t.placeholder(5, 3, 3, 7),
            o -> o.activation(t.tf.nn()::relu).outputsCollections(outputs).scope("bn"));
    assertEquals("bn/Relu:0", y.name());
    assertEquals(Map.of("bn", y), t.slim.convertCollectionToDict(outputs));
  }

  @Test
  void scopes_andCalls_giveOptions_callWins() {
    try (var scope =
        t.slim.argScope(Slim.BATCH_NORM, o -> o.isTraining(false).scale(true).scope("a"))) {
      t.slim.batchNorm(t.placeholder(5, 3, 3, 7), o -> o.scope("b"));
    }
    assertEquals(4, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
    assertEquals(List.of(), t.updateOps());
    assertTrue(t.graph.findOperation("b/beta").isPresent());
  }
}

package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

class SlimTest {
  private static final GraphKey<Output> END_POINTS = GraphKey.of("end_points");

  private final LayerTester t = new LayerTester(Compat.TF_1_15);
  private final Slim slim = t.slim;

  @Test
  void L53_collectNamedOutputs_areFoundByAliasInOrder() {
    Output first = slim.collectNamedOutputs(List.of("end_points"), "a1", t.tf.constant(1f));
    Output second = slim.collectNamedOutputs(List.of("end_points"), "b/", t.tf.constant(2f));
    slim.collectNamedOutputs(List.of("end_points", "others"), "a2", first);
    assertEquals(List.of("a1", "a2"), slim.aliases(first));
    assertEquals(List.of("b"), slim.aliases(second));
    Map<String, Output> dict = slim.convertCollectionToDict(END_POINTS);
    assertEquals(List.of("a1", "a2", "b"), ImmutableList.copyOf(dict.keySet()));
    assertEquals(ImmutableMap.of("a1", first, "a2", first, "b", second), dict);
    assertEquals(3, t.graph.collection(END_POINTS).size());
  }

  @Test
  void L53_convertCollectionToDict_clears_onlyIfAsked() {
    Output plain = t.tf.constant(1f);
    t.graph.addToCollection(END_POINTS, plain);
    assertEquals(Map.of("Const", plain), slim.convertCollectionToDict(END_POINTS));
    assertEquals(Map.of("Const", plain), slim.convertCollectionToDict(END_POINTS, true));
    assertEquals(Map.of(), slim.convertCollectionToDict(END_POINTS));
  }

  @Test
  void L53_collectNamedOutputs_noCollections_givesNoAlias() {
    Output output = slim.collectNamedOutputs(List.of(), "a", t.tf.constant(1f));
    assertEquals(List.of("Const"), slim.aliases(output));
  }

  @Test
  void L54_constantValue_knowsConstantsOnly() {
    assertEquals(
        Optional.of(Tensor.scalar(true)), slim.constantValue(t.tf.constant(Tensor.scalar(true))));
    Variable variable = t.tf.variable(Tensor.scalar(true), o -> o.trainable(false));
    assertEquals(Optional.empty(), slim.constantValue(variable.value()));
    Output fed = t.tf.placeholder(DataType.BOOL, Shape.scalar(), "fed");
    assertEquals(Optional.empty(), slim.constantValue(fed));
  }

  @Test
  void L55_nPositiveIntegers_repeatsOrCopies() {
    assertArrayEquals(new int[] {2, 2, 2}, Slim.nPositiveIntegers(3, 2));
    assertArrayEquals(new int[] {2}, Slim.nPositiveIntegers(1, 2));
    assertArrayEquals(new int[] {1, 2, 3}, Slim.nPositiveIntegers(3, new int[] {1, 2, 3}));
    assertArrayEquals(new int[] {4, 3}, Slim.nPositiveIntegers(2, Shape.of(4, 3)));
  }

  @Test
  void L55_nPositiveIntegers_badInputs_areRefused() {
    ErrorCode bad = ErrorCode.INVALID_ARGUMENT;
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(0, 1));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(-3, 1));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(2, 0));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(2, -1));
    assertRefused(bad, "2 positive", () -> Slim.nPositiveIntegers(2, new int[] {}));
    assertRefused(bad, "2 positive", () -> Slim.nPositiveIntegers(2, new int[] {1}));
    assertRefused(bad, "2 positive", () -> Slim.nPositiveIntegers(2, new int[] {1, 2, 3}));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(2, new int[] {1, 0}));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(2, new int[] {-1, 1}));
    assertRefused(bad, "3 positive", () -> Slim.nPositiveIntegers(3, Shape.of(1, 2)));
    assertRefused(bad, "positive integer", () -> Slim.nPositiveIntegers(2, Shape.of(1, -1)));
  }

  @Test
  void modelVariable_joinsModelAndGivenCollections() {
    Variable variable =
        slim.modelVariable(
            "v",
            Shape.of(2),
            o ->
                o.initializer(Initializers.ones()).collections(List.of("mine", "model_variables")));
    assertEquals(List.of(variable), slim.getModelVariables());
    assertEquals(List.of(variable), t.graph.collection(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(List.of(variable), t.graph.collection(GraphKeys.TRAINABLE_VARIABLES));
    assertEquals(List.of(variable), t.graph.collection("mine"));
    assertEquals(List.of(), slim.getModelVariables("w"));
    assertSame(variable, slim.getModelVariables("v").get(0));
    assertArrayEquals(new float[] {1, 1}, t.start().run(variable.value()).floats());
  }

  @Test
  void L61_l1_l2_regularizers() {
    Output weights = t.tf.constant(new float[] {1, -1, 4, 2});
    Output l1 = slim.l1Regularizer(.5).apply(t.tf, weights).orElseThrow();
    Output l2 = slim.l2Regularizer(.42).apply(t.tf, weights).orElseThrow();
    Output both = slim.l1L2Regularizer(1, 1).apply(t.tf, weights).orElseThrow();
    assertEquals("l1_regularizer", l1.operation().name());
    assertEquals("l2_regularizer", l2.operation().name());
    assertEquals("l1_l2_regularizer", both.operation().name());
    assertTrue(t.graph.findOperation("l2_regularizer/scale").isPresent());
    assertTrue(t.graph.findOperation("l2_regularizer/L2Loss").isPresent());
    assertEquals(4.0, t.start().run(l1).floats()[0], 1e-6);
    assertEquals(4.62, t.session().run(l2).floats()[0], 1e-6);
    assertEquals(8 + 11, t.session().run(both).floats()[0], 1e-5);
  }

  @Test
  void L61_zeroScale_makesNoLossAndNegative_isRefused() {
    Output weights = t.tf.constant(new float[] {1, -1});
    int before = t.graph.operations().size();
    assertEquals(Optional.empty(), slim.l1Regularizer(0).apply(t.tf, weights));
    assertEquals(Optional.empty(), slim.l2Regularizer(0).apply(t.tf, weights));
    assertEquals(Optional.empty(), slim.l1L2Regularizer(0, 0).apply(t.tf, weights));
    assertEquals(before, t.graph.operations().size());
    Output onlyL2 = slim.l1L2Regularizer(0, 2).apply(t.tf, weights).orElseThrow();
    assertEquals("l1_l2_regularizer", onlyL2.operation().name());
    ErrorCode bad = ErrorCode.INVALID_ARGUMENT;
    assertRefused(bad, "less than 0", () -> slim.l1Regularizer(-1));
    assertRefused(bad, "less than 0", () -> slim.l2Regularizer(-.1));
    assertRefused(bad, "less than 0", () -> slim.l2Regularizer(Double.NaN));
    assertRefused(bad, "less than 0", () -> slim.l1L2Regularizer(1, -1));
  }
}

package org.slimgraph.train;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Lets TensorFlow run steps of every optimizer beside us, for whole gradients and for rows, for
 * both kinds of variables: variables and slots must agree.
 */
@Tag("conformance")
class OptimizersConformanceTest {
  private static final ImmutableMap<String, Function<TrainOps, Optimizer>> KINDS =
      ImmutableMap.<String, Function<TrainOps, Optimizer>>builder()
          .put("gradient_descent", t -> t.gradientDescent(.1))
          .put("momentum", t -> t.momentum(.1, .9))
          .put("nesterov", t -> t.momentum(.1, .9, o -> o.useNesterov(true)))
          .put("adam", t -> t.adam(.1))
          .put("rms_prop", t -> t.rmsProp(.1, o -> o.momentum(.5)))
          .put("centered_rms_prop", t -> t.rmsProp(.1, o -> o.momentum(.5).centered(true)))
          .put("adagrad", t -> t.adagrad(.1))
          .put("adadelta", t -> t.adadelta(.1, o -> {}))
          .put("ftrl", t -> t.ftrl(.1, o -> o.l1RegularizationStrength(.01)))
          .put("ftrl_shrinking", t -> t.ftrl(.1, o -> o.l2ShrinkageRegularizationStrength(.1)))
          .buildOrThrow();

  @TestFactory
  Stream<DynamicTest> optimizers() {
    Oracle oracle = Oracle.open();
    return KINDS.entrySet().stream()
        .flatMap(
            kind ->
                Stream.of(false, true)
                    .map(
                        resource ->
                            dynamicTest(
                                kind.getKey() + (resource ? "_by_handle" : "_by_reference"),
                                () -> check(oracle, kind.getValue(), resource))));
  }

  private static void check(Oracle oracle, Function<TrainOps, Optimizer> kind, boolean resource) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Variable w =
        tf.variable(
            Tensor.of(Shape.of(3), new float[] {1, -2, .5f}),
            o -> o.name("w").useResource(resource));
    Variable table =
        tf.variable(
            Tensor.of(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}),
            o -> o.name("table").useResource(resource));
    Output rows = tf.gather(table.value(), tf.constant(new int[] {2, 0, 2}));
    Output loss = tf.add(tf.reduceSum(tf.square(w.value())), tf.reduceMean(tf.square(rows)));
    Variable count = tf.createGlobalStep();
    Operation step = kind.apply(tf.train()).minimize(loss, o -> o.globalStep(count));
    Operation init = tf.globalVariablesInitializer();
    List<String> values = new ArrayList<>();
    tf.globalVariables().forEach(variable -> values.add(variable.value().name()));
    SideBySide runs = new SideBySide(oracle, graph).init(init.name());
    for (int i = 0; i < 4; i++) {
      runs.step(Map.of(), List.of(step.name()), List.of());
      runs.step(Map.of(), List.of(), values);
    }
    runs.assertSame(new Tolerance(1e-5, 1e-6));
  }
}

package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.gradients.GradientOptions.Unconnected;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The gradient of every op that has one, and its gradient again, against central differences. An op
 * without a recipe fails, unless it is named with the reason.
 */
class GradientCheckTest {

  @Test
  void everyDifferentiableOp_hasARecipeOrAReason() {
    Set<String> checked =
        GradientRecipes.all().stream().map(recipe -> recipe.type).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (OpSpec spec : StandardOps.specs()) {
      boolean excused = GradientRecipes.ELSEWHERE.containsKey(spec.type());
      if (spec.gradient().isPresent() && !checked.contains(spec.type()) && !excused) {
        missing.add(spec.type());
      }
      assertFalse(
          excused && checked.contains(spec.type()), spec.type() + " is excused and checked");
    }
    assertTrue(missing.isEmpty(), "no recipe to check the gradient of: " + missing);
  }

  @TestFactory
  Stream<DynamicTest> gradients() {
    return GradientRecipes.all().stream()
        .map(recipe -> dynamicTest(recipe.type, () -> check(recipe)));
  }

  private static void check(GradientRecipe recipe) {
    Ops tf = Ops.on(new Graph());
    List<Output> xs = new ArrayList<>();
    Output sum = weighted(tf, recipe.build(tf, xs));
    List<Output> first = gradients(tf, sum, xs);
    Output sumOfFirst = weighted(tf, first);
    List<Output> second = recipe.order() > 1 ? gradients(tf, sumOfFirst, xs) : List.of();
    try (Session session = Session.open(tf.graph())) {
      compare(recipe, session, xs, sum, first, "first");
      if (recipe.order() > 1) {
        compare(recipe, session, xs, sumOfFirst, second, "second");
      }
    }
  }

  private static List<Output> gradients(Ops tf, Output y, List<Output> xs) {
    return tf.gradients(List.of(y), xs, o -> o.unconnectedGradients(Unconnected.ZERO)).stream()
        .map(gradient -> gradient.orElseThrow())
        .toList();
  }

  /** Adds all elements of all real tensors, each with a weight of its own. */
  private static Output weighted(Ops tf, List<Output> outputs) {
    List<Output> sums = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (Output output : outputs) {
      if (output.dataType().isFloating()) {
        if (!output.shape().isFullyDefined()) {
          sums.add(tf.reduceSum(tf.square(output)));
          continue;
        }
        double[] weights = random.doubles(output.shape().elementCount(), 0.5, 1.5).toArray();
        Output weight = tf.constant(Tensor.of(output.shape(), weights));
        sums.add(tf.reduceSum(tf.multiply(output, tf.cast(weight, output.dataType()))));
      }
    }
    return tf.addN(sums);
  }

  private static void compare(
      GradientRecipe recipe,
      Session session,
      List<Output> xs,
      Output y,
      List<Output> gradients,
      String order) {
    double step = recipe.isFloat() ? 1e-2 : 1e-5;
    double tolerance = recipe.isFloat() ? 2e-2 : 1e-5;
    List<double[]> at = recipe.start();
    List<Tensor> got = run(recipe, session, xs, at, gradients);
    for (int k = 0; k < xs.size(); k++) {
      double[] values = wide(got.get(k));
      for (int i = 0; i < at.get(k).length; i++) {
        double here = at.get(k)[i];
        at.get(k)[i] = here + step;
        double more = wide(run(recipe, session, xs, at, List.of(y)).get(0))[0];
        at.get(k)[i] = here - step;
        double less = wide(run(recipe, session, xs, at, List.of(y)).get(0))[0];
        at.get(k)[i] = here;
        double difference = (more - less) / (2 * step);
        assertEquals(
            difference,
            values[i],
            tolerance * Math.max(1, Math.abs(difference)),
            recipe.type + ", " + order + " derivative by element " + i + " of varying input " + k);
      }
    }
  }

  private static double[] wide(Tensor tensor) {
    if (tensor.dataType() == DataType.DOUBLE) {
      return tensor.doubles();
    }
    float[] narrow = tensor.floats();
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  private static List<Tensor> run(
      GradientRecipe recipe,
      Session session,
      List<Output> xs,
      List<double[]> at,
      List<Output> fetches) {
    Runner runner = session.runner();
    for (int k = 0; k < xs.size(); k++) {
      Shape shape = xs.get(k).shape();
      runner.feed(
          xs.get(k),
          recipe.isFloat()
              ? Tensor.of(shape, narrow(at.get(k)))
              : Tensor.of(shape, at.get(k).clone()));
    }
    fetches.forEach(runner::fetch);
    return runner.run();
  }

  private static float[] narrow(double[] wide) {
    float[] narrow = new float[wide.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return narrow;
  }
}

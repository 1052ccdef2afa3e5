package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.slimgraph.slim.LayerTester.assertClose;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;

/**
 * Batch renormalisation, with numbers worked out by hand: the batch 2, 6 has mean 4 and variance 4;
 * with epsilon 5 its standard deviation is 3.
 */
class RenormTest {
  private static final Tensor BATCH = Tensor.of(Shape.of(2, 1), new float[] {2, 6});
  private static final double ROOT_OF_EPSILON = Math.sqrt(5);

  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  private Output build(Consumer<BatchNormOptions> options) {
    Output x = t.placeholder(2, 1);
    return t.slim.batchNorm(
        x, options.andThen(o -> o.renorm(true).epsilon(5).decay(0.5).renormDecay(0.75)));
  }

  private float value(String variable) {
    return t.value(t.variable("BatchNorm/" + variable))[0];
  }

  @Test
  void variables_areSixOfTheModel_theStandardDeviationsStartAtTheRootOfTheVariance() {
    build(
        o ->
            o.paramInitializers(
                Map.of(
                    "moving_variance", Initializers.constant(9),
                    "moving_mean", Initializers.constant(7))));
    List<String> names =
        List.of(
            "BatchNorm/beta",
            "BatchNorm/moving_mean",
            "BatchNorm/moving_variance",
            "BatchNorm/moving_stddev",
            "BatchNorm/renorm_mean",
            "BatchNorm/renorm_stddev");
    assertEquals(names, t.variableNames(GraphKeys.GLOBAL_VARIABLES));
    assertEquals(names, t.variableNames(GraphKeys.MODEL_VARIABLES));
    assertEquals(List.of("BatchNorm/beta"), t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
    assertEquals(3, value("moving_stddev"));
    assertEquals(3, value("renorm_stddev"));
    assertEquals(7, value("renorm_mean"));
  }

  @Test
  void training_normalisesBySlowAverages_updatesRunOnlyWithUpdateOps() {
    Output y =
        build(
            o ->
                o.scale(true)
                    .paramInitializers(
                        Map.of(
                            "gamma", Initializers.constant(3), "beta", Initializers.constant(1))));
    t.start();
    // The slow averages are 0 and max(1, √5): x̂·r + d is x / √5.
    double[] want = {2 / ROOT_OF_EPSILON * 3 + 1, 6 / ROOT_OF_EPSILON * 3 + 1};
    assertClose(want, t.run(BATCH, List.of(), y).get(0).floats(), 1e-5);
    assertEquals(0, value("renorm_mean"));
    assertClose(want, t.run(BATCH, t.updateOps(), y).get(0).floats(), 1e-5);
    assertEquals(4 * 0.25, value("renorm_mean"), 1e-6);
    assertEquals(1 * 0.75 + 3 * 0.25, value("renorm_stddev"), 1e-6);
    assertEquals(2, value("moving_mean"), 1e-6);
    assertEquals(2, value("moving_stddev"), 1e-6);
    assertEquals(0, value("moving_variance"), "2² − 5 is negative");
    t.run(BATCH, t.updateOps());
    assertEquals(1.75, value("renorm_mean"), 1e-6);
    assertEquals(1.875, value("renorm_stddev"), 1e-6);
    assertEquals(2.5 * 2.5 - 5, value("moving_variance"), 1e-5);
  }

  @Test
  void clipping_limitsBothCorrections() {
    Output y =
        build(
            o ->
                o.renormClipping(
                    Map.of(
                        "rmax", t.tf.constant(1.25f),
                        "rmin", t.tf.constant(0.5f),
                        "dmax", t.tf.constant(0.5f))));
    t.start();
    // Without limits r is 3/√5 = 1.34 and d is 4/√5 = 1.79; x̂ is ∓2/3.
    double[] want = {-2 / 3.0 * 1.25 + 0.5, 2 / 3.0 * 1.25 + 0.5};
    assertClose(want, t.run(BATCH, List.of(), y).get(0).floats(), 1e-5);
  }

  @Test
  void leastR_andNegativeD_areLimitedToo() {
    Output y =
        build(
            o ->
                o.renormClipping(Map.of("rmin", t.tf.constant(2f), "dmax", t.tf.constant(0.25f)))
                    .paramInitializers(Map.of("moving_mean", Initializers.constant(10))));
    t.start();
    double[] want = {-2 / 3.0 * 2 - 0.25, 2 / 3.0 * 2 - 0.25};
    assertClose(want, t.run(BATCH, List.of(), y).get(0).floats(), 1e-5);
  }

  @Test
  void inference_usesTheMovingAverages_makesNoUpdates() {
    Output y =
        build(
            o ->
                o.isTraining(false)
                    .paramInitializers(
                        Map.of(
                            "moving_mean", Initializers.constant(1),
                            "moving_variance", Initializers.constant(4))));
    assertEquals(List.of(), t.updateOps());
    assertEquals(6, t.variables(GraphKeys.GLOBAL_VARIABLES).size());
    t.start();
    assertClose(new double[] {1 / 3.0, 5 / 3.0}, t.run(BATCH, List.of(), y).get(0).floats(), 1e-6);
  }

  @Test
  void tensorPredicate_false_isInferenceAndUpdatesNothing() {
    Output training = t.tf.placeholder(DataType.BOOL, Shape.scalar(), "training");
    Output y = build(o -> o.isTraining(training));
    assertEquals(
        List.of("BatchNorm/cond_6/Merge", "BatchNorm/cond_7/Merge"), t.names(t.updateOps()));
    t.start();
    for (boolean trains : new boolean[] {false, true}) {
      var runner = t.session().runner().feed("x:0", BATCH).fetch(y);
      t.updateOps().forEach(runner::target);
      float[] out = runner.feed("training:0", Tensor.scalar(trains)).run().get(0).floats();
      double root = trains ? ROOT_OF_EPSILON : Math.sqrt(6);
      assertArrayEquals(new float[] {(float) (2 / root), (float) (6 / root)}, out, 1e-5f);
      assertEquals(trains ? 1 : 0, value("renorm_mean"));
      assertEquals(trains ? 1.5 : 1, value("renorm_stddev"));
      assertEquals(trains ? 2 : 0, value("moving_mean"));
      assertEquals(trains ? 0 : 1, value("moving_variance"));
    }
  }

  @Test
  void channelsFirst_halfInput_andHandles_work() {
    Output x = t.placeholder(2, 1, 1, 1);
    Output half = t.tf.cast(x, DataType.HALF);
    Output y;
    try (var scope = t.tf.variableScope(o -> o.name("net").useResource(true))) {
      y = t.slim.batchNorm(half, o -> o.renorm(true).epsilon(5).dataFormat("NCHW"));
    }
    Output wide = t.tf.cast(y, DataType.FLOAT);
    t.start();
    Tensor batch = Tensor.of(x.shape(), new float[] {2, 6});
    float[] out = t.run(batch, t.updateOps(), wide).get(0).floats();
    assertClose(new double[] {2 / ROOT_OF_EPSILON, 6 / ROOT_OF_EPSILON}, out, 5e-3);
    assertEquals(0.04, t.value(t.variable("net/BatchNorm/renorm_mean"))[0], 1e-5);
  }
}

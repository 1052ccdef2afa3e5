package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Losses: values, weights, reductions, names and collections. */
class LossesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Output matrix(int rows, float... values) {
    return tf.constant(Tensor.of(Shape.of(rows, values.length / rows), values));
  }

  private float value(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output).floats()[0];
    }
  }

  private final Output predictions = matrix(2, 4, 8, 12, 8, 1, 3);
  private final Output labels = matrix(2, 1, 9, 2, -5, -2, 6);

  @Test
  void l63_meanSquaredErrorAndAbsoluteDifference() {
    assertEquals(49.5f, value(tf.losses().meanSquaredError(labels, predictions)), 1e-4f);
    assertEquals(
        49.5f * 2.3f,
        value(tf.losses().meanSquaredError(labels, predictions, o -> o.weights(2.3))),
        1e-4f);
    assertEquals(5.5f, value(tf.losses().absoluteDifference(labels, predictions)), 1e-5f);
    Output perSample = matrix(2, 1.2f, 0f);
    assertEquals(
        5.6f,
        value(tf.losses().absoluteDifference(labels, predictions, o -> o.weights(perSample))),
        1e-5f);
  }

  @Test
  void l64_softmaxCrossEntropy_allWrong() {
    Output logits = matrix(3, 10, 0, 0, 0, 10, 0, 0, 0, 10);
    Output shifted = matrix(3, 0, 0, 1, 1, 0, 0, 0, 1, 0);
    Output loss = tf.losses().softmaxCrossEntropy(shifted, logits);
    assertEquals("softmax_cross_entropy_loss/value:0", loss.name());
    assertEquals(10f, value(loss), 1e-3f);
    Output numbers = tf.constant(Tensor.of(Shape.of(3, 1), new int[] {2, 0, 1}));
    Output sparse = tf.losses().sparseSoftmaxCrossEntropy(numbers, logits);
    assertEquals("sparse_softmax_cross_entropy_loss/value:0", sparse.name());
    assertEquals(10f, value(sparse), 1e-3f);
  }

  @Test
  void softmaxCrossEntropy_smoothsLabels() {
    Output logits = matrix(1, 100, -100, -100);
    Output onehot = matrix(1, 1, 0, 0);
    Output loss = tf.losses().softmaxCrossEntropy(onehot, logits, .1, o -> {});
    assertEquals(.1f * 400 / 3, value(loss), 1e-3f);
  }

  @Test
  void l65_sigmoidCrossEntropy_allWrong() {
    Output logits = matrix(3, 100, -100, -100, -100, 100, -100, -100, -100, 100);
    Output wrong = matrix(3, 0, 0, 1, 1, 0, 0, 0, 1, 0);
    Output loss = tf.losses().sigmoidCrossEntropy(wrong, logits);
    assertEquals("sigmoid_cross_entropy_loss/value:0", loss.name());
    assertEquals(600f / 9, value(loss), 1e-3f);
  }

  @Test
  void l66_huberAndHinge() {
    Output p = tf.constant(new float[] {1.5f, -1.4f, -1, 0});
    Output y = tf.constant(new float[] {1, -1, 0, .5f});
    assertEquals(.5f * (.25f + .16f + 1 + .25f) / 4, value(tf.losses().huberLoss(y, p)), 1e-6f);
    Output far = tf.constant(new float[] {1.5f, -1.4f, -1, 0});
    Output away = tf.constant(new float[] {0, 1, 0, 1.5f});
    assertEquals(
        (1.5f + 2.4f + 1 + 1.5f) / 4 - .5f, value(tf.losses().huberLoss(away, far)), 1e-6f);
    Output logits = tf.constant(new float[] {1.2f, -1.4f, -1, 2.1f});
    Output right = tf.constant(new float[] {1, 0, 0, 1});
    assertEquals(0f, value(tf.losses().hingeLoss(right, logits)), 0f);
    Output inside = matrix(1, -.7f, -1.4f, 1.4f, .6f);
    Output ends = matrix(1, 0, 0, 1, 1);
    assertEquals(.175f, value(tf.losses().hingeLoss(ends, inside)), 1e-6f);
    Output wrongSide = matrix(1, -.7f, 1.4f, -1.4f, .6f);
    assertEquals(
        (.3f + 2.4f + 2.4f + .4f) / 4, value(tf.losses().hingeLoss(ends, wrongSide)), 1e-6f);
  }

  @Test
  void l67_computeWeightedLoss_reducesInAllWays() {
    float[] values = new float[24];
    for (int i = 0; i < 24; i++) {
      values[i] = i;
    }
    Output raw = tf.constant(Tensor.of(Shape.of(3, 2, 4), values));
    assertEquals(
        276f, value(tf.losses().computeWeightedLoss(raw, o -> o.reduction(Reduction.SUM))));
    assertEquals(11.5f, value(tf.losses().computeWeightedLoss(raw)));
    assertEquals(
        11.5f, value(tf.losses().computeWeightedLoss(raw, o -> o.reduction(Reduction.MEAN))));
    Output none = tf.losses().computeWeightedLoss(raw, o -> o.weights(2).reduction(Reduction.NONE));
    assertEquals(Shape.of(3, 2, 4), none.shape());
    Output weights = tf.constant(Tensor.of(Shape.of(1, 1, 4), new float[] {0, 2, 0, 2}));
    float sum = 0;
    for (int i = 0; i < 24; i++) {
      sum += i % 2 * 2 * i;
    }
    assertEquals(
        sum / 12, value(tf.losses().computeWeightedLoss(raw, o -> o.weights(weights))), 1e-5f);
    assertEquals(
        sum / 24,
        value(
            tf.losses()
                .computeWeightedLoss(
                    raw, o -> o.weights(weights).reduction(Reduction.SUM_OVER_BATCH_SIZE))),
        1e-5f);
    assertEquals(
        sum / 24,
        value(
            tf.losses()
                .computeWeightedLoss(raw, o -> o.weights(weights).reduction(Reduction.MEAN))),
        1e-5f);
    assertEquals(0f, value(tf.losses().computeWeightedLoss(raw, o -> o.weights(0))));
    assertEquals(8, tf.losses().getLosses().size());
    tf.losses().computeWeightedLoss(raw, o -> o.lossCollection(null));
    assertEquals(8, tf.collection(GraphKeys.LOSSES).size());
    Output own = tf.constant(1f, "own");
    tf.losses().addLoss(own);
    assertEquals(9, tf.losses().getLosses().size());
    assertEquals(List.of(own), tf.losses().getLosses("own"));
  }

  @Test
  void l67_computeWeightedLoss_weightsOfOtherRank_areRefused() {
    Output raw = tf.zeros(Shape.of(3, 2, 4));
    for (Shape bad : List.of(Shape.of(1), Shape.of(2, 4), Shape.of(3, 2, 4, 1))) {
      Output weights = tf.zeros(bad);
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () -> tf.losses().computeWeightedLoss(raw, o -> o.weights(weights)));
      assertTrue(e.getMessage().contains("weights can not be broadcast to values. values.rank=3"));
    }
    Output weights = tf.zeros(Shape.of(3, 3, 1));
    assertTrue(
        assertThrows(
                SlimgraphException.class,
                () -> tf.losses().computeWeightedLoss(raw, o -> o.weights(weights)))
            .getMessage()
            .contains("Mismatch at dim 1"));
  }

  @Test
  void computeWeightedLoss_shapesKnownWhenRun_areCheckedThen() {
    Output raw = tf.placeholder(DataType.FLOAT, Shape.of(-1, 2), "raw");
    Output weights = tf.placeholder(DataType.FLOAT, Shape.of(-1, 1), "weights");
    Output loss = tf.losses().computeWeightedLoss(raw, o -> o.weights(weights));
    Tensor two = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
    try (Session session = Session.open(graph)) {
      Tensor fitting = Tensor.of(Shape.of(2, 1), new float[] {1, 0});
      Tensor result =
          session.runner().feed(raw, two).feed(weights, fitting).fetch(loss).run().get(0);
      assertEquals(1.5f, result.floats()[0]);
      Tensor other = Tensor.of(Shape.of(3, 1), new float[] {1, 0, 1});
      assertThrows(
          SlimgraphException.class,
          () -> session.runner().feed(raw, two).feed(weights, other).fetch(loss).run());
    }
  }

  @Test
  void logLoss_ofWrongAndRight() {
    Output p = tf.constant(new float[] {.9f, .2f});
    Output y = tf.constant(new float[] {1, 0});
    assertEquals(
        -(Math.log(.9 + 1e-7) + Math.log(.8 + 1e-7)) / 2, value(tf.losses().logLoss(y, p)), 1e-6);
  }

  @Test
  void totalLoss_addsRegularization() {
    assertEquals(0f, value(tf.losses().getRegularizationLoss()));
    assertThrows(SlimgraphException.class, () -> tf.losses().getTotalLoss());
    tf.losses().meanSquaredError(labels, predictions);
    graph.addToCollection(GraphKeys.REGULARIZATION_LOSSES, tf.constant(.5f));
    assertEquals(.5f, value(tf.losses().getRegularizationLoss()));
    Output total = tf.losses().getTotalLoss();
    assertEquals("total_loss:0", total.name());
    assertEquals(50f, value(total), 1e-4f);
    assertEquals(49.5f, value(tf.losses().getTotalLoss(false, "bare")), 1e-4f);
  }

  @Test
  void otherShapes_areRefused() {
    assertTrue(
        assertThrows(
                SlimgraphException.class,
                () -> tf.losses().meanSquaredError(labels, tf.zeros(Shape.of(3, 2))))
            .getMessage()
            .contains("are incompatible"));
  }

  @Test
  void cosineDistance_ofParallelAndOpposite() {
    Output p = matrix(3, 1, 0, 0, 1, -1, 0);
    Output y = matrix(3, 1, 0, 0, 1, 1, 0);
    Output loss = tf.losses().cosineDistance(y, p, 1);
    assertEquals("cosine_distance_loss/value:0", loss.name());
    assertEquals(2f / 3, value(loss), 1e-6f);
    Output weights = matrix(3, 1, 0, 0.5f);
    assertEquals(0.5f, value(tf.losses().cosineDistance(y, p, 1, o -> o.weights(weights))), 1e-6f);
  }

  @Test
  void meanPairwiseSquaredError_isTheMeanOverPairsOfEachExample() {
    Output loss = tf.losses().meanPairwiseSquaredError(labels, predictions);
    double sum = 0;
    float[][] errors = {{3, -1, 10}, {13, 3, -3}};
    for (float[] e : errors) {
      for (int i = 0; i < 3; i++) {
        for (int j = i + 1; j < 3; j++) {
          sum += (e[i] - e[j]) * (e[i] - e[j]) / 3;
        }
      }
    }
    assertEquals("mean_pairwise_squared_error/value:0", loss.name().replace("value_2", "value"));
    assertEquals(sum, value(loss), 1e-3);
    Output weights = matrix(2, 1, 0);
    Output first =
        tf.losses().meanPairwiseSquaredError(labels, predictions, o -> o.weights(weights));
    assertEquals((16 + 49 + 121) / 3.0, value(first), 1e-3);
    Output none = tf.losses().meanPairwiseSquaredError(labels, predictions, o -> o.weights(0));
    assertEquals(0f, value(none));
  }

  @Test
  void l67_computeWeightedLoss_unknownRanks_areCheckedWhenRun() {
    Output raw = tf.placeholder(DataType.FLOAT, Shape.unknown(), "raw");
    Output weights = tf.placeholder(DataType.FLOAT, Shape.unknown(), "weights");
    Output loss = tf.losses().computeWeightedLoss(raw, o -> o.weights(weights));
    Tensor two = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
    try (Session session = Session.open(graph)) {
      for (Tensor fits :
          List.of(Tensor.scalar(1f), Tensor.of(Shape.of(1, 2), new float[] {1, 1}))) {
        Tensor result =
            session.runner().feed(raw, two).feed(weights, fits).fetch(loss).run().get(0);
        assertEquals(2.5f, result.floats()[0]);
      }
      Tensor vector = Tensor.of(Shape.of(2), new float[] {1, 1});
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () -> session.runner().feed(raw, two).feed(weights, vector).fetch(loss).run());
      assertTrue(e.getMessage().contains("weights can not be broadcast to values."));
    }
  }
}

package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class CrossEntropiesTest {
  private final NnCase c = new NnCase();

  @Test
  void sparse_ofRank3_hasTheShapeOfTheLabels() {
    Output logits = c.values(2, 2, 3);
    Output labels = c.tf.constant(Tensor.of(Shape.of(2, 2), new int[] {0, 1, 2, 0}));
    Output loss = c.tf.nn().sparseSoftmaxCrossEntropyWithLogits(labels, logits);
    assertEquals(Shape.of(2, 2), loss.shape());
    Output dense = c.tf.nn().softmaxCrossEntropyWithLogitsV2(c.tf.oneHot(labels, 3), logits);
    assertEquals(Shape.of(2, 2), dense.shape());
    assertArrayEquals(c.run(dense).floats(), c.run(loss).floats(), 1e-6f);
  }

  @Test
  void dense_ofUnknownShape_runsAsItIsFed() {
    Output logits = c.tf.placeholderWithDefault(c.values(2, 2, 3), Shape.unknown());
    Output labels = c.tf.nn().softmax(c.values(2, 2, 3));
    Output loss = c.tf.nn().softmaxCrossEntropyWithLogits(labels, logits);
    assertEquals(Shape.of(2, 2), c.run(loss).shape());
  }

  @Test
  void dense_stopsTheGradientOfLabels() {
    Output loss = c.tf.nn().softmaxCrossEntropyWithLogits(c.values(2, 3), c.values(2, 3));
    assertEquals("SoftmaxCrossEntropyWithLogits", loss.operation().type());
    assertEquals("StopGradient", loss.operation().input(1).operation().type());
    assertEquals("softmax_cross_entropy_with_logits_sg", loss.operation().name());
  }

  @Test
  void half_isComputedInFloat() {
    Output logits = c.tf.constant(NnCase.half(Shape.of(1, 2), 0, 0));
    Output labels = c.tf.constant(new int[] {1});
    Output loss = c.tf.nn().sparseSoftmaxCrossEntropyWithLogits(labels, logits);
    assertEquals(DataType.HALF, loss.dataType());
    assertArrayEquals(new float[] {0.6931f}, c.run(loss).floats(), 3e-4f);
  }

  @Test
  void sigmoid_hugeLogits_doesNotOverflow() {
    Output logits = c.tf.constant(new float[] {1000, -1000, 0});
    Output labels = c.tf.constant(new float[] {1, 1, 0.5f});
    Output loss = c.tf.nn().sigmoidCrossEntropyWithLogits(labels, logits);
    assertArrayEquals(new float[] {0, 1000, (float) Math.log(2)}, c.run(loss).floats());
    assertEquals("logistic_loss", loss.operation().name());
  }

  @Test
  void ranksThatDoNotFit_areRefused() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () ->
                c.tf
                    .nn()
                    .sparseSoftmaxCrossEntropyWithLogits(
                        c.tf.constant(Tensor.of(Shape.of(2, 1), new int[] {0, 1})),
                        c.values(2, 3)));
    assertTrue(
        e.getMessage()
            .startsWith(
                "Rank mismatch: Rank of labels (received 2) should equal rank of logits minus 1"),
        e.getMessage());
  }
}

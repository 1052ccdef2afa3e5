package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Softmax, its logarithm and the losses made of it. */
class SoftmaxTest {
  private final NnCase c = new NnCase();

  @Test
  void softmax_hugeLogits_doesNotOverflow() {
    Output x = c.tf.constant(new float[] {1e30f, 1e30f, -1e30f});
    assertArrayEquals(new float[] {0.5f, 0.5f, 0}, c.run(c.tf.nn().softmax(x)).floats());
  }

  @Test
  void softmax_alongTheFirstDimension_isTheTransposedOne() {
    Output x = c.values(3, 4);
    Output swapped =
        c.tf.transpose(c.tf.nn().softmax(c.tf.transpose(x, new int[] {1, 0})), new int[] {1, 0});
    assertEquals(c.run(swapped), c.run(c.tf.nn().softmax(x, 0)));
    assertEquals(c.run(c.tf.nn().logSoftmax(x)), c.run(c.tf.nn().logSoftmax(x, 1)));
  }

  @Test
  void softmax_ofScalar_isRefused() {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> c.tf.nn().softmax(c.tf.constant(1f)));
    assertEquals(
        "Shape must be at least rank 1 but is rank 0 for 'Softmax' (op: 'Softmax') with input"
            + " shapes: [].",
        NnCase.firstLine(e));
  }

  private List<Output> crossEntropy(Output logits, Output labels) {
    return c.graph
        .opBuilder("SoftmaxCrossEntropyWithLogits", "xent")
        .input(logits)
        .input(labels)
        .build()
        .outputs();
  }

  @Test
  void crossEntropy_labelsOfOneRow_serveAllRows() {
    Output labels = c.tf.constant(Tensor.of(Shape.of(1, 2), new float[] {1, 0}));
    List<Tensor> got = c.run(crossEntropy(c.tf.zeros(Shape.of(3, 2)), labels));
    float log2 = (float) Math.log(2);
    assertArrayEquals(new float[] {log2, log2, log2}, got.get(0).floats(), 1e-7f);
    assertArrayEquals(
        new float[] {-0.5f, 0.5f, -0.5f, 0.5f, -0.5f, 0.5f}, got.get(1).floats(), 1e-7f);
  }

  @Test
  void crossEntropy_inHalf_isRoundedAtTheEnd() {
    Output logits = c.tf.constant(NnCase.half(Shape.of(1, 2), 0, 0));
    Output labels = c.tf.constant(NnCase.half(Shape.of(1, 2), 1, 0));
    Tensor loss = c.run(crossEntropy(logits, labels).get(0));
    assertEquals(DataType.HALF, loss.dataType());
    assertArrayEquals(new float[] {0.6931f}, loss.floats(), 3e-4f);
  }

  @Test
  void crossEntropy_static_needsMatrices() {
    Output unknown = c.tf.placeholder(DataType.FLOAT, Shape.unknown());
    Output labels = c.tf.placeholder(DataType.FLOAT, Shape.of(-1, 10));
    assertEquals(Shape.of(-1, 10), crossEntropy(unknown, labels).get(1).shape());
    assertThrows(
        SlimgraphException.class, () -> crossEntropy(c.values(2, 2, 2), c.values(2, 2, 2)));
  }

  @Test
  void sparseCrossEntropy_ofInt64Labels_namesTheBadOne() {
    Output y =
        c.graph
            .opBuilder("SparseSoftmaxCrossEntropyWithLogits", "xent")
            .input(c.values(2, 3))
            .input(c.tf.constant(Tensor.vector(2L, 3L)))
            .build()
            .output(0);
    assertEquals(
        "Received a label value of 3 which is outside the valid range of [0, 3).  Label values: 2"
            + " 3",
        c.errorOf(y));
  }
}

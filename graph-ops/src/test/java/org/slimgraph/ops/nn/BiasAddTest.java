package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** BiasAdd, BiasAddV1 and BiasAddGrad. */
class BiasAddTest {
  private final NnCase c = new NnCase();

  @Test
  void channelsSecond_ofAnyRank_areAddedAndSummed() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 2, 3), new float[] {1, 2, 3, 4, 5, 6}));
    Output bias = c.tf.constant(new float[] {10, 20});
    Output y = c.tf.nn().biasAdd(x, bias, "NCHW", "y");
    assertArrayEquals(new float[] {11, 12, 13, 24, 25, 26}, c.run(y).floats());
    assertArrayEquals(new float[] {6, 15}, c.run(c.tf.nn().biasAddGrad(x, "NCHW", "g")).floats());
  }

  @Test
  void integers_areExact() {
    Output x = c.tf.constant(Tensor.of(Shape.of(2, 2), new long[] {1L << 60, 2, 3, 4}));
    Output bias = c.tf.constant(Tensor.vector(1L, 10L));
    assertArrayEquals(
        new long[] {(1L << 60) + 1, 12, 4, 14}, c.run(c.tf.nn().biasAdd(x, bias)).longs());
    assertArrayEquals(
        new long[] {(1L << 60) + 3, 6}, c.run(c.tf.nn().biasAddGrad(x, "NHWC", "g")).longs());
  }

  @Test
  void oldOp_isTheSame() {
    Output y =
        c.graph
            .opBuilder("BiasAddV1", "y")
            .input(c.values(2, 3))
            .input(c.values(3))
            .build()
            .output(0);
    assertEquals(c.run(c.tf.nn().biasAdd(c.values(2, 3), c.values(3))), c.run(y));
  }

  @Test
  void infer_theBiasTellsTheChannels() {
    Output x = c.tf.placeholder(DataType.FLOAT, Shape.of(-1, -1));
    assertEquals(Shape.of(-1, 5), c.tf.nn().biasAdd(x, c.values(5)).shape());
  }

  @Test
  void emptyBatch_hasZeroGradient() {
    Output g = c.tf.nn().biasAddGrad(c.values(0, 3), "NHWC", "g");
    assertArrayEquals(new float[3], c.run(g).floats());
  }
}

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

class ActivationsTest {
  private final NnCase c = new NnCase();

  @Test
  void relu_ofIntegersAndHalves_keepsTheType() {
    assertEquals(
        Tensor.vector(0, 0, 7), c.run(c.tf.nn().relu(c.tf.constant(new int[] {-3, 0, 7}))));
    assertEquals(
        Tensor.vector(0L, 6L),
        c.run(c.tf.nn().relu6(c.tf.constant(Tensor.vector(Long.MIN_VALUE, 1L << 40)))));
    Tensor half = c.run(c.tf.nn().relu(c.tf.constant(NnCase.half(Shape.of(2), -1f, 0.5f))));
    assertEquals(DataType.HALF, half.dataType());
    assertArrayEquals(new float[] {0, 0.5f}, half.floats());
  }

  @Test
  void softplus_farFromZero_isLinearOrExponential() {
    float[] y = c.run(c.tf.nn().softplus(c.tf.constant(new float[] {-80, 0, 80}))).floats();
    assertEquals((float) Math.exp(-80), y[0]);
    assertEquals((float) Math.log(2), y[1]);
    assertEquals(80f, y[2]);
  }

  @Test
  void leakyRelu_takesItsSlope() {
    Output x = c.tf.constant(new float[] {-2, 3});
    assertArrayEquals(new float[] {-1, 3}, c.run(c.tf.nn().leakyRelu(x, 0.5)).floats());
    assertArrayEquals(new float[] {-0.4f, 3}, c.run(c.tf.nn().leakyRelu(x)).floats());
  }

  @Test
  void eluGrad_ofTinyNegativeInput_isThatOfZero() {
    Output y = c.tf.nn().elu(c.tf.constant(new float[] {-1e-12f}));
    assertArrayEquals(new float[] {0}, c.run(y).floats());
  }

  @Test
  void gradient_differentShapes_areRefused() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> c.graph.opBuilder("ReluGrad", "g").input(c.values(2)).input(c.values(3)).build());
    assertTrue(e.getMessage().contains("must be equal"), e.getMessage());
  }

  @Test
  void reluGrad_atZero_isZero() {
    Output g =
        c.graph
            .opBuilder("ReluGrad", "g")
            .input(c.tf.constant(new float[] {1, 1, 1}))
            .input(c.tf.constant(new float[] {-1, 0, 1}))
            .build()
            .output(0);
    assertArrayEquals(new float[] {0, 0, 1}, c.run(g).floats());
  }

  @Test
  void relu_ofNothing_isNothing() {
    assertEquals(Shape.of(0, 3), c.run(c.tf.nn().relu(c.values(0, 3))).shape());
  }
}

package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Moments, plain batch normalisation and response normalisation. */
class NormalizationsTest {
  private final NnCase c = new NnCase();

  @Test
  void moments_alongAllButChannels() {
    Output x = c.tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 10, 3, 10}));
    Moments moments = c.tf.nn().moments(x, new int[] {0});
    assertArrayEquals(new float[] {2, 10}, c.run(moments.mean()).floats());
    assertArrayEquals(new float[] {1, 0}, c.run(moments.variance()).floats());
    assertEquals("moments/Squeeze", moments.mean().operation().name());
    assertEquals("moments/Squeeze_1", moments.variance().operation().name());
    assertEquals(Shape.of(1, 2), c.tf.nn().moments(x, new int[] {0}, true).variance().shape());
  }

  @Test
  void moments_ofHalf_areComputedInFloat() {
    Output x = c.tf.constant(NnCase.half(Shape.of(2), 300, 302));
    Moments moments = c.tf.nn().moments(x, new int[] {0});
    assertEquals(DataType.HALF, moments.variance().dataType());
    assertArrayEquals(new float[] {1}, c.run(moments.variance()).floats());
  }

  @Test
  void batchNormalization_operationsBearTensorFlowsNames() {
    Output x = c.values(4, 3);
    Output v = c.tf.constant(new float[] {1, 2, 3});
    Output y = c.tf.nn().batchNormalization(x, v, v, 0.001, o -> o.offset(v).scale(v), "bn");
    assertEquals("bn/add_1", y.operation().name());
    for (String name : new String[] {"add/y", "add", "Rsqrt", "mul", "mul_1", "mul_2", "sub"}) {
      assertEquals("bn/" + name, c.graph.operation("bn/" + name).name());
    }
    Output plain = c.tf.nn().batchNormalization(x, v, v, 0.001, o -> {});
    float[] values = NnCase.floats(4, 3);
    float[] got = c.run(plain).floats();
    for (int i = 0; i < 12; i++) {
      double moment = 1 + i % 3;
      assertEquals((values[i] - moment) / Math.sqrt(moment + 0.001), got[i], 1e-6);
    }
  }

  @Test
  void lrn_alone_isScaledByItself() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 1, 3), new float[] {1, 2, 2}));
    Output y = c.tf.nn().lrn(x, 0, 1, 2, 0.5);
    assertArrayEquals(
        new float[] {1 / (float) Math.sqrt(3), 2f / 3, 2f / 3}, c.run(y).floats(), 1e-6f);
  }

  @Test
  void lrnGrad_isTheSlope() {
    float[] values = {0.5f, -1, 2, 0.25f};
    float[] got = c.run(lrnGradient(values)).floats();
    for (int i = 0; i < 4; i++) {
      float[] up = values.clone();
      float[] down = values.clone();
      up[i] += 0.01f;
      down[i] -= 0.01f;
      assertEquals((sumOfLrn(up) - sumOfLrn(down)) / 0.02, got[i], 1e-3);
    }
  }

  private Output lrn(float[] values) {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 1, 4), values));
    return c.tf.nn().lrn(x, 1, 1, 0.5, 0.75);
  }

  private double sumOfLrn(float[] values) {
    double sum = 0;
    for (double y : c.run(lrn(values)).doubles()) {
      sum += y;
    }
    return sum;
  }

  private Output lrnGradient(float[] values) {
    Output y = lrn(values);
    return c.graph
        .opBuilder("LRNGrad", "LRNGrad")
        .input(c.tf.onesLike(y))
        .input(y.operation().input(0))
        .input(y)
        .attr("depth_radius", 1)
        .attr("alpha", 0.5f)
        .attr("beta", 0.75f)
        .build()
        .output(0);
  }
}

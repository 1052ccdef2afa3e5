package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class FusedBatchNormTest {
  private final NnCase c = new NnCase();

  private Output vector(float... values) {
    return c.tf.constant(values);
  }

  private List<Output> outputs(String type, Output x, boolean isTraining, String format) {
    boolean training = isTraining;
    Output none = vector();
    return c.graph
        .opBuilder(type, type)
        .input(x)
        .input(vector(1, 2, 3))
        .input(vector(0, 1, 2))
        .input(training ? none : vector(0.5f, 0.25f, 0))
        .input(training ? none : vector(1, 4, 0.5f))
        .attr("is_training", training)
        .attr("data_format", format)
        .build()
        .outputs();
  }

  @Test
  void training_batchVarianceIsUnbiasedAndTheReserveIsNot() {
    Output x = c.tf.constant(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}));
    Operation op = c.tf.nn().fusedBatchNorm(x, vector(2), vector(0), o -> {}).get(0).operation();
    List<Tensor> got = c.run(op.outputs());
    assertArrayEquals(new float[] {2.5f}, got.get(1).floats());
    assertArrayEquals(new float[] {5f / 3}, got.get(2).floats(), 1e-6f);
    assertArrayEquals(new float[] {1.25f}, got.get(4).floats());
    assertEquals(Shape.scalar(), got.get(5).shape());
    assertEquals("FusedBatchNormV3", op.type());
    assertEquals("FusedBatchNormV3", op.name());
  }

  @Test
  void inference_statisticsAreTheGivenOnes() {
    List<Tensor> got = c.run(outputs("FusedBatchNormV3", c.values(1, 2, 2, 3), false, "NHWC"));
    for (int i = 1; i < 5; i++) {
      float[] want = i % 2 == 1 ? new float[] {0.5f, 0.25f, 0} : new float[] {1, 4, 0.5f};
      assertArrayEquals(want, got.get(i).floats());
    }
  }

  @Test
  void channelsFirst_isTheSameInTrainingAndInference() {
    Output x = c.values(2, 3, 4, 3);
    for (boolean training : new boolean[] {true, false}) {
      List<Output> last = outputs("FusedBatchNormV2", x, training, "NHWC");
      List<Output> first = outputs("FusedBatchNormV2", c.channelsFirst(x), training, "NCHW");
      assertEquals(c.run(last.get(0)), c.run(c.channelsLast(first.get(0))));
      assertEquals(c.run(last.get(2)), c.run(first.get(2)));
    }
  }

  @Test
  void half_hasFloatStatistics() {
    float[] values = NnCase.floats(2, 2, 2, 3);
    Output x = c.tf.constant(NnCase.half(Shape.of(2, 2, 2, 3), values));
    List<Tensor> got = c.run(outputs("FusedBatchNormV3", x, true, "NHWC"));
    assertEquals(DataType.HALF, got.get(0).dataType());
    assertEquals(DataType.FLOAT, got.get(1).dataType());
    List<Tensor> exact = c.run(outputs("FusedBatchNormV3", c.values(2, 2, 2, 3), true, "NHWC"));
    assertArrayEquals(exact.get(0).floats(), got.get(0).floats(), 4e-3f);
    assertArrayEquals(exact.get(1).floats(), got.get(1).floats(), 1e-3f);
  }

  @Test
  void gradient_training_isThatOfTheWorkedExample() {
    Output x = c.tf.constant(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}));
    Output dy = c.tf.constant(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 0, 0, 0}));
    List<Tensor> got = c.run(gradients("FusedBatchNormGrad", dy, x, 2.5f, 1.25f, true));
    assertArrayEquals(
        new float[] {0.5370850f, -0.7150413f, -0.1790283f, 0.3569846f}, got.get(0).floats(), 1e-6f);
    assertArrayEquals(new float[] {-1.3411045f}, got.get(1).floats(), 1e-6f);
    assertArrayEquals(new float[] {1}, got.get(2).floats());
  }

  @Test
  void gradient_inference_takesMomentsAsConstants() {
    Output x = c.tf.constant(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 2, 3, 4}));
    Output dy = c.tf.constant(Tensor.of(Shape.of(4, 1, 1, 1), new float[] {1, 0, 0, 0}));
    List<Tensor> got = c.run(gradients("FusedBatchNormGradV2", dy, x, 2f, 4f, false));
    assertArrayEquals(new float[] {0.9998750f, 0, 0, 0}, got.get(0).floats(), 1e-6f);
    assertArrayEquals(new float[] {-0.4999375f}, got.get(1).floats(), 1e-6f);
  }

  private List<Output> gradients(
      String type, Output dy, Output x, float mean, float variance, boolean training) {
    return c.graph
        .opBuilder(type, type)
        .input(dy)
        .input(x)
        .input(vector(2))
        .input(vector(mean))
        .input(vector(variance))
        .attr("is_training", training)
        .attr("epsilon", 0.001f)
        .build()
        .outputs();
  }

  @Test
  void training_givenMoments_areRefused() {
    List<Output> y =
        c.tf
            .nn()
            .fusedBatchNorm(
                c.values(1, 2, 2, 1), vector(1), vector(0), o -> o.moments(vector(1), vector(1)));
    assertEquals("estimated_mean must be empty for training[1]", c.errorOf(y.get(0)));
  }

  @Test
  void inference_withoutMoments_isRefusedWhenBuilt() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                c.tf
                    .nn()
                    .fusedBatchNorm(
                        c.values(1, 2, 2, 1), vector(1), vector(0), o -> o.isTraining(false)));
    assertTrue(e.getMessage().contains("mean and variance"), e.getMessage());
  }

  @Test
  void infer_channelsOfVectors_reachTheImage() {
    Output x = c.tf.placeholder(DataType.FLOAT, Shape.of(-1, 4, 4, -1));
    List<Output> got = c.tf.nn().fusedBatchNorm(x, vector(1, 1), vector(0, 0), o -> {});
    assertEquals(Shape.of(-1, 4, 4, 2), got.get(0).shape());
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> c.tf.nn().fusedBatchNorm(c.values(1, 2, 2, 3), vector(1, 1), vector(0), o -> {}));
    assertTrue(
        e.getMessage().startsWith("Dimensions must be equal, but are 3 and 2"), e.getMessage());
  }
}

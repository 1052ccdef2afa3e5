package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Max and average pooling and their gradients. */
class PoolingTest {
  private static final Consumer<PoolOptions> TWO_BY_TWO = o -> o.ksize(2).strides(2);

  private final NnCase c = new NnCase();

  private OperationBuilder windowed(String type, Output... inputs) {
    OperationBuilder builder = c.graph.opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    return builder
        .attr("ksize", new int[] {1, 2, 2, 1})
        .attr("strides", new int[] {1, 2, 2, 1})
        .attr("padding", "VALID");
  }

  private Output window(String type, Output... inputs) {
    OperationBuilder builder = c.graph.opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    return builder
        .input(c.tf.constant(new int[] {1, 2, 2, 1}))
        .input(c.tf.constant(new int[] {1, 2, 2, 1}))
        .attr("padding", "VALID")
        .build()
        .output(0);
  }

  private Output one(OperationBuilder builder) {
    return builder.build().output(0);
  }

  @Test
  void channelsFirst_isTheSamePooling() {
    Output x = c.values(2, 5, 6, 3);
    Output xFirst = c.channelsFirst(x);
    Consumer<PoolOptions> same = o -> o.ksize(3, 2).strides(2).padding(Padding.SAME);
    Consumer<PoolOptions> first = same.andThen(o -> o.dataFormat("NCHW"));
    assertEquals(
        c.run(c.tf.nn().maxPool(x, same)), c.run(c.channelsLast(c.tf.nn().maxPool(xFirst, first))));
    assertEquals(
        c.run(c.tf.nn().avgPool(x, same)), c.run(c.channelsLast(c.tf.nn().avgPool(xFirst, first))));
    assertEquals(Shape.of(2, 3, 3, 3), c.tf.nn().avgPool(xFirst, first).shape());
  }

  @Test
  void windowsAsInputs_areTheSamePooling() {
    Output x = c.values(1, 4, 4, 2);
    Output y = c.tf.nn().maxPool(x, TWO_BY_TWO);
    Output v2 = window("MaxPoolV2", x);
    assertEquals(Shape.of(1, 2, 2, 2), v2.shape());
    assertEquals(c.run(y), c.run(v2));
    Output dx = one(windowed("MaxPoolGrad", x, y, y));
    assertEquals(c.run(dx), c.run(window("MaxPoolGradV2", x, y, y)));
    Output second = one(windowed("MaxPoolGradGrad", x, y, x));
    assertEquals(c.run(y), c.run(second));
    assertEquals(c.run(y), c.run(window("MaxPoolGradGradV2", x, y, x)));
  }

  @Test
  void argmax_leadsGradientsThereAndBack() {
    Output x = c.values(2, 4, 4, 2);
    List<Output> pooled = c.tf.nn().maxPoolWithArgmax(x, TWO_BY_TWO);
    Output y = pooled.get(0);
    assertEquals(c.run(c.tf.nn().maxPool(x, TWO_BY_TWO)), c.run(y));
    Output places = pooled.get(1);
    assertEquals(
        c.run(one(windowed("MaxPoolGrad", x, y, y))),
        c.run(one(windowed("MaxPoolGradWithArgmax", x, y, places))));
    assertEquals(c.run(y), c.run(one(windowed("MaxPoolGradGradWithArgmax", x, x, places))));
  }

  @Test
  void argmax_asInt32_isTheSamePlace() {
    Output x = c.values(1, 2, 2, 1);
    List<Output> got =
        windowed("MaxPoolWithArgmax", x).attr("Targmax", DataType.INT32).build().outputs();
    float[] values = NnCase.floats(4);
    assertEquals(c.run(got.get(0)).floats()[0], values[c.run(got.get(1)).ints()[0]]);
  }

  @Test
  void maxPool_ofChannels_takesTheLargestOfEachGroup() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 1, 4), new double[] {1, 5, 3, 2}));
    Output y = c.tf.nn().maxPool(x, o -> o.ksize(1, 1, 1, 2).strides(1, 1, 1, 2));
    assertArrayEquals(new double[] {5, 3}, c.run(y).doubles());
  }

  @Test
  void avgPool_same_countsNoPadding() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 3, 1), new float[] {1, 2, 6}));
    Output y = c.tf.nn().avgPool(x, o -> o.ksize(1, 2).padding(Padding.SAME));
    assertArrayEquals(new float[] {1.5f, 4, 6}, c.run(y).floats());
  }

  @Test
  void half_isPooledInItsType() {
    Output x = c.tf.constant(NnCase.half(Shape.of(1, 2, 2, 1), 1, 2, 3, 4));
    Tensor y = c.run(c.tf.nn().avgPool(x, TWO_BY_TWO));
    assertEquals(DataType.HALF, y.dataType());
    assertArrayEquals(new float[] {2.5f}, y.floats());
  }

  @Test
  void badWindows_areRefused() {
    Output x = c.values(1, 4, 4, 2);
    Output inBatch = c.tf.nn().maxPool(x, o -> o.ksize(2, 1, 1, 1));
    assertEquals("Pooling is not yet supported on the batch dimension.", c.errorOf(inBatch));
    Output inChannels = c.tf.nn().avgPool(x, o -> o.ksize(1, 1, 1, 2));
    assertEquals("Non-spatial pooling is not yet supported. Volunteers? :)", c.errorOf(inChannels));
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> c.tf.nn().maxPool(x, o -> o.ksize(5)));
    assertTrue(
        e.getMessage().startsWith("Negative dimension size caused by subtracting 5 from 4"),
        e.getMessage());
  }

  @Test
  void gradient_ofAnotherShape_isRefused() {
    Output x = c.values(1, 4, 4, 1);
    Output y = c.tf.nn().maxPool(x, TWO_BY_TWO);
    assertEquals(
        "Expected out_backprop shape to be [1,2,2,1], but got [1,3,3,1]",
        c.errorOf(one(windowed("MaxPoolGrad", x, y, c.values(1, 3, 3, 1)))));
  }
}

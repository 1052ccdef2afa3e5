package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class Conv2DTest {
  private final NnCase c = new NnCase();

  @Test
  void same_stride2OddInput_padsMoreAtEnd() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 4, 1), new float[] {1, 2, 3, 4}));
    Output w = c.tf.constant(Tensor.of(Shape.of(1, 3, 1, 1), new float[] {1, 10, 100}));
    Output y = c.tf.nn().conv2d(x, w, o -> o.strides(2));
    assertArrayEquals(new float[] {321, 43}, c.run(y).floats());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, SAME", "2, 1, SAME", "2, 3, VALID"})
  void channelsFirst_isTheSameConvolution(int strideY, int strideX, Padding padding) {
    Output x = c.values(2, 6, 5, 3);
    Output w = c.values(3, 2, 3, 4);
    Consumer<ConvOptions> options = o -> o.strides(strideY, strideX).padding(padding);
    Consumer<ConvOptions> first = options.andThen(o -> o.dataFormat("NCHW"));
    Output xFirst = c.channelsFirst(x);
    Output y = c.tf.nn().conv2d(x, w, options);
    Output yFirst = c.tf.nn().conv2d(xFirst, w, first);
    assertEquals(c.channelsFirst(y).shape(), yFirst.shape());
    assertEquals(c.run(y), c.run(c.channelsLast(yFirst)));

    Output dx = c.tf.nn().conv2dBackpropInput(c.tf.shape(x), w, y, options);
    Output dxFirst = c.tf.nn().conv2dBackpropInput(c.tf.shape(xFirst), w, yFirst, first);
    assertEquals(c.run(dx), c.run(c.channelsLast(dxFirst)));

    Output dw = c.tf.nn().conv2dBackpropFilter(x, c.tf.shape(w), y, options);
    Output dwFirst = c.tf.nn().conv2dBackpropFilter(xFirst, c.tf.shape(w), yFirst, first);
    assertEquals(c.run(dw), c.run(dwFirst));
  }

  @Test
  void half_isRoundedOnceFromFloat() {
    Output x = c.tf.constant(NnCase.half(Shape.of(1, 1, 2, 1), 1f, 2049f));
    Output w = c.tf.constant(NnCase.half(Shape.of(1, 2, 1, 1), 1f, 1f));
    Tensor y = c.run(c.tf.nn().conv2d(x, w, o -> o.padding(Padding.VALID)));
    assertEquals(DataType.HALF, y.dataType());
    // 2049 is 2048 as a half; the float sum 2049 is rounded to even.
    assertArrayEquals(new float[] {2048f}, y.floats());
  }

  @Test
  void groups_eachSeesItsChannels() {
    Output x = c.tf.constant(Tensor.of(Shape.of(1, 1, 1, 4), new float[] {1, 2, 3, 4}));
    Output w = c.tf.constant(Tensor.of(Shape.of(1, 1, 2, 2), new float[] {1, 10, 1, 10}));
    assertArrayEquals(new float[] {3, 70}, c.run(c.tf.nn().conv2d(x, w, o -> {})).floats());
  }

  @Test
  void emptyBatch_givesEmptyOutputAndZeroFilterGradient() {
    Output x = c.values(0, 4, 4, 2);
    Output w = c.values(3, 3, 2, 5);
    Output y = c.tf.nn().conv2d(x, w, o -> {});
    assertEquals(Shape.of(0, 4, 4, 5), c.run(y).shape());
    Output dw = c.tf.nn().conv2dBackpropFilter(x, c.tf.shape(w), y, o -> {});
    assertArrayEquals(new float[90], c.run(dw).floats());
  }

  @Test
  void infer_unknownSizes_keepsWhatIsKnown() {
    Output x = c.tf.placeholder(DataType.FLOAT, Shape.of(-1, -1, 9, 3));
    Output w = c.tf.placeholder(DataType.FLOAT, Shape.of(3, 3, 3, -1));
    assertEquals(
        Shape.of(-1, -1, 7, -1), c.tf.nn().conv2d(x, w, o -> o.padding(Padding.VALID)).shape());
    assertEquals(
        Shape.of(-1, -1, 13, -1),
        c.tf.nn().conv2d(x, w, o -> o.explicitPaddings(1, 1, 2, 4)).shape());
    Output unknown = c.tf.placeholder(DataType.FLOAT, Shape.unknown());
    assertEquals(Shape.of(-1, -1, -1, -1), c.tf.nn().conv2d(unknown, w, o -> {}).shape());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|Depth of input (3) is not a multiple of input depth of filter (2)",
        "2|Negative dimension size caused by subtracting 5 from 4"
      })
  void infer_shapesThatDoNotFit_areRefusedWithTheRule(int channels, String message) {
    Output x = c.values(1, 4, 4, channels);
    Output w = c.values(5, 5, 2, 1);
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> c.tf.nn().conv2d(x, w, o -> o.padding(Padding.VALID)));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void backpropInput_wrongBatch_isRefused() {
    Output sizes = c.tf.constant(new int[] {2, 4, 4, 3});
    Output dx =
        c.tf.nn().conv2dBackpropInput(sizes, c.values(2, 2, 3, 2), c.values(1, 4, 4, 2), o -> {});
    assertEquals(
        "Conv2DCustomBackpropInput: input and out_backprop must have the same batch sizeinput"
            + " batch: 2outbackprop batch: 1 batch_dim: 0",
        c.errorOf(dx));
  }

  @Test
  void gradients_ofDilatedConvolution_areRefusedAsOnTensorFlowsCpu() {
    Output x = c.values(1, 6, 6, 1);
    Output w = c.values(2, 2, 1, 1);
    Consumer<ConvOptions> dilated = o -> o.dilations(2);
    Output y = c.tf.nn().conv2d(x, w, dilated);
    Output dx = c.tf.nn().conv2dBackpropInput(c.tf.shape(x), w, y, dilated);
    assertEquals(
        "Current libxsmm and customized CPU implementations do not yet support dilation rates"
            + " larger than 1.",
        c.errorOf(dx));
  }
}

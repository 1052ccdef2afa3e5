package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Depthwise, separable, transposed and dilated convolutions. */
class DepthwiseConv2dNativeTest {
  private final NnCase c = new NnCase();

  @Test
  void channelsFirst_isTheSameConvolutionWithTheSameGradients() {
    Output x = c.values(2, 5, 6, 3);
    Output w = c.values(3, 2, 3, 2);
    Output xFirst = c.channelsFirst(x);
    Output y = c.tf.nn().depthwiseConv2d(x, w, o -> o.strides(2));
    Output yFirst = c.tf.nn().depthwiseConv2d(xFirst, w, o -> o.strides(2).dataFormat("NCHW"));
    assertEquals(c.run(y), c.run(c.channelsLast(yFirst)));

    ConvOptions last = ConvOptions.of(y.operation());
    ConvOptions first = ConvOptions.of(yFirst.operation());
    Output dx = DepthwiseConv2dNativeBackpropInput.backpropInput(c.tf, c.tf.shape(x), w, y, last);
    Output dxFirst =
        DepthwiseConv2dNativeBackpropInput.backpropInput(
            c.tf, c.tf.shape(xFirst), w, yFirst, first);
    assertEquals(c.run(dx), c.run(c.channelsLast(dxFirst)));
    Output dw = DepthwiseConv2dNativeBackpropFilter.backpropFilter(c.tf, x, c.tf.shape(w), y, last);
    Output dwFirst =
        DepthwiseConv2dNativeBackpropFilter.backpropFilter(
            c.tf, xFirst, c.tf.shape(w), yFirst, first);
    assertEquals(c.run(dw), c.run(dwFirst));
  }

  @Test
  void doubles_agreeWithFloats() {
    Output x = c.values(1, 4, 5, 2);
    Output w = c.values(2, 2, 2, 3);
    Tensor floats = c.run(c.tf.nn().depthwiseConv2d(x, w, o -> {}));
    Output xDouble = c.tf.cast(x, DataType.DOUBLE);
    Output wDouble = c.tf.cast(w, DataType.DOUBLE);
    Tensor doubles = c.run(c.tf.nn().depthwiseConv2d(xDouble, wDouble, o -> {}));
    double[] want = floats.doubles();
    assertArrayEquals(want, doubles.doubles(), 1e-5);
  }

  @Test
  void otherDepthOfFilter_isRefused() {
    Output x = c.tf.placeholderWithDefault(c.values(1, 5, 5, 2), Shape.unknown());
    Output y = c.tf.nn().depthwiseConv2d(x, c.values(2, 2, 1, 1), o -> {});
    assertEquals("input and filter must have the same depth: 2 vs 1", c.errorOf(y));
  }

  @ParameterizedTest
  @CsvSource({"SAME, 2, 2", "SAME, 2, 3", "VALID, 3, 1", "VALID, 1, 2"})
  void dilation_bySpaceToBatch_isThatOfTheDilatedKernel(Padding padding, int down, int across) {
    Output x = c.values(2, 7, 9, 2);
    Output w = c.values(2, 3, 2, 4);
    Consumer<ConvOptions> options = o -> o.padding(padding).dilations(down, across);
    Output want = c.tf.nn().conv2d(x, w, options);
    Output got = c.tf.nn().convolution(x, w, options);
    assertEquals(want.shape(), got.shape());
    assertArrayEquals(c.run(want).floats(), c.run(got).floats(), 1e-6f);

    Output unknown = c.tf.placeholderWithDefault(x, Shape.of(-1, -1, -1, 2));
    Output dynamic = c.tf.nn().convolution(unknown, w, options);
    assertArrayEquals(c.run(want).floats(), c.run(dynamic).floats(), 1e-6f);

    Output first =
        c.tf.nn().convolution(c.channelsFirst(x), w, options.andThen(o -> o.dataFormat("NCHW")));
    assertArrayEquals(c.run(want).floats(), c.run(c.channelsLast(first)).floats(), 1e-6f);
  }

  @Test
  void separable_isDepthwiseThenPointwise() {
    Output x = c.values(1, 4, 4, 2);
    Output depthwise = c.values(3, 3, 2, 2);
    Output pointwise = c.values(1, 1, 4, 3);
    Output y = c.tf.nn().separableConv2d(x, depthwise, pointwise, o -> o.strides(2));
    Output want =
        c.tf
            .nn()
            .conv2d(c.tf.nn().depthwiseConv2d(x, depthwise, o -> o.strides(2)), pointwise, o -> {});
    assertEquals(c.run(want), c.run(y));
    assertEquals("separable_conv2d", y.operation().name());
    assertEquals("separable_conv2d/depthwise", y.operation().input(0).operation().name());
  }

  @Test
  void transpose_ofStride2_doublesTheSize() {
    Output x = c.values(1, 3, 3, 2);
    Output w = c.values(2, 2, 4, 2);
    Output y =
        c.tf.nn().conv2dTranspose(x, w, c.tf.constant(new int[] {1, 6, 6, 4}), o -> o.strides(2));
    assertEquals(Shape.of(1, 6, 6, 4), y.shape());
    assertEquals(Shape.of(1, 6, 6, 4), c.run(y).shape());
    assertEquals("conv2d_transpose", y.operation().name());
  }
}

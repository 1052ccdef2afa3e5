package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Compares fused ops with the ops that they are fused of. */
class FusedOpsTest {
  private final NnCase nn = new NnCase();
  private final Output bias = nn.values(3);

  private OperationBuilder fused(
      String type, Output a, Output b, List<String> ops, Output... args) {
    return nn.graph
        .opBuilder(type, "fused")
        .input(a)
        .input(b)
        .inputs(List.of(args))
        .attr("fused_ops", ops);
  }

  private void assertSame(Output want, Output got) {
    assertEquals(want.shape(), got.shape());
    assertArrayEquals(nn.run(want).floats(), nn.run(got).floats(), 1e-6f);
  }

  private UnaryOperator<Output> activation(String name) {
    switch (name) {
      case "Relu":
        return nn.tf.nn()::relu;
      case "Relu6":
        return nn.tf.nn()::relu6;
      case "Elu":
        return nn.tf.nn()::elu;
      case "LeakyRelu":
        return nn.tf.nn()::leakyRelu;
      case "Sigmoid":
        return nn.tf::sigmoid;
      case "Tanh":
        return nn.tf::tanh;
      default:
        throw new IllegalArgumentException(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Relu6", "Elu", "LeakyRelu", "Sigmoid", "Tanh"})
  void fusedMatMul_withActivation_isItsParts(String name) {
    Output a = nn.values(5, 4);
    Output b = nn.values(4, 3);
    Output got = fused("_FusedMatMul", a, b, List.of("BiasAdd", name), bias).build().output(0);
    Output sum = nn.tf.nn().biasAdd(nn.tf.matmul(a, b), bias);
    assertSame(activation(name).apply(sum), got);
  }

  @Test
  void fusedMatMul_transposed_isItsParts() {
    Output a = nn.values(4, 5);
    Output b = nn.values(3, 4);
    Output got =
        fused("_FusedMatMul", a, b, List.of("BiasAdd"), bias)
            .attr("transpose_a", true)
            .attr("transpose_b", true)
            .build()
            .output(0);
    Output product = nn.tf.matmul(nn.tf.transpose(a), nn.tf.transpose(b));
    assertSame(nn.tf.nn().biasAdd(product, bias), got);
  }

  private OperationBuilder convolution(
      String type, Output x, Output filter, List<String> ops, Output... args) {
    return fused(type, x, filter, ops, args)
        .attr("strides", List.of(1L, 1L, 1L, 1L))
        .attr("padding", "SAME");
  }

  @Test
  void fusedConv2D_prelu_scalesBelowZero() {
    Output x = nn.values(2, 4, 5, 2);
    Output filter = nn.values(3, 3, 2, 3);
    Output slope = nn.values(1, 1, 3);
    Output got =
        convolution("_FusedConv2D", x, filter, List.of("BiasAdd", "Prelu"), bias, slope)
            .build()
            .output(0);
    Output sum = nn.tf.nn().biasAdd(nn.tf.nn().conv2d(x, filter, o -> {}), bias);
    Output below = nn.tf.multiply(nn.tf.minimum(sum, nn.tf.constant(0f)), slope);
    assertSame(nn.tf.add(nn.tf.nn().relu(sum), below), got);
    Output alone = nn.graph.opBuilder("Prelu", "prelu").input(sum).input(slope).build().output(0);
    assertSame(got, alone);
  }

  @Test
  void fusedConv2D_channelsFirst_isTransposed() {
    Output x = nn.values(2, 4, 5, 2);
    Output filter = nn.values(3, 3, 2, 3);
    List<String> ops = List.of("BiasAdd", "Relu");
    Output got =
        convolution("_FusedConv2D", nn.channelsFirst(x), filter, ops, bias)
            .attr("data_format", "NCHW")
            .build()
            .output(0);
    Output want = convolution("_FusedConv2D", x, filter, ops, bias).build().output(0);
    assertSame(nn.channelsFirst(want), got);
  }

  @Test
  void fusedDepthwise_isItsParts() {
    Output x = nn.values(2, 4, 5, 3);
    Output filter = nn.values(3, 3, 3, 1);
    Output got =
        convolution("FusedDepthwiseConv2dNative", x, filter, List.of("BiasAdd", "Relu6"), bias)
            .build()
            .output(0);
    Output sum = nn.tf.nn().biasAdd(nn.tf.nn().depthwiseConv2d(x, filter, o -> {}), bias);
    assertSame(nn.tf.nn().relu6(sum), got);
  }

  @Test
  void fusedMatMul_emptyBatch_isEmpty() {
    Output a = nn.tf.constant(Tensor.of(Shape.of(0, 4), new float[0]));
    Output got =
        fused("_FusedMatMul", a, nn.values(4, 3), List.of("BiasAdd", "Relu"), bias)
            .build()
            .output(0);
    assertEquals(Shape.of(0, 3), nn.run(got).shape());
  }

  @Test
  void fusedMatMul_otherFusions_areRefused() {
    Output a = nn.values(5, 4);
    Output b = nn.values(4, 3);
    Output norm = fused("_FusedMatMul", a, b, List.of("FusedBatchNorm"), bias).build().output(0);
    assertTrue(nn.errorOf(norm).contains("Fusion is not implemented: [FusedBatchNorm]"));
    Output missing =
        fused("_FusedMatMul", a, b, List.of("BiasAdd", "Prelu"), bias).build().output(0);
    assertTrue(nn.errorOf(missing).contains("must have 2 extra arguments, but num_args is 1"));
    Output short2 = fused("_FusedMatMul", a, b, List.of("BiasAdd"), nn.values(2)).build().output(0);
    assertTrue(nn.errorOf(short2).contains("Must provide as many biases"));
  }

  @Test
  void prelu_slopesThatAreLarger_areRefused() {
    Output prelu =
        nn.graph
            .opBuilder("Prelu", "prelu")
            .input(nn.values(3))
            .input(nn.values(2, 3))
            .build()
            .output(0);
    assertTrue(nn.errorOf(prelu).contains("Slopes of shape [2,3] do not fit values of shape [3]"));
  }
}

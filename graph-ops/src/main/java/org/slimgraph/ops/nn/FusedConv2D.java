package org.slimgraph.ops.nn;

import org.slimgraph.cpu.Epilogue;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;

/** A {@link Conv2D} with its bias and activation ({@link FusedOps}). */
final class FusedConv2D {
  static final OpSpec SPEC =
      OpSpec.of("_FusedConv2D")
          .input("input: T")
          .input("filter: T")
          .input("args: num_args * T")
          .output("output: T")
          .attr("T: {float, double}")
          .attr("num_args: int >= 0")
          .attr("strides: list(int)")
          .attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
          .attr("explicit_paddings: list(int) = []")
          .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
          .attr("dilations: list(int) = [1, 1, 1, 1]")
          .attr("use_cudnn_on_gpu: bool = true")
          .attr("fused_ops: list(string) = []")
          .attr("epsilon: float = 0.0001")
          .shape(ConvolutionRule::infer)
          .notDifferentiable(FusedOps.NO_GRADIENT)
          .kernel(DataType.FLOAT, FusedConv2D::kernel)
          .build();

  private FusedConv2D() {}

  private static Kernel kernel(Attributes attrs) {
    ConvolutionRule rule = ConvolutionRule.of(attrs);
    FusedOps ops = FusedOps.of(attrs);
    return rule.format().adapt(context -> compute(rule, ops, context), i -> i == 0, i -> true);
  }

  private static void compute(ConvolutionRule rule, FusedOps ops, KernelContext context) {
    float[] product = Conv2D.computeFloats(rule, context, Epilogue.NONE);
    var geometry = rule.geometry(context.shape(0), context.shape(1));
    ops.apply(context, product, ConvolutionRule.outputShape(geometry));
  }
}

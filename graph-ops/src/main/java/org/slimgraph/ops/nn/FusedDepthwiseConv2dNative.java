package org.slimgraph.ops.nn;

import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.Epilogue;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;

/**
 * A {@link DepthwiseConv2dNative} with its bias and activation ({@link FusedOps}). An op of
 * TensorFlow.js.
 */
final class FusedDepthwiseConv2dNative {
  static final OpSpec SPEC =
      DepthwiseRule.withAttrs(
              OpSpec.of("FusedDepthwiseConv2dNative")
                  .input("input: T")
                  .input("filter: T")
                  .input("args: num_args * T"))
          .attr("num_args: int >= 0")
          .attr("fused_ops: list(string) = []")
          .attr("epsilon: float = 0.0001")
          .shape(DepthwiseRule::infer)
          .notDifferentiable(FusedOps.NO_GRADIENT)
          .kernel(DataType.FLOAT, FusedDepthwiseConv2dNative::kernel)
          .build();

  private FusedDepthwiseConv2dNative() {}

  private static Kernel kernel(Attributes attrs) {
    DepthwiseRule rule = DepthwiseRule.of(attrs);
    FusedOps ops = FusedOps.of(attrs);
    return rule.format().adapt(context -> compute(rule, ops, context), i -> i == 0, i -> true);
  }

  private static void compute(DepthwiseRule rule, FusedOps ops, KernelContext context) {
    ConvGeometry geometry = rule.geometry(context.shape(0), context.shape(1));
    float[] product = DepthwiseConv2dNative.floats(geometry, context, Epilogue.NONE);
    ops.apply(context, product, ConvolutionRule.outputShape(geometry));
  }
}

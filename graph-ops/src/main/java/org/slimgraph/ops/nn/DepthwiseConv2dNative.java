package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Epilogue;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.ProductKernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;

/**
 * Convolves each channel with its own filters; output channel {@code c * multiplier + q} sees input
 * channel c only. TF: tf.nn.depthwise_conv2d.
 */
final class DepthwiseConv2dNative {
  static final OpSpec SPEC =
      DepthwiseRule.withAttrs(
              OpSpec.of("DepthwiseConv2dNative").input("input: T").input("filter: T"))
          .shape(DepthwiseRule::infer)
          .gradient(DepthwiseConv2dNative::gradient)
          .kernel(DataType.FLOAT, DepthwiseConv2dNative::floatKernel)
          .kernel(DataType.DOUBLE, DepthwiseConv2dNative::doubleKernel)
          .kernel(Widened.HALVES, Widened.of(DepthwiseConv2dNative::floatKernel))
          .build();

  private DepthwiseConv2dNative() {}

  private static Kernel floatKernel(Attributes attrs) {
    DepthwiseRule rule = DepthwiseRule.of(attrs);
    ProductKernel kernel =
        (context, epilogue) ->
            floats(rule.geometry(context.shape(0), context.shape(1)), context, epilogue);
    return rule.format().adapt(kernel, i -> i == 0, i -> true);
  }

  private static Kernel doubleKernel(Attributes attrs) {
    DepthwiseRule rule = DepthwiseRule.of(attrs);
    return rule.format()
        .adapt(
            context -> doubles(rule.geometry(context.shape(0), context.shape(1)), context),
            i -> i == 0,
            i -> true);
  }

  /** Computes output 0, passed through {@code epilogue}, and returns its storage. */
  static float[] floats(ConvGeometry geometry, KernelContext context, Epilogue epilogue) {
    float[] out = context.outputFloats(0, ConvolutionRule.outputShape(geometry));
    if (geometry.outputSize() > 0) {
      context
          .prepared(geometry, CpuLoops.get()::depthwise)
          .forward(
              context.floats(0), 0, context.floats(1), 0, out, 0, epilogue, context.parallel());
    }
    return out;
  }

  /** Computes output 0 and returns its storage. */
  static double[] doubles(ConvGeometry geometry, KernelContext context) {
    double[] out = context.outputDoubles(0, ConvolutionRule.outputShape(geometry));
    if (geometry.outputSize() > 0) {
      context
          .prepared(geometry, CpuLoops.get()::doubleConvolution)
          .forward(context.doubles(0), 0, context.doubles(1), 0, out, 0, context.parallel());
    }
    return out;
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    List<Output> shapes = g.tf().shapeN(List.of(g.input(0), g.input(1)));
    g.set(
        0,
        DepthwiseConv2dNativeBackpropInput.backpropInput(
            g.tf(), shapes.get(0), g.input(1), g.dy(0), options));
    g.set(
        1,
        DepthwiseConv2dNativeBackpropFilter.backpropFilter(
            g.tf(), g.input(0), shapes.get(1), g.dy(0), options));
  }

  static Output depthwise(Ops tf, Output input, Output filter, ConvOptions options, String name) {
    return options
        .applyTo(tf.graph().opBuilder("DepthwiseConv2dNative", name).input(input).input(filter))
        .build()
        .output(0);
  }
}

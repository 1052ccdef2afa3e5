package org.slimgraph.ops.nn;

import java.util.Arrays;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The gradient of DepthwiseConv2dNative by its filter. */
final class DepthwiseConv2dNativeBackpropFilter {
  static final OpSpec SPEC =
      DepthwiseRule.withAttrs(
              OpSpec.of("DepthwiseConv2dNativeBackpropFilter")
                  .input("input: T")
                  .input("filter_sizes: int32")
                  .input("out_backprop: T"))
          .shape(c -> ConvolutionRule.describedBy(c, 1))
          .gradient(DepthwiseConv2dNativeBackpropFilter::gradient)
          .kernel(
              DataType.FLOAT, attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropFilter::floats))
          .kernel(
              DataType.DOUBLE, attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropFilter::doubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropFilter::floats)))
          .build();

  private DepthwiseConv2dNativeBackpropFilter() {}

  private interface Compute {
    void run(ConvGeometry geometry, Shape outputShape, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    DepthwiseRule rule = DepthwiseRule.of(attrs);
    Kernel kernel =
        context -> {
          if (context.shape(1).rank() != 1) {
            throw SlimgraphException.invalidArgument(
                "DepthwiseConv2DBackpropFilter: filter_sizes input must be 1-dim, not %d",
                context.shape(1).rank());
          }
          Shape shape = ImageSizes.shape(context, 1);
          compute.run(
              rule.gradientGeometry(
                  "DepthwiseConv2DBackpropFilter", context.shape(0), shape, context.shape(2)),
              shape,
              context);
        };
    return rule.format().adapt(kernel, i -> i != 1, i -> false);
  }

  private static void floats(ConvGeometry geometry, Shape outputShape, KernelContext context) {
    float[] out = context.outputFloats(0, outputShape);
    if (geometry.outputSize() == 0 || geometry.inputSize() == 0) {
      Arrays.fill(out, 0, geometry.filterSize(), 0f);
      return;
    }
    context
        .prepared(geometry, CpuLoops.get()::depthwise)
        .backwardFilter(context.floats(0), 0, context.floats(2), 0, out, 0, context.parallel());
  }

  private static void doubles(ConvGeometry geometry, Shape outputShape, KernelContext context) {
    double[] out = context.outputDoubles(0, outputShape);
    if (geometry.outputSize() == 0 || geometry.inputSize() == 0) {
      Arrays.fill(out, 0, geometry.filterSize(), 0.0);
      return;
    }
    context
        .prepared(geometry, CpuLoops.get()::doubleConvolution)
        .backwardFilter(context.doubles(0), 0, context.doubles(2), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    g.set(
        0,
        DepthwiseConv2dNativeBackpropInput.backpropInput(
            g.tf(), g.tf().shape(g.input(0)), g.dy(0), g.input(2), options));
    g.set(
        2,
        DepthwiseConv2dNative.depthwise(
            g.tf(), g.input(0), g.dy(0), options, "DepthwiseConv2dNative"));
  }

  static Output backpropFilter(
      Ops tf, Output input, Output filterSizes, Output outBackprop, ConvOptions options) {
    return options
        .applyTo(
            tf.graph()
                .opBuilder(
                    "DepthwiseConv2dNativeBackpropFilter", "DepthwiseConv2dNativeBackpropFilter")
                .input(input)
                .input(filterSizes)
                .input(outBackprop))
        .build()
        .output(0);
  }
}

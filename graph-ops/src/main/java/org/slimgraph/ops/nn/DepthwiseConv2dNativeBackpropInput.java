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

/** The gradient of DepthwiseConv2dNative by its input. */
final class DepthwiseConv2dNativeBackpropInput {
  static final OpSpec SPEC =
      DepthwiseRule.withAttrs(
              OpSpec.of("DepthwiseConv2dNativeBackpropInput")
                  .input("input_sizes: int32")
                  .input("filter: T")
                  .input("out_backprop: T"))
          .shape(c -> ConvolutionRule.describedBy(c, 0))
          .gradient(DepthwiseConv2dNativeBackpropInput::gradient)
          .kernel(
              DataType.FLOAT, attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropInput::floats))
          .kernel(
              DataType.DOUBLE, attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropInput::doubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, DepthwiseConv2dNativeBackpropInput::floats)))
          .build();

  private DepthwiseConv2dNativeBackpropInput() {}

  private interface Compute {
    void run(ConvGeometry geometry, Shape outputShape, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    DepthwiseRule rule = DepthwiseRule.of(attrs);
    Kernel kernel =
        context -> {
          if (context.shape(0).rank() != 1) {
            throw SlimgraphException.invalidArgument(
                "DepthwiseConv2DBackpropInput: input_sizes input must be 1-dim, not %d",
                context.shape(0).rank());
          }
          Shape shape = ImageSizes.shape(context, 0);
          compute.run(
              rule.gradientGeometry(
                  "DepthwiseConv2DBackpropInput", shape, context.shape(1), context.shape(2)),
              shape,
              context);
        };
    return rule.format().adapt(kernel, i -> i != 1, i -> true);
  }

  private static void floats(ConvGeometry geometry, Shape outputShape, KernelContext context) {
    float[] out = context.outputFloats(0, outputShape);
    if (geometry.outputSize() == 0 || geometry.filterSize() == 0) {
      Arrays.fill(out, 0, geometry.inputSize(), 0f);
      return;
    }
    context
        .prepared(geometry, CpuLoops.get()::depthwise)
        .backwardInput(context.floats(2), 0, context.floats(1), 0, out, 0, context.parallel());
  }

  private static void doubles(ConvGeometry geometry, Shape outputShape, KernelContext context) {
    double[] out = context.outputDoubles(0, outputShape);
    if (geometry.outputSize() == 0 || geometry.filterSize() == 0) {
      Arrays.fill(out, 0, geometry.inputSize(), 0.0);
      return;
    }
    context
        .prepared(geometry, CpuLoops.get()::doubleConvolution)
        .backwardInput(context.doubles(2), 0, context.doubles(1), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    g.set(
        1,
        DepthwiseConv2dNativeBackpropFilter.backpropFilter(
            g.tf(), g.dy(0), g.tf().shape(g.input(1)), g.input(2), options));
    g.set(
        2,
        DepthwiseConv2dNative.depthwise(
            g.tf(), g.dy(0), g.input(1), options, "DepthwiseConv2dNative"));
  }

  static Output backpropInput(
      Ops tf, Output inputSizes, Output filter, Output outBackprop, ConvOptions options) {
    return options
        .applyTo(
            tf.graph()
                .opBuilder(
                    "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropInput")
                .input(inputSizes)
                .input(filter)
                .input(outBackprop))
        .build()
        .output(0);
  }
}

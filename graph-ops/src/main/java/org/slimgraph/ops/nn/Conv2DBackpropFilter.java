package org.slimgraph.ops.nn;

import java.util.Arrays;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.Convolution;
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

/** The gradient of Conv2D by its filter. TF: tf.nn.conv2d_backprop_filter. */
final class Conv2DBackpropFilter {
  static final OpSpec SPEC =
      Conv2D.withAttrs(
              OpSpec.of("Conv2DBackpropFilter")
                  .input("input: T")
                  .input("filter_sizes: int32")
                  .input("out_backprop: T"))
          .shape(c -> ConvolutionRule.describedBy(c, 1))
          .gradient(Conv2DBackpropFilter::gradient)
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, Conv2DBackpropFilter::computeFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, Conv2DBackpropFilter::computeDoubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, Conv2DBackpropFilter::computeFloats)))
          .build();

  private Conv2DBackpropFilter() {}

  private interface Compute {
    void run(ConvGeometry geometry, Shape filterShape, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    ConvolutionRule rule = ConvolutionRule.of(attrs);
    rule.checkUndilated();
    Kernel kernel =
        context -> {
          Shape shape = filterShape(context);
          compute.run(
              rule.gradientGeometry(
                  "Conv2DCustomBackpropFilter", context.shape(0), shape, context.shape(2)),
              shape,
              context);
        };
    return rule.format().adapt(kernel, i -> i != 1, i -> false);
  }

  private static Shape filterShape(KernelContext context) {
    Shape sizes = context.shape(1);
    if (sizes.rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "Conv2DCustomBackpropFilter: filter_sizes input must be 1-dim, not %d", sizes.rank());
    }
    return ImageSizes.shape(context, 1);
  }

  private static void computeFloats(
      ConvGeometry geometry, Shape filterShape, KernelContext context) {
    float[] out = context.outputFloats(0, filterShape);
    if (geometry.outputSize() == 0 || geometry.inputSize() == 0) {
      Arrays.fill(out, 0, geometry.filterSize(), 0f);
      return;
    }
    Convolution loops = context.prepared(geometry, CpuLoops.get()::convolution);
    float[] scratch = context.scratch(loops.backwardFilterScratchSize());
    loops.backwardFilter(
        context.floats(0), 0, context.floats(2), 0, out, 0, scratch, 0, context.parallel());
  }

  private static void computeDoubles(
      ConvGeometry geometry, Shape filterShape, KernelContext context) {
    double[] out = context.outputDoubles(0, filterShape);
    context
        .prepared(geometry, CpuLoops.get()::doubleConvolution)
        .backwardFilter(context.doubles(0), 0, context.doubles(2), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    Output inputShape = g.tf().shape(g.input(0));
    g.set(
        0,
        Conv2DBackpropInput.conv2dBackpropInput(
            g.tf(), inputShape, g.dy(0), g.input(2), options, "Conv2DBackpropInput"));
    g.set(2, Conv2D.conv2d(g.tf(), g.input(0), g.dy(0), options, "Conv2D"));
  }

  static Output conv2dBackpropFilter(
      Ops tf,
      Output input,
      Output filterSizes,
      Output outBackprop,
      ConvOptions options,
      String name) {
    return options
        .applyTo(
            tf.graph()
                .opBuilder("Conv2DBackpropFilter", name)
                .input(input)
                .input(filterSizes)
                .input(outBackprop))
        .build()
        .output(0);
  }
}

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

/** The gradient of Conv2D by its input; a transposed convolution. TF: tf.nn.conv2d_transpose. */
final class Conv2DBackpropInput {
  static final OpSpec SPEC =
      Conv2D.withAttrs(
              OpSpec.of("Conv2DBackpropInput")
                  .input("input_sizes: int32")
                  .input("filter: T")
                  .input("out_backprop: T"))
          .shape(c -> ConvolutionRule.describedBy(c, 0))
          .gradient(Conv2DBackpropInput::gradient)
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, Conv2DBackpropInput::computeFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, Conv2DBackpropInput::computeDoubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, Conv2DBackpropInput::computeFloats)))
          .build();

  private Conv2DBackpropInput() {}

  private interface Compute {
    void run(ConvGeometry geometry, Shape inputShape, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    ConvolutionRule rule = ConvolutionRule.of(attrs);
    rule.checkUndilated();
    Kernel kernel =
        context -> {
          Shape shape = inputShape(context);
          compute.run(
              rule.gradientGeometry(
                  "Conv2DCustomBackpropInput", shape, context.shape(1), context.shape(2)),
              shape,
              context);
        };
    return rule.format().adapt(kernel, i -> i != 1, i -> true);
  }

  private static Shape inputShape(KernelContext context) {
    Shape sizes = context.shape(0);
    if (sizes.rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "Conv2DBackpropInput: input_sizes input must be 1-dim, not %d", sizes.rank());
    }
    return ImageSizes.shape(context, 0);
  }

  private static void computeFloats(
      ConvGeometry geometry, Shape inputShape, KernelContext context) {
    float[] out = context.outputFloats(0, inputShape);
    if (geometry.outputSize() == 0 || geometry.filterSize() == 0) {
      Arrays.fill(out, 0, geometry.inputSize(), 0f);
      return;
    }
    PreparedConvolution prepared = PreparedConvolution.of(geometry, context);
    Convolution loops = prepared.loops();
    float[] filter =
        prepared
            .filter()
            .of(
                context,
                1,
                loops.packedBackwardFilterSize(),
                packed ->
                    loops.packBackwardFilter(context.floats(1), 0, packed, 0, context.parallel()));
    float[] scratch = context.scratch(loops.backwardInputScratchSize());
    loops.backwardInput(context.floats(2), 0, filter, 0, out, 0, scratch, 0, context.parallel());
  }

  private static void computeDoubles(
      ConvGeometry geometry, Shape inputShape, KernelContext context) {
    double[] out = context.outputDoubles(0, inputShape);
    context
        .prepared(geometry, CpuLoops.get()::doubleConvolution)
        .backwardInput(context.doubles(2), 0, context.doubles(1), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    Output filterShape = g.tf().shape(g.input(1));
    g.set(
        1,
        Conv2DBackpropFilter.conv2dBackpropFilter(
            g.tf(), g.dy(0), filterShape, g.input(2), options, "Conv2DBackpropFilter"));
    g.set(2, Conv2D.conv2d(g.tf(), g.dy(0), g.input(1), options, "Conv2D"));
  }

  static Output conv2dBackpropInput(
      Ops tf,
      Output inputSizes,
      Output filter,
      Output outBackprop,
      ConvOptions options,
      String name) {
    return options
        .applyTo(
            tf.graph()
                .opBuilder("Conv2DBackpropInput", name)
                .input(inputSizes)
                .input(filter)
                .input(outBackprop))
        .build()
        .output(0);
  }
}

package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.Convolution;
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

/** A 2-D convolution of images with a filter. TF: tf.nn.conv2d. */
final class Conv2D {
  static final OpSpec SPEC =
      withAttrs(OpSpec.of("Conv2D").input("input: T").input("filter: T"))
          .shape(ConvolutionRule::infer)
          .gradient(Conv2D::gradient)
          .kernel(DataType.FLOAT, Conv2D::floatKernel)
          .kernel(DataType.DOUBLE, Conv2D::doubleKernel)
          .kernel(Widened.HALVES, Widened.of(Conv2D::floatKernel))
          .build();

  private Conv2D() {}

  /** Adds the output and attributes that the convolution shares with its gradients. */
  static OpSpec.Builder withAttrs(OpSpec.Builder spec) {
    return spec.output("output: T")
        .attr("T: {half, bfloat16, float, double}")
        .attr("strides: list(int)")
        .attr("use_cudnn_on_gpu: bool = true")
        .attr("padding: {'SAME', 'VALID', 'EXPLICIT'}")
        .attr("explicit_paddings: list(int) = []")
        .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
        .attr("dilations: list(int) = [1, 1, 1, 1]");
  }

  private static Kernel floatKernel(Attributes attrs) {
    ConvolutionRule rule = ConvolutionRule.of(attrs);
    ProductKernel kernel = (context, epilogue) -> computeFloats(rule, context, epilogue);
    return rule.format().adapt(kernel, i -> i == 0, i -> true);
  }

  private static Kernel doubleKernel(Attributes attrs) {
    ConvolutionRule rule = ConvolutionRule.of(attrs);
    return rule.format().adapt(context -> computeDoubles(rule, context), i -> i == 0, i -> true);
  }

  /** Computes output 0, passed through {@code epilogue}, and returns its storage. */
  static float[] computeFloats(ConvolutionRule rule, KernelContext context, Epilogue epilogue) {
    ConvGeometry geometry = rule.geometry(context.shape(0), context.shape(1));
    float[] out = context.outputFloats(0, ConvolutionRule.outputShape(geometry));
    if (geometry.inputSize() == 0 || geometry.filterSize() == 0) {
      Arrays.fill(out, 0, geometry.outputSize(), 0f);
      epilogue.applyToAll(
          out,
          0,
          geometry.batch() * geometry.outputPixels(),
          geometry.outChannels(),
          context.parallel());
      return out;
    }
    PreparedConvolution prepared = PreparedConvolution.of(geometry, context);
    Convolution loops = prepared.loops();
    float[] filter =
        prepared
            .filter()
            .of(
                context,
                1,
                loops.packedFilterSize(),
                packed -> loops.packFilter(context.floats(1), 0, packed, 0, context.parallel()));
    float[] scratch = context.scratch(loops.forwardScratchSize());
    loops.forward(
        context.floats(0), 0, filter, 0, out, 0, epilogue, scratch, 0, context.parallel());
    return out;
  }

  /** Computes output 0 and returns its storage. */
  private static double[] computeDoubles(ConvolutionRule rule, KernelContext context) {
    ConvGeometry geometry = rule.geometry(context.shape(0), context.shape(1));
    double[] out = context.outputDoubles(0, ConvolutionRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::doubleConvolution)
        .forward(context.doubles(0), 0, context.doubles(1), 0, out, 0, context.parallel());
    return out;
  }

  private static void gradient(GradientContext g) {
    ConvOptions options = ConvOptions.of(g.op());
    List<Output> shapes = g.tf().shapeN(List.of(g.input(0), g.input(1)));
    g.set(
        0,
        Conv2DBackpropInput.conv2dBackpropInput(
            g.tf(), shapes.get(0), g.input(1), g.dy(0), options, "Conv2DBackpropInput"));
    g.set(
        1,
        Conv2DBackpropFilter.conv2dBackpropFilter(
            g.tf(), g.input(0), shapes.get(1), g.dy(0), options, "Conv2DBackpropFilter"));
  }

  static Output conv2d(Ops tf, Output input, Output filter, ConvOptions options, String name) {
    return options
        .applyTo(tf.graph().opBuilder("Conv2D", name).input(input).input(filter))
        .build()
        .output(0);
  }
}

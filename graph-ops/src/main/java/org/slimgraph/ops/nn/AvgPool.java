package org.slimgraph.ops.nn;

import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.PoolGeometry;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The mean of each window over the elements that are not padding, and its gradient. TF:
 * tf.nn.avg_pool.
 */
final class AvgPool {
  static final OpSpec SPEC =
      withAttrs(OpSpec.of("AvgPool").input("value: T").output("output: T"))
          .shape(PoolingRule::infer)
          .gradient(AvgPool::gradient)
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, AvgPool::floats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, AvgPool::doubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, AvgPool::floats)))
          .build();

  static final OpSpec GRAD =
      withAttrs(
              OpSpec.of("AvgPoolGrad")
                  .input("orig_input_shape: int32")
                  .input("grad: T")
                  .output("output: T"))
          .shape(c -> ConvolutionRule.describedBy(c, 0))
          .gradient(AvgPool::gradientOfGradient)
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, AvgPool::backFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, AvgPool::backDoubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, AvgPool::backFloats)))
          .build();

  private AvgPool() {}

  private static OpSpec.Builder withAttrs(OpSpec.Builder spec) {
    return PoolingRule.withWindow(spec)
        .attr("padding: {'SAME', 'VALID'}")
        .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
        .attr("T: {half, bfloat16, float, double}");
  }

  private interface Compute {
    void run(PoolingRule rule, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    PoolingRule rule = PoolingRule.of(attrs);
    rule.checkSpatial("Non-spatial pooling is not yet supported. Volunteers? :)");
    return ImageFormat.of(attrs).adapt(context -> compute.run(rule, context), i -> true, i -> true);
  }

  private static void floats(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = rule.geometry(context.shape(0));
    float[] out = context.outputFloats(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .averageForward(context.floats(0), 0, out, 0, context.parallel());
  }

  private static void doubles(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = rule.geometry(context.shape(0));
    double[] out = context.outputDoubles(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .averageForward(context.doubles(0), 0, out, 0, context.parallel());
  }

  private static Shape inputShape(KernelContext context) {
    if (context.shape(0).rank() != 1 || context.input(0).size() != 4) {
      throw SlimgraphException.invalidArgument("out_backprop must be 1-dimensional and 4 elements");
    }
    return ImageSizes.shape(context, 0);
  }

  private static void backFloats(PoolingRule rule, KernelContext context) {
    Shape input = inputShape(context);
    PoolGeometry geometry = rule.geometry(input, "out_backprop", context.shape(1));
    float[] out = context.outputFloats(0, input);
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .averageBackward(context.floats(1), 0, out, 0, context.parallel());
  }

  private static void backDoubles(PoolingRule rule, KernelContext context) {
    Shape input = inputShape(context);
    PoolGeometry geometry = rule.geometry(input, "out_backprop", context.shape(1));
    double[] out = context.outputDoubles(0, input);
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .averageBackward(context.doubles(1), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g) {
    Output shape = g.tf().shape(g.input(0));
    var builder =
        g.tf().graph().opBuilder("AvgPoolGrad", "AvgPoolGrad").input(shape).input(g.dy(0));
    g.set(0, PoolingRule.copyAttrs(g.op(), builder).build().output(0));
  }

  private static void gradientOfGradient(GradientContext g) {
    var builder = g.tf().graph().opBuilder("AvgPool", "AvgPool").input(g.dy(0));
    g.set(1, PoolingRule.copyAttrs(g.op(), builder).build().output(0));
  }
}

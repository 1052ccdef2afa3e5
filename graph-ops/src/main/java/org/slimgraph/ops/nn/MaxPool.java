package org.slimgraph.ops.nn;

import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.PoolGeometry;
import org.slimgraph.cpu.Reduction;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The maximum of each window of pixels, or of each group of channels. TF: tf.nn.max_pool.
 *
 * <p>In version 2 window and strides are inputs.
 */
final class MaxPool {
  private static final String TYPES =
      "T: {half, bfloat16, float, double, int32, int64, uint8, int16, int8, uint16, qint8} ="
          + " DT_FLOAT";
  private static final String FORMATS = "data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'";

  static final OpSpec SPEC =
      kernels(
              PoolingRule.withWindow(
                      OpSpec.of("MaxPool").input("input: T").output("output: T").attr(TYPES))
                  .attr("padding: {'SAME', 'VALID'}")
                  .attr(FORMATS))
          .shape(PoolingRule::infer)
          .gradient(g -> gradient(g, "MaxPoolGrad"))
          .build();

  static final OpSpec V2 =
      kernels(
              OpSpec.of("MaxPoolV2")
                  .input("input: T")
                  .input("ksize: int32")
                  .input("strides: int32")
                  .output("output: T")
                  .attr(TYPES)
                  .attr("padding: {'SAME', 'VALID'}")
                  .attr(FORMATS))
          .shape(c -> PoolingRule.inferFromInputs(c, 1))
          .gradient(g -> gradient(g, "MaxPoolGradV2"))
          .build();

  private MaxPool() {}

  private static OpSpec.Builder kernels(OpSpec.Builder spec) {
    return spec.kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPool::floats))
        .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPool::doubles))
        .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPool::floats)));
  }

  private interface Compute {
    void run(PoolingRule rule, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    Kernel kernel;
    if (attrs.find("ksize").isPresent()) {
      PoolingRule rule = PoolingRule.of(attrs);
      kernel = context -> compute.run(rule, context);
    } else {
      kernel = context -> compute.run(PoolingRule.of(attrs, context, 1), context);
    }
    return PoolingRule.format(attrs).adapt(kernel, i -> i == 0, i -> true);
  }

  private static void floats(PoolingRule rule, KernelContext context) {
    Shape input = context.shape(0);
    if (rule.isDepthwise()) {
      int depth = rule.outputDepth(input);
      float[] out = context.outputFloats(0, input.withDim(3, depth));
      CpuLoops.get()
          .reductions()
          .reduce(
              Reduction.MAX,
              context.floats(0),
              0,
              FusedBatchNorm.rows(input) * depth,
              rule.windowDepth(),
              1,
              out,
              0,
              context.parallel());
      return;
    }
    PoolGeometry geometry = rule.geometry(input);
    float[] out = context.outputFloats(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .maxForward(context.floats(0), 0, out, 0, context.parallel());
  }

  private static void doubles(PoolingRule rule, KernelContext context) {
    Shape input = context.shape(0);
    if (rule.isDepthwise()) {
      int depth = rule.outputDepth(input);
      double[] out = context.outputDoubles(0, input.withDim(3, depth));
      CpuLoops.get()
          .reductions()
          .reduce(
              Reduction.MAX,
              context.doubles(0),
              0,
              FusedBatchNorm.rows(input) * depth,
              rule.windowDepth(),
              1,
              out,
              0,
              context.parallel());
      return;
    }
    PoolGeometry geometry = rule.geometry(input);
    double[] out = context.outputDoubles(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .maxForward(context.doubles(0), 0, out, 0, context.parallel());
  }

  private static void gradient(GradientContext g, String type) {
    var builder =
        g.tf().graph().opBuilder(type, type).input(g.input(0)).input(g.output(0)).input(g.dy(0));
    for (int i = 1; i < g.op().inputs().size(); i++) {
      builder.input(g.input(i));
    }
    g.set(0, PoolingRule.copyAttrs(g.op(), builder).build().output(0));
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.PoolGeometry;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/**
 * The maximum of each window and its place in the image, {@code (y * width + x) * channels + c}.
 * TF: tf.nn.max_pool_with_argmax.
 */
final class MaxPoolWithArgmax {
  static final OpSpec SPEC =
      PoolingRule.withWindow(
              OpSpec.of("MaxPoolWithArgmax")
                  .input("input: T")
                  .output("output: T")
                  .output("argmax: Targmax"))
          .attr("Targmax: {int32, int64} = DT_INT64")
          .attr("padding: {'SAME', 'VALID'}")
          .attr("include_batch_in_index: bool = false")
          .attr("T: realnumbertype")
          .shape(MaxPoolWithArgmax::infer)
          .gradient(MaxPoolWithArgmax::gradient)
          .kernelAttr("T")
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolWithArgmax::floats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolWithArgmax::doubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPoolWithArgmax::floats)))
          .build();

  private MaxPoolWithArgmax() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape output = PoolingRule.infer(c).get(0);
    return List.of(output, output);
  }

  private interface Compute {
    void run(PoolGeometry geometry, KernelContext context, long[] places, boolean withBatch);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    PoolingRule rule = PoolingRule.of(attrs);
    rule.checkSpatial("MaxPoolingWithArgmax is not yet supported on the depth dimension.");
    boolean withBatch = attrs.bool("include_batch_in_index");
    return context -> {
      PoolGeometry geometry = rule.geometry(context.shape(0));
      Shape shape = PoolingRule.outputShape(geometry);
      if (context.outputType(1) == DataType.INT64) {
        compute.run(geometry, context, context.outputLongs(1, shape), withBatch);
        return;
      }
      long[] places = new long[geometry.outputSize()];
      compute.run(geometry, context, places, withBatch);
      int[] narrow = TensorStorage.ints(context.output(1, shape));
      for (int i = 0; i < places.length; i++) {
        narrow[i] = (int) places[i];
      }
    };
  }

  private static void floats(
      PoolGeometry geometry, KernelContext context, long[] places, boolean withBatch) {
    float[] out = context.outputFloats(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .maxWithArgmax(context.floats(0), 0, out, 0, places, 0, withBatch, context.parallel());
  }

  private static void doubles(
      PoolGeometry geometry, KernelContext context, long[] places, boolean withBatch) {
    double[] out = context.outputDoubles(0, PoolingRule.outputShape(geometry));
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .maxWithArgmax(context.doubles(0), 0, out, 0, places, 0, withBatch, context.parallel());
  }

  private static void gradient(GradientContext g) {
    var builder =
        g.tf()
            .graph()
            .opBuilder("MaxPoolGradWithArgmax", "MaxPoolGradWithArgmax")
            .input(g.input(0))
            .input(g.dy(0))
            .input(g.output(1));
    g.set(0, PoolingRule.copyAttrs(g.op(), builder).build().output(0));
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Reduction;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The gradient of BiasAdd by the bias: the sum over all but the channels. */
final class BiasAddGrad {
  static final OpSpec SPEC =
      OpSpec.of("BiasAddGrad")
          .input("out_backprop: T")
          .output("output: T")
          .attr("T: numbertype")
          .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
          .shape(BiasAddGrad::infer)
          .gradient(BiasAddGrad::gradient)
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, BiasAddGrad::sumFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, BiasAddGrad::sumDoubles))
          .kernel(DataType.INT32, attrs -> kernel(attrs, BiasAddGrad::sumInts))
          .kernel(DataType.INT64, attrs -> kernel(attrs, BiasAddGrad::sumLongs))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, BiasAddGrad::sumFloats)))
          .build();

  private BiasAddGrad() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape gradient = c.input(0);
    ShapeRules.withRankAtLeast(gradient, 2);
    int dim = BiasAdd.isChannelsFirst(c.attrs()) ? 1 : -1;
    return List.of(Shape.of(gradient.dim(dim)));
  }

  private interface Sum {
    void run(KernelContext context, BiasAdd.Planes planes);
  }

  private static Kernel kernel(Attributes attrs, Sum sum) {
    boolean channelsFirst = BiasAdd.isChannelsFirst(attrs);
    return context -> sum.run(context, BiasAdd.Planes.of(context.shape(0), channelsFirst));
  }

  private static void sumFloats(KernelContext context, BiasAdd.Planes planes) {
    int channels = planes.channels();
    float[] gradient = context.floats(0);
    float[] out = context.outputFloats(0, Shape.of(channels));
    var loops = CpuLoops.get().bias();
    if (planes.inner() == 1) {
      loops.gradient(gradient, 0, out, 0, planes.outer(), channels, context.parallel());
    } else {
      loops.gradientChannelsFirst(
          gradient, 0, out, 0, planes.outer(), channels, planes.inner(), context.parallel());
    }
  }

  private static void sumDoubles(KernelContext context, BiasAdd.Planes planes) {
    int channels = planes.channels();
    double[] out = context.outputDoubles(0, Shape.of(channels));
    CpuLoops.get()
        .bias()
        .gradientChannelsFirst(
            context.doubles(0), 0, out, 0, planes.outer(), channels, planes.inner());
  }

  /** The sum over inner, then over outer; integers are exact in any order. */
  private static void sumInts(KernelContext context, BiasAdd.Planes planes) {
    int channels = planes.channels();
    int[] partial = new int[planes.outer() * channels];
    int[] out = context.outputInts(0, Shape.of(channels));
    var loops = CpuLoops.get().reductions();
    loops.reduce(
        Reduction.SUM,
        context.ints(0),
        0,
        planes.outer() * channels,
        planes.inner(),
        1,
        partial,
        0,
        context.parallel());
    loops.reduce(
        Reduction.SUM, partial, 0, 1, planes.outer(), channels, out, 0, context.parallel());
  }

  private static void sumLongs(KernelContext context, BiasAdd.Planes planes) {
    int channels = planes.channels();
    long[] partial = new long[planes.outer() * channels];
    long[] out = context.outputLongs(0, Shape.of(channels));
    var loops = CpuLoops.get().reductions();
    loops.reduce(
        Reduction.SUM,
        context.longs(0),
        0,
        planes.outer() * channels,
        planes.inner(),
        1,
        partial,
        0,
        context.parallel());
    loops.reduce(
        Reduction.SUM, partial, 0, 1, planes.outer(), channels, out, 0, context.parallel());
  }

  /** The bias gradient's own gradient is repeated over the value: a bias added to zeros. */
  private static void gradient(GradientContext g) {
    String format = g.op().attrs().string("data_format");
    Output zeros = g.tf().zerosLike(g.input(0));
    g.set(0, BiasAdd.biasAdd(g.tf(), zeros, g.dy(0), format, "BiasAdd"));
  }

  static Output biasAddGrad(Ops tf, Output outBackprop, String dataFormat, String name) {
    return tf.graph()
        .opBuilder("BiasAddGrad", name)
        .input(outBackprop)
        .attr("data_format", dataFormat)
        .build()
        .output(0);
  }
}

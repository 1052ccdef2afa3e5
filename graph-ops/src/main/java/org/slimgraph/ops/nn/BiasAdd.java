package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
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

/** Adds one value a channel. TF: tf.nn.bias_add. */
final class BiasAdd {
  static final OpSpec SPEC = spec("BiasAdd", true);
  static final OpSpec V1 = spec("BiasAddV1", false);

  private BiasAdd() {}

  private static OpSpec spec(String type, boolean hasFormat) {
    OpSpec.Builder spec =
        OpSpec.of(type)
            .input("value: T")
            .input("bias: T")
            .output("output: T")
            .attr("T: numbertype");
    if (hasFormat) {
      spec.attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'");
    }
    return spec.shape(BiasAdd::infer)
        .gradient(BiasAdd::gradient)
        .traits(traits -> traits.inPlace(0))
        .kernel(DataType.FLOAT, attrs -> kernel(attrs, BiasAdd::addFloats))
        .kernel(DataType.DOUBLE, attrs -> kernel(attrs, BiasAdd::addDoubles))
        .kernel(DataType.INT32, attrs -> kernel(attrs, BiasAdd::addInts))
        .kernel(DataType.INT64, attrs -> kernel(attrs, BiasAdd::addLongs))
        .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, BiasAdd::addFloats)))
        .build();
  }

  /** Returns whether channels come second. */
  static boolean isChannelsFirst(Attributes attrs) {
    return attrs.find("data_format").isPresent() && ImageFormat.of(attrs) == ImageFormat.NCHW;
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape value = c.input(0);
    boolean channelsFirst = isChannelsFirst(c.attrs());
    ShapeRules.withRankAtLeast(value, 2);
    Shape bias = ShapeRules.withRank(c.input(1), 1);
    if (!value.isRankKnown()) {
      return List.of(value);
    }
    int dim = channelsFirst ? 1 : -1;
    return List.of(value.withDim(dim, ShapeRules.mergeDim(value.dim(dim), bias.dim(0))));
  }

  private interface Add {
    void run(KernelContext context, Planes planes);
  }

  private static Kernel kernel(Attributes attrs, Add add) {
    boolean channelsFirst = isChannelsFirst(attrs);
    return context -> {
      Shape value = context.shape(0);
      Shape bias = context.shape(1);
      Planes planes = Planes.of(value, channelsFirst);
      if (bias.rank() != 1) {
        throw SlimgraphException.invalidArgument("Biases must be 1D: %s", bias.toBrackets());
      }
      if (bias.dim(0) != planes.channels()) {
        throw SlimgraphException.invalidArgument(
            "Must provide as many biases as the %s dimension of the input tensor: %s vs. %s",
            channelsFirst ? "channel" : "last", bias.toBrackets(), value.toBrackets());
      }
      add.run(context, planes);
    };
  }

  private static void addFloats(KernelContext context, Planes planes) {
    float[] value = context.floats(0);
    float[] bias = context.floats(1);
    float[] out = context.outputFloats(0, context.shape(0));
    var loops = CpuLoops.get().bias();
    if (planes.inner() == 1) {
      loops.add(value, 0, bias, 0, out, 0, planes.outer(), planes.channels(), context.parallel());
    } else {
      loops.addChannelsFirst(
          value,
          0,
          bias,
          0,
          out,
          0,
          planes.outer(),
          planes.channels(),
          planes.inner(),
          context.parallel());
    }
  }

  private static void addDoubles(KernelContext context, Planes planes) {
    double[] out = context.outputDoubles(0, context.shape(0));
    CpuLoops.get()
        .bias()
        .addChannelsFirst(
            context.doubles(0),
            0,
            context.doubles(1),
            0,
            out,
            0,
            planes.outer(),
            planes.channels(),
            planes.inner(),
            context.parallel());
  }

  private static void addInts(KernelContext context, Planes planes) {
    int[] out = context.outputInts(0, context.shape(0));
    CpuLoops.get()
        .elementwise()
        .map(
            (int x, int y) -> x + y,
            planes.broadcast(),
            context.ints(0),
            0,
            context.ints(1),
            0,
            out,
            0,
            context.parallel());
  }

  private static void addLongs(KernelContext context, Planes planes) {
    long[] out = context.outputLongs(0, context.shape(0));
    CpuLoops.get()
        .elementwise()
        .map(
            (long x, long y) -> x + y,
            planes.broadcast(),
            context.longs(0),
            0,
            context.longs(1),
            0,
            out,
            0,
            context.parallel());
  }

  private static void gradient(GradientContext g) {
    String format = isChannelsFirst(g.op().attrs()) ? "NCHW" : "NHWC";
    g.set(0, g.dy(0));
    g.set(1, BiasAddGrad.biasAddGrad(g.tf(), g.dy(0), format, "BiasAddGrad"));
  }

  static Output biasAdd(Ops tf, Output value, Output bias, String dataFormat, String name) {
    return tf.graph()
        .opBuilder("BiasAdd", name)
        .input(value)
        .input(bias)
        .attr("data_format", dataFormat)
        .build()
        .output(0);
  }

  /**
   * A value as [outer, channels, inner]; inner is 1 when channels come last.
   *
   * @param outer what comes before the channels
   * @param channels the channels
   * @param inner what comes after them
   */
  record Planes(int outer, int channels, int inner) {

    /**
     * Returns the planes of a value of this shape.
     *
     * @throws SlimgraphException INVALID_ARGUMENT if it has fewer than two dimensions
     */
    static Planes of(Shape shape, boolean channelsFirst) {
      if (shape.rank() < 2) {
        throw SlimgraphException.invalidArgument(
            "Input tensor must be at least 2D: %s", shape.toBrackets());
      }
      int dim = channelsFirst ? 1 : shape.rank() - 1;
      return new Planes(
          Math.toIntExact(shape.slice(0, dim).elementCount()),
          Math.toIntExact(shape.dim(dim)),
          Math.toIntExact(shape.slice(dim + 1).elementCount()));
    }

    BroadcastPlan broadcast() {
      return BroadcastPlan.of(new int[] {outer, channels, inner}, new int[] {channels, 1});
    }
  }
}

package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.VolumeConvolution;
import org.slimgraph.cpu.VolumeGeometry;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** A 3-D convolution of volumes with a filter, and its gradients. TF: tf.nn.conv3d. */
final class Conv3D {
  private static final String TYPES = "T: {half, bfloat16, float, double}";
  private static final String OLD_TYPES = "T: {half, float, double}";
  private static final String DILATIONS = "dilations: list(int) = [1, 1, 1, 1, 1]";

  static final OpSpec SPEC =
      VolumeRule.withAttrs(
              OpSpec.of("Conv3D")
                  .input("input: T")
                  .input("filter: T")
                  .output("output: T")
                  .attr(TYPES),
              false)
          .attr(DILATIONS)
          .shape(VolumeRule::inferConvolution)
          .gradient(Conv3D::gradient)
          .kernel(attrs -> kernel(attrs, Conv3D::forward, List.of(0), true))
          .build();

  static final OpSpec BACKPROP_INPUT_V2 =
      VolumeRule.withAttrs(
              OpSpec.of("Conv3DBackpropInputV2")
                  .input("input_sizes: Tshape")
                  .input("filter: T")
                  .input("out_backprop: T")
                  .output("output: T")
                  .attr(TYPES),
              false)
          .attr(DILATIONS)
          .attr("Tshape: {int32, int64} = DT_INT32")
          .shape(c -> VolumeRule.describedBy(c, 0))
          .gradient(Conv3D::gradientOfInput)
          .kernel(attrs -> kernel(attrs, Conv3D::backwardInput, List.of(0, 2), true))
          .build();

  static final OpSpec BACKPROP_FILTER_V2 =
      VolumeRule.withAttrs(
              OpSpec.of("Conv3DBackpropFilterV2")
                  .input("input: T")
                  .input("filter_sizes: int32")
                  .input("out_backprop: T")
                  .output("output: T")
                  .attr(TYPES),
              false)
          .attr(DILATIONS)
          .shape(c -> VolumeRule.describedBy(c, 1))
          .gradient(Conv3D::gradientOfFilter)
          .kernel(attrs -> kernel(attrs, Conv3D::backwardFilter, List.of(0, 2), false))
          .build();

  static final OpSpec BACKPROP_INPUT =
      old(OpSpec.of("Conv3DBackpropInput"))
          .shape(c -> List.of(c.input(0)))
          .kernel(attrs -> kernel(attrs, Conv3D::backwardInput, List.of(), false))
          .build();

  static final OpSpec BACKPROP_FILTER =
      old(OpSpec.of("Conv3DBackpropFilter"))
          .shape(c -> List.of(c.input(1)))
          .kernel(attrs -> kernel(attrs, Conv3D::backwardFilter, List.of(), false))
          .build();

  private Conv3D() {}

  /** The first versions take the tensors themselves instead of their shapes. */
  private static OpSpec.Builder old(OpSpec.Builder spec) {
    return spec.input("input: T")
        .input("filter: T")
        .input("out_backprop: T")
        .output("output: T")
        .attr(OLD_TYPES)
        .attr("strides: list(int) >= 5")
        .attr("padding: {'SAME', 'VALID'}")
        .attr(DILATIONS)
        .def(def -> def.deprecated(10, "use version 2"))
        .notDifferentiable("TF registers no gradient for it");
  }

  private interface Compute {
    void run(VolumeRule rule, KernelContext context);
  }

  private static Kernel kernel(
      Attributes attrs, Compute compute, List<Integer> volumes, boolean givesVolume) {
    VolumeRule rule = VolumeRule.of(attrs);
    return rule.adapt(context -> compute.run(rule, context), volumes, givesVolume);
  }

  /** Computes a result in double from two tensors. */
  private interface Loop {
    void run(VolumeConvolution loops, double[] a, double[] b, double[] out, Parallel parallel);
  }

  private static void run(
      KernelContext context, VolumeGeometry geometry, int a, int b, Shape shape, Loop loop) {
    Volumes.Result out = Volumes.output(context, shape);
    if (geometry.outputSize() == 0 || geometry.filterSize() == 0 || geometry.inputSize() == 0) {
      Arrays.fill(out.values(), 0.0);
    } else {
      VolumeConvolution loops = context.prepared(geometry, VolumeConvolution::new);
      loop.run(
          loops,
          Volumes.doubles(context.input(a)),
          Volumes.doubles(context.input(b)),
          out.values(),
          context.parallel());
    }
    out.store();
  }

  private static void forward(VolumeRule rule, KernelContext context) {
    VolumeGeometry geometry = rule.convolution(context.shape(0), context.shape(1));
    run(context, geometry, 0, 1, VolumeRule.outputShape(geometry), VolumeConvolution::forward);
  }

  private static void backwardInput(VolumeRule rule, KernelContext context) {
    Shape input = described(context, 0);
    VolumeGeometry geometry = gradientGeometry(rule, input, context.shape(1), context.shape(2));
    run(context, geometry, 2, 1, input, VolumeConvolution::backwardInput);
  }

  private static void backwardFilter(VolumeRule rule, KernelContext context) {
    Shape filter = described(context, 1);
    VolumeGeometry geometry = gradientGeometry(rule, context.shape(0), filter, context.shape(2));
    run(context, geometry, 0, 2, filter, VolumeConvolution::backwardFilter);
  }

  /** Returns the shape of an input, or the one that a vector of integers describes. */
  private static Shape described(KernelContext context, int i) {
    return context.input(i).dataType().isFloating()
        ? context.shape(i)
        : VolumeRule.sizes(context, i);
  }

  private static VolumeGeometry gradientGeometry(
      VolumeRule rule, Shape input, Shape filter, Shape gradient) {
    VolumeGeometry geometry = rule.convolution(input, filter);
    VolumeRule.checkOutput(geometry, "out_backprop", gradient);
    return geometry;
  }

  private static void gradient(GradientContext g) {
    List<Output> shapes = g.tf().shapeN(List.of(g.input(0), g.input(1)));
    g.set(0, like(g, "Conv3DBackpropInputV2", shapes.get(0), g.input(1), g.dy(0)));
    g.set(1, like(g, "Conv3DBackpropFilterV2", g.input(0), shapes.get(1), g.dy(0)));
  }

  private static void gradientOfInput(GradientContext g) {
    Output shape = g.tf().shape(g.input(1));
    g.set(1, like(g, "Conv3DBackpropFilterV2", g.dy(0), shape, g.input(2)));
    g.set(2, like(g, "Conv3D", g.dy(0), g.input(1)));
  }

  private static void gradientOfFilter(GradientContext g) {
    Output shape = g.tf().shape(g.input(0));
    g.set(0, like(g, "Conv3DBackpropInputV2", shape, g.dy(0), g.input(2)));
    g.set(2, like(g, "Conv3D", g.input(0), g.dy(0)));
  }

  /** Adds an op of the attributes of the forward one. */
  private static Output like(GradientContext g, String type, Output... inputs) {
    var builder = g.tf().graph().opBuilder(type, type);
    for (Output input : inputs) {
      builder.input(input);
    }
    return VolumeRule.copyAttrs(g.op(), builder).build().output(0);
  }

  static Output conv3d(Ops tf, Output input, Output filter, VolumeOptions options, String name) {
    return options
        .applyTo(tf.graph().opBuilder("Conv3D", name).input(input).input(filter))
        .build()
        .output(0);
  }

  static Output transpose(
      Ops tf, Output value, Output filter, Output outputShape, VolumeOptions options, String name) {
    int dim = options.isChannelsFirst() ? 1 : 4;
    if (value.shape().rank() == 5 && filter.shape().rank() == 5) {
      long given = value.shape().dim(dim);
      long wanted = filter.shape().dim(4);
      if (given >= 0 && wanted >= 0 && given != wanted) {
        throw SlimgraphException.invalidArgument(
            "input channels does not match filter's input channels, %d != %d", given, wanted);
      }
    }
    return options
        .applyTo(
            tf.graph()
                .opBuilder("Conv3DBackpropInputV2", name)
                .input(outputShape)
                .input(filter)
                .input(value))
        .build()
        .output(0);
  }
}

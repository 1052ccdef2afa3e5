package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.VolumeGeometry;
import org.slimgraph.cpu.VolumePooling;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The maximum or mean of each window of a volume, and their gradients. TF: tf.nn.max_pool3d,
 * tf.nn.avg_pool3d.
 */
final class Pool3D {
  private static final String MAX_TYPES = "{half, bfloat16, float}";
  private static final String AVERAGE_TYPES = "T: {half, bfloat16, float, double}";

  static final OpSpec MAX =
      VolumeRule.withAttrs(OpSpec.of("MaxPool3D").input("input: T").output("output: T"), true)
          .attr("T: " + MAX_TYPES)
          .shape(VolumeRule::inferPooling)
          .gradient(Pool3D::gradientOfMax)
          .kernel(attrs -> kernel(attrs, List.of(0), Pool3D::max))
          .build();

  static final OpSpec MAX_GRAD =
      VolumeRule.withAttrs(
              OpSpec.of("MaxPool3DGrad")
                  .input("orig_input: TInput")
                  .input("orig_output: TInput")
                  .input("grad: T")
                  .output("output: T"),
              true)
          .attr("T: " + MAX_TYPES + " = DT_FLOAT")
          .attr("TInput: " + MAX_TYPES + " = DT_FLOAT")
          .shape(c -> List.of(ShapeRules.withRank(c.input(0), 5)))
          .gradient(gradientBy("MaxPool3DGradGrad"))
          .kernel(attrs -> kernel(attrs, List.of(0, 1, 2), Pool3D::maxGrad))
          .build();

  static final OpSpec MAX_GRAD_GRAD =
      VolumeRule.withAttrs(
              OpSpec.of("MaxPool3DGradGrad")
                  .input("orig_input: T")
                  .input("orig_output: T")
                  .input("grad: T")
                  .output("output: T"),
              true)
          .attr("T: realnumbertype")
          .shape(VolumeRule::inferPooling)
          .gradient(gradientBy("MaxPool3DGrad"))
          .kernel(
              List.of(DataType.FLOAT, DataType.DOUBLE, DataType.HALF, DataType.BFLOAT16),
              attrs -> kernel(attrs, List.of(0, 1, 2), Pool3D::maxGradGrad))
          .build();

  static final OpSpec AVERAGE =
      VolumeRule.withAttrs(OpSpec.of("AvgPool3D").input("input: T").output("output: T"), true)
          .attr(AVERAGE_TYPES)
          .shape(VolumeRule::inferPooling)
          .gradient(Pool3D::gradientOfAverage)
          .kernel(attrs -> kernel(attrs, List.of(0), Pool3D::average))
          .build();

  static final OpSpec AVERAGE_GRAD =
      VolumeRule.withAttrs(
              OpSpec.of("AvgPool3DGrad")
                  .input("orig_input_shape: int32")
                  .input("grad: T")
                  .output("output: T"),
              true)
          .attr(AVERAGE_TYPES)
          .shape(c -> VolumeRule.describedBy(c, 0))
          .gradient(Pool3D::gradientOfAverageGrad)
          .kernel(attrs -> kernel(attrs, List.of(0, 1), Pool3D::averageGrad))
          .build();

  private Pool3D() {}

  /** What a kernel computes from the sizes' rule and the window. */
  private interface Compute {
    void run(VolumeRule rule, int[] window, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, List<Integer> volumes, Compute compute) {
    VolumeRule rule = VolumeRule.of(attrs);
    int[] window = attrs.ints("ksize");
    return rule.adapt(context -> compute.run(rule, window, context), volumes, true);
  }

  private static VolumePooling loops(KernelContext context, VolumeGeometry geometry) {
    return context.prepared(geometry, VolumePooling::new);
  }

  private static void max(VolumeRule rule, int[] window, KernelContext context) {
    VolumeGeometry geometry = rule.pooling(context.shape(0), window);
    Volumes.Result out = Volumes.output(context, VolumeRule.outputShape(geometry));
    double[] input = Volumes.doubles(context.input(0));
    loops(context, geometry).maxForward(input, out.values(), context.parallel());
    out.store();
  }

  private static void average(VolumeRule rule, int[] window, KernelContext context) {
    VolumeGeometry geometry = rule.pooling(context.shape(0), window);
    Volumes.Result out = Volumes.output(context, VolumeRule.outputShape(geometry));
    double[] input = Volumes.doubles(context.input(0));
    loops(context, geometry).averageForward(input, out.values(), context.parallel());
    out.store();
  }

  private static void averageGrad(VolumeRule rule, int[] window, KernelContext context) {
    Shape shape = VolumeRule.sizes(context, 0);
    VolumeGeometry geometry = rule.pooling(shape, window);
    VolumeRule.checkOutput(geometry, "grad", context.shape(1));
    Volumes.Result out = Volumes.output(context, shape);
    double[] gradient = Volumes.doubles(context.input(1));
    loops(context, geometry).averageBackward(gradient, out.values(), context.parallel());
    out.store();
  }

  private static void maxGrad(VolumeRule rule, int[] window, KernelContext context) {
    VolumeGeometry geometry = rule.pooling(context.shape(0), window);
    VolumeRule.checkOutput(geometry, "orig_output", context.shape(1));
    VolumeRule.checkOutput(geometry, "grad", context.shape(2));
    Volumes.Result out = Volumes.output(context, context.shape(0));
    double[] input = Volumes.doubles(context.input(0));
    double[] maxima = Volumes.doubles(context.input(1));
    double[] gradient = Volumes.doubles(context.input(2));
    loops(context, geometry).maxBackward(input, maxima, gradient, out.values(), context.parallel());
    out.store();
  }

  private static void maxGradGrad(VolumeRule rule, int[] window, KernelContext context) {
    VolumeGeometry geometry = rule.pooling(context.shape(0), window);
    VolumeRule.checkOutput(geometry, "orig_output", context.shape(1));
    if (!context.shape(2).equals(context.shape(0))) {
      throw SlimgraphException.invalidArgument(
          "Expected grad shape to be %s, but got %s",
          context.shape(0).toBrackets(), context.shape(2).toBrackets());
    }
    Volumes.Result out = Volumes.output(context, VolumeRule.outputShape(geometry));
    double[] input = Volumes.doubles(context.input(0));
    double[] gradient = Volumes.doubles(context.input(2));
    loops(context, geometry).atMaxima(input, gradient, out.values(), context.parallel());
    out.store();
  }

  private static void gradientOfMax(GradientContext g) {
    var builder =
        g.tf()
            .graph()
            .opBuilder("MaxPool3DGrad", "MaxPool3DGrad")
            .input(g.input(0))
            .input(g.output(0))
            .input(g.dy(0));
    g.set(0, VolumeRule.copyAttrs(g.op(), builder).build().output(0));
  }

  /** Nothing flows to the pooled values: which of them is largest is piecewise constant. */
  private static Gradient gradientBy(String type) {
    return g -> {
      g.set(0, g.tf().zerosLike(g.input(0)));
      g.set(1, g.tf().zerosLike(g.input(1)));
      var builder =
          g.tf().graph().opBuilder(type, type).input(g.input(0)).input(g.input(1)).input(g.dy(0));
      g.set(2, VolumeRule.copyAttrs(g.op(), builder).build().output(0));
    };
  }

  private static void gradientOfAverage(GradientContext g) {
    var builder =
        g.tf()
            .graph()
            .opBuilder("AvgPool3DGrad", "AvgPool3DGrad")
            .input(g.tf().shape(g.input(0)))
            .input(g.dy(0));
    g.set(0, VolumeRule.copyAttrs(g.op(), builder).build().output(0));
  }

  private static void gradientOfAverageGrad(GradientContext g) {
    var builder = g.tf().graph().opBuilder("AvgPool3D", "AvgPool3D").input(g.dy(0));
    g.set(1, VolumeRule.copyAttrs(g.op(), builder).build().output(0));
  }

  static Output pool(Ops tf, String type, Output input, VolumeOptions options, String name) {
    return options.applyToPooling(tf.graph().opBuilder(type, name).input(input)).build().output(0);
  }
}

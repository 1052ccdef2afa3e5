package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.ResponseNormalization;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Normalises each channel by its neighbours, and the gradient. TF: tf.nn.lrn. */
final class LRN {
  static final OpSpec SPEC =
      withAttrs(OpSpec.of("LRN").input("input: T"))
          .shape(LRN::infer)
          .gradient(LRN::gradient)
          .kernel(DataType.FLOAT, LRN::kernel)
          .kernel(Widened.HALVES, Widened.of(LRN::kernel))
          .build();

  static final OpSpec GRAD =
      withAttrs(
              OpSpec.of("LRNGrad")
                  .input("input_grads: T")
                  .input("input_image: T")
                  .input("output_image: T"))
          .shape(LRN::inferGradient)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(DataType.FLOAT, LRN::gradientKernel)
          .kernel(Widened.HALVES, Widened.of(LRN::gradientKernel))
          .build();

  private LRN() {}

  private static OpSpec.Builder withAttrs(OpSpec.Builder spec) {
    return spec.output("output: T")
        .attr("depth_radius: int = 5")
        .attr("bias: float = 1.0")
        .attr("alpha: float = 1.0")
        .attr("beta: float = 0.5")
        .attr("T: {half, bfloat16, float} = DT_FLOAT");
  }

  private static List<Shape> infer(ShapeContext c) {
    return List.of(ShapeRules.withRank(c.input(0), 4));
  }

  private static List<Shape> inferGradient(ShapeContext c) {
    Shape shape = ShapeRules.withRank(c.input(0), 4);
    return List.of(ShapeRules.merge(ShapeRules.merge(shape, c.input(1)), c.input(2)));
  }

  private static ResponseNormalization loops(Attributes attrs) {
    return new ResponseNormalization(
        Math.toIntExact(attrs.integer("depth_radius")),
        attrs.real("bias"),
        attrs.real("alpha"),
        attrs.real("beta"));
  }

  private static Kernel kernel(Attributes attrs) {
    ResponseNormalization loops = loops(attrs);
    return context -> {
      if (context.shape(0).rank() != 4) {
        throw SlimgraphException.invalidArgument("in must be 4-dimensional");
      }
      Rows rows = Rows.of(context, 0);
      float[] out = context.outputFloats(0, context.shape(0));
      loops.forward(context.floats(0), out, rows.rows(), rows.classes(), context.parallel());
    };
  }

  private static Kernel gradientKernel(Attributes attrs) {
    ResponseNormalization loops = loops(attrs);
    return context -> {
      checkShapes(context);
      Rows rows = Rows.of(context, 0);
      float[] out = context.outputFloats(0, context.shape(0));
      loops.backward(
          context.floats(0),
          context.floats(1),
          context.floats(2),
          out,
          rows.rows(),
          rows.classes(),
          context.parallel());
    };
  }

  private static void checkShapes(KernelContext context) {
    if (context.shape(0).rank() != 4) {
      throw SlimgraphException.invalidArgument("input gradient must be 4-dimensional");
    }
    for (int i = 1; i < 3; i++) {
      if (!context.shape(i).equals(context.shape(0))) {
        throw SlimgraphException.invalidArgument(
            "input_grads, input_image, and out_image should have the same shape");
      }
    }
  }

  private static void gradient(GradientContext g) {
    Operation op = g.op();
    OperationBuilder builder =
        g.tf()
            .graph()
            .opBuilder("LRNGrad", "LRNGrad")
            .input(g.dy(0))
            .input(g.input(0))
            .input(g.output(0));
    for (String attr : List.of("depth_radius", "bias", "alpha", "beta")) {
      builder.attr(attr, op.attr(attr));
    }
    g.set(0, builder.build().output(0));
  }
}

package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.PoolGeometry;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The gradient of MaxPool, and the gradient of that by what arrives.
 *
 * <p>The gradient of each output goes to the first maximum of its window; the second gradient
 * brings what stands there back to the output. Which element that is, is found again in the input.
 */
final class MaxPoolGrad {
  private static final String TYPES = "T: realnumbertype";

  static final OpSpec SPEC =
      withAttrs("MaxPoolGrad", TYPES + " = DT_FLOAT", true)
          .shape(MaxPoolGrad::likeInput)
          .gradient(gradientBy("MaxPoolGradGrad"))
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGrad::floats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGrad::doubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPoolGrad::floats)))
          .build();

  static final OpSpec V2 =
      withAttrs("MaxPoolGradV2", TYPES + " = DT_FLOAT", false)
          .shape(MaxPoolGrad::likeInput)
          .gradient(gradientBy("MaxPoolGradGradV2"))
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGrad::floats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGrad::doubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPoolGrad::floats)))
          .build();

  static final OpSpec SECOND =
      withAttrs("MaxPoolGradGrad", TYPES, true)
          .shape(PoolingRule::infer)
          .gradient(gradientBy("MaxPoolGrad"))
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGrad::secondFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGrad::secondDoubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPoolGrad::secondFloats)))
          .build();

  static final OpSpec SECOND_V2 =
      withAttrs("MaxPoolGradGradV2", TYPES, false)
          .shape(c -> PoolingRule.inferFromInputs(c, 3))
          .gradient(gradientBy("MaxPoolGradV2"))
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGrad::secondFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGrad::secondDoubles))
          .kernel(Widened.HALVES, Widened.of(attrs -> kernel(attrs, MaxPoolGrad::secondFloats)))
          .build();

  private MaxPoolGrad() {}

  private static OpSpec.Builder withAttrs(String type, String types, boolean windowIsAttr) {
    OpSpec.Builder spec =
        OpSpec.of(type).input("orig_input: T").input("orig_output: T").input("grad: T");
    if (windowIsAttr) {
      PoolingRule.withWindow(spec);
    } else {
      spec.input("ksize: int32").input("strides: int32");
    }
    return spec.output("output: T")
        .attr("padding: {'SAME', 'VALID'}")
        .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
        .attr(types);
  }

  private static List<Shape> likeInput(ShapeContext c) {
    return List.of(ShapeRules.withRank(c.input(0), 4));
  }

  private interface Compute {
    void run(PoolingRule rule, KernelContext context);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    Kernel kernel;
    if (attrs.find("ksize").isPresent()) {
      PoolingRule rule = PoolingRule.of(attrs);
      kernel = context -> run(rule, context, compute);
    } else {
      kernel = context -> run(PoolingRule.of(attrs, context, 3), context, compute);
    }
    return ImageFormat.of(attrs).adapt(kernel, i -> i < 3, i -> true);
  }

  private static void run(PoolingRule rule, KernelContext context, Compute compute) {
    rule.checkSpatial("MaxPoolingGrad is not yet supported on the depth dimension.");
    compute.run(rule, context);
  }

  private static void floats(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = rule.geometry(context.shape(0), "out_backprop", context.shape(2));
    float[] out = context.outputFloats(0, context.shape(0));
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .maxBackward(context.floats(0), 0, context.floats(2), 0, out, 0, context.parallel());
  }

  private static void doubles(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = rule.geometry(context.shape(0), "out_backprop", context.shape(2));
    double[] out = context.outputDoubles(0, context.shape(0));
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .maxBackward(context.doubles(0), 0, context.doubles(2), 0, out, 0, context.parallel());
  }

  private static void secondFloats(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = secondGeometry(rule, context);
    float[] out = context.outputFloats(0, PoolingRule.outputShape(geometry));
    long[] places = new long[geometry.outputSize()];
    context
        .prepared(geometry, CpuLoops.get()::pooling)
        .maxWithArgmax(context.floats(0), 0, out, 0, places, 0, true, context.parallel());
    float[] gradient = context.floats(2);
    for (int i = 0; i < places.length; i++) {
      out[i] = gradient[(int) places[i]];
    }
  }

  private static void secondDoubles(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = secondGeometry(rule, context);
    double[] out = context.outputDoubles(0, PoolingRule.outputShape(geometry));
    long[] places = new long[geometry.outputSize()];
    context
        .prepared(geometry, CpuLoops.get()::doublePooling)
        .maxWithArgmax(context.doubles(0), 0, out, 0, places, 0, true, context.parallel());
    double[] gradient = context.doubles(2);
    for (int i = 0; i < places.length; i++) {
      out[i] = gradient[(int) places[i]];
    }
  }

  private static PoolGeometry secondGeometry(PoolingRule rule, KernelContext context) {
    PoolGeometry geometry = rule.geometry(context.shape(0), "tensor_out", context.shape(1));
    if (!context.shape(2).equals(context.shape(0))) {
      throw SlimgraphException.invalidArgument(
          "Expected grad shape to be %s, but got %s",
          context.shape(0).toBrackets(), context.shape(2).toBrackets());
    }
    return geometry;
  }

  /** Nothing flows to the pooled values: which of them is largest is piecewise constant. */
  private static Gradient gradientBy(String type) {
    return g -> {
      g.set(0, g.tf().zerosLike(g.input(0)));
      g.set(1, g.tf().zerosLike(g.input(1)));
      var builder =
          g.tf().graph().opBuilder(type, type).input(g.input(0)).input(g.input(1)).input(g.dy(0));
      for (int i = 3; i < g.op().inputs().size(); i++) {
        builder.input(g.input(i));
      }
      g.set(2, PoolingRule.copyAttrs(g.op(), builder).build().output(0));
    };
  }
}

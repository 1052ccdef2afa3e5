package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The gradient of MaxPoolWithArgmax, and the gradient of that: gradients go to the given places, or
 * come from them.
 */
final class MaxPoolGradWithArgmax {
  static final OpSpec SPEC =
      withAttrs("MaxPoolGradWithArgmax")
          .shape(MaxPoolGradWithArgmax::likeInput)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGradWithArgmax::spreadFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGradWithArgmax::spreadDoubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, MaxPoolGradWithArgmax::spreadFloats)))
          .build();

  static final OpSpec SECOND =
      withAttrs("MaxPoolGradGradWithArgmax")
          .shape(PoolingRule::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(DataType.FLOAT, attrs -> kernel(attrs, MaxPoolGradWithArgmax::gatherFloats))
          .kernel(DataType.DOUBLE, attrs -> kernel(attrs, MaxPoolGradWithArgmax::gatherDoubles))
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> kernel(attrs, MaxPoolGradWithArgmax::gatherFloats)))
          .build();

  private MaxPoolGradWithArgmax() {}

  private static OpSpec.Builder withAttrs(String type) {
    return PoolingRule.withWindow(
            OpSpec.of(type)
                .input("input: T")
                .input("grad: T")
                .input("argmax: Targmax")
                .output("output: T"))
        .attr("padding: {'SAME', 'VALID'}")
        .attr("include_batch_in_index: bool = false")
        .attr("Targmax: {int32, int64}")
        .attr("T: realnumbertype")
        .kernelAttr("T");
  }

  private static List<Shape> likeInput(ShapeContext c) {
    return List.of(ShapeRules.withRank(c.input(0), 4));
  }

  private interface Compute {
    void run(KernelContext context, int[] places);
  }

  private static Kernel kernel(Attributes attrs, Compute compute) {
    boolean withBatch = attrs.bool("include_batch_in_index");
    return context -> compute.run(context, places(context, withBatch));
  }

  /** Returns the places in the whole input. */
  private static int[] places(KernelContext context, boolean withBatch) {
    Shape input = context.shape(0);
    Shape argmax = context.shape(2);
    if (input.rank() != 4 || argmax.rank() != 4 || argmax.dim(0) != input.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "input and argmax must be 4-dimensional with one batch size, but are %s and %s",
          input.toBrackets(), argmax.toBrackets());
    }
    int[] places = new int[context.input(2).size()];
    int image = Math.toIntExact(input.slice(1).elementCount());
    int perImage = Math.toIntExact(argmax.slice(1).elementCount());
    for (int i = 0; i < places.length; i++) {
      long place = ClassLabels.at(context, 2, i) + (withBatch ? 0 : (long) i / perImage * image);
      if (place < 0 || place >= context.input(0).size()) {
        throw SlimgraphException.invalidArgument(
            "Invalid argmax index: %d is outside of input of shape %s", place, input.toBrackets());
      }
      places[i] = (int) place;
    }
    return places;
  }

  private static void checkGradient(KernelContext context, int like) {
    if (!context.shape(1).equals(context.shape(like))) {
      throw SlimgraphException.invalidArgument(
          "grad must have shape %s, but has %s",
          context.shape(like).toBrackets(), context.shape(1).toBrackets());
    }
  }

  private static void spreadFloats(KernelContext context, int[] places) {
    checkGradient(context, 2);
    float[] gradient = context.floats(1);
    float[] out = context.outputFloats(0, context.shape(0));
    Arrays.fill(out, 0, context.input(0).size(), 0f);
    for (int i = 0; i < places.length; i++) {
      out[places[i]] += gradient[i];
    }
  }

  private static void spreadDoubles(KernelContext context, int[] places) {
    checkGradient(context, 2);
    double[] gradient = context.doubles(1);
    double[] out = context.outputDoubles(0, context.shape(0));
    Arrays.fill(out, 0, context.input(0).size(), 0.0);
    for (int i = 0; i < places.length; i++) {
      out[places[i]] += gradient[i];
    }
  }

  private static void gatherFloats(KernelContext context, int[] places) {
    checkGradient(context, 0);
    float[] gradient = context.floats(1);
    float[] out = context.outputFloats(0, context.shape(2));
    for (int i = 0; i < places.length; i++) {
      out[i] = gradient[places[i]];
    }
  }

  private static void gatherDoubles(KernelContext context, int[] places) {
    checkGradient(context, 0);
    double[] gradient = context.doubles(1);
    double[] out = context.outputDoubles(0, context.shape(2));
    for (int i = 0; i < places.length; i++) {
      out[i] = gradient[places[i]];
    }
  }
}

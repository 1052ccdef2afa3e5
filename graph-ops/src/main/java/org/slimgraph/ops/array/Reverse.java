package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Turns dimensions round. TF: tf.reverse. */
final class Reverse {
  /** TF's first form: a bool for each dimension. */
  static final OpSpec SPEC =
      OpSpec.of("Reverse")
          .input("tensor: T")
          .input("dims: bool")
          .output("output: T")
          .attr(
              "T: {uint8, int8, uint16, int16, int32, int64, bool, half, float, double, complex64, complex128, string}")
          .shape(Reverse::infer)
          .gradient(g -> gradient(g, "Reverse"))
          .kernelAttr("T")
          .kernel(attrs -> Reverse::compute)
          .build();

  static final OpSpec V2_SPEC =
      OpSpec.of("ReverseV2")
          .input("tensor: T")
          .input("axis: Tidx")
          .output("output: T")
          .attr("Tidx: {int32, int64} = DT_INT32")
          .attr(
              "T: {uint8, int8, uint16, int16, int32, int64, bool, bfloat16, half, float, double, complex64, complex128, string}")
          .shape(Reverse::inferV2)
          .gradient(g -> gradient(g, "ReverseV2"))
          .kernelAttr("T")
          .kernel(attrs -> Reverse::computeV2)
          .build();

  private Reverse() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Shape dims = ShapeRules.withRank(c.input(1), 1);
    return List.of(dims.dim(0) >= 0 ? ShapeRules.withRank(in, (int) dims.dim(0)) : in);
  }

  private static List<Shape> inferV2(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRank(c.input(1), 1);
    Optional<Tensor> axes = c.constant(1);
    if (axes.isPresent() && in.isRankKnown()) {
      chosen(axes.get(), in.rank());
    }
    return List.of(in);
  }

  private static boolean[] chosen(Tensor axes, int rank) {
    boolean[] chosen = new boolean[rank];
    for (int i = 0; i < axes.size(); i++) {
      long axis = Integers.at(axes, i);
      if (axis < -rank || axis >= rank) {
        throw SlimgraphException.invalidArgument(
            "'axis'[%d] = %d is out of valid range [0, %d", i, axis, rank - 1);
      }
      int at = (int) (axis < 0 ? axis + rank : axis);
      if (chosen[at]) {
        throw SlimgraphException.invalidArgument("axis %d specified more than once.", at);
      }
      chosen[at] = true;
    }
    return chosen;
  }

  private static void compute(KernelContext context) {
    Tensor dims = context.input(1);
    int rank = context.shape(0).rank();
    if (dims.shape().rank() != 1 || dims.size() != rank) {
      throw SlimgraphException.invalidArgument(
          "'dims' must be a vector of %d elements, not of shape %s",
          rank, dims.shape().toBrackets());
    }
    reverse(context, dims.booleans());
  }

  private static void computeV2(KernelContext context) {
    reverse(context, chosen(context.input(1), context.shape(0).rank()));
  }

  private static void reverse(KernelContext context, boolean[] chosen) {
    Tensor in = context.input(0);
    View view = View.of(in.shape());
    for (int i = 0; i < chosen.length; i++) {
      view = chosen[i] ? view.reverse(i) : view;
    }
    Tensor out = context.output(0, in.shape());
    view.to(View.of(in.shape()), in.dataType()).run(in, out, context.parallel());
  }

  private static void gradient(GradientContext g, String type) {
    g.set(0, build(g.tf(), type, g.dy(0), g.input(1), type));
  }

  private static Output build(Ops tf, String type, Output tensor, Output axes, String name) {
    return tf.graph().opBuilder(type, name).input(tensor).input(axes).build().output(0);
  }

  static Output reverse(Ops tf, Output tensor, Output axis, String name) {
    return build(tf, "ReverseV2", tensor, axis, name);
  }

  static Output reverse(Ops tf, Output tensor, int[] axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return reverse(tf, tensor, tf.constant(Tensor.vector(axis), "axis"), scope.name());
    }
  }
}

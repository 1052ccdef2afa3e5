package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Adds a dimension of size 1. TF: tf.expand_dims. */
final class ExpandDims {
  static final OpSpec SPEC =
      OpSpec.of("ExpandDims")
          .input("input: T")
          .input("dim: Tdim")
          .output("output: T")
          .attr("T: type")
          .attr("Tdim: {int32, int64} = DT_INT32")
          .shape(ExpandDims::infer)
          .partialValue(ExpandDims::known)
          .gradient(Reshape::backToInput)
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> ExpandDims::compute)
          .build();

  private ExpandDims() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Optional<Tensor> axis = c.constant(1);
    if (axis.isPresent() && axis.get().size() != 1) {
      throw SlimgraphException.invalidArgument("'dim' input must be a tensor with a single value");
    }
    if (!in.isRankKnown()) {
      return List.of(in);
    }
    if (axis.isEmpty()) {
      return List.of(Shape.ofRank(in.rank() + 1));
    }
    long at = Integers.at(axis.get(), 0);
    if (at < -1 - in.rank() || at > in.rank()) {
      throw SlimgraphException.invalidArgument(
          "dim %d not in the interval [%d, %d].", at, -1 - in.rank(), in.rank());
    }
    return List.of(expanded(in, at));
  }

  private static Optional<Shape> known(ShapeContext c) {
    return c.input(0).rank() == 0 ? Vectors.input(c, 0) : Optional.empty();
  }

  private static Shape expanded(Shape in, long axis) {
    int at = (int) (axis < 0 ? axis + in.rank() + 1 : axis);
    return in.slice(0, at).concat(Shape.of(1)).concat(in.slice(at));
  }

  private static void compute(KernelContext context) {
    Shape in = context.shape(0);
    Tensor axis = context.input(1);
    if (axis.size() != 1) {
      throw SlimgraphException.invalidArgument(
          "'dim' must be a tensor with a single value, not %s", axis.shape().toBrackets());
    }
    long at = Integers.at(axis, 0);
    if (at < -1 - in.rank() || at > in.rank()) {
      throw SlimgraphException.invalidArgument(
          "Tried to expand dim index %d for tensor with %d dimensions.", at, in.rank());
    }
    context.setOutput(0, context.input(0).reshaped(expanded(in, at)));
  }

  static Output expandDims(Ops tf, Output input, Output axis, String name) {
    return tf.graph().opBuilder("ExpandDims", name).input(input).input(axis).build().output(0);
  }

  static Output expandDims(Ops tf, Output input, int axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return expandDims(tf, input, tf.constant(Tensor.scalar(axis), "dim"), scope.name());
    }
  }
}

package org.slimgraph.ops.array;

import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The number of dimensions of a tensor. TF: tf.rank. */
final class Rank {
  static final OpSpec SPEC =
      OpSpec.of("Rank")
          .input("input: T")
          .output("output: int32")
          .attr("T: type")
          .shape(ShapeRules::scalar)
          .partialValue(Rank::known)
          .notDifferentiable("ranks have no derivative")
          .kernel(attrs -> Rank::compute)
          .build();

  private Rank() {}

  private static Optional<Shape> known(ShapeContext c) {
    return c.input(0).isRankKnown() ? Optional.of(Shape.of(c.input(0).rank())) : Optional.empty();
  }

  private static void compute(KernelContext context) {
    context.outputInts(0, Shape.scalar())[0] = context.shape(0).rank();
  }

  /** A constant if the rank is known, as in Python. */
  static Output rank(Ops tf, Output input, String name) {
    if (input.shape().isRankKnown()) {
      return tf.constant(Tensor.scalar(input.shape().rank()), name);
    }
    return tf.graph().opBuilder("Rank", name).input(input).build().output(0);
  }
}

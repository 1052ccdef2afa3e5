package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Tensor;

/** The inverse of a permutation of 0, 1, …. TF: tf.invert_permutation. */
final class InvertPermutation {
  static final OpSpec SPEC =
      OpSpec.of("InvertPermutation")
          .input("x: T")
          .output("y: T")
          .attr("T: {int32, int64} = DT_INT32")
          .shape(c -> List.of(ShapeRules.withRank(c.input(0), 1)))
          .notDifferentiable("permutations are integers")
          .kernel(attrs -> InvertPermutation::compute)
          .build();

  private InvertPermutation() {}

  private static void compute(KernelContext context) {
    Tensor x = context.input(0);
    if (x.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument("invert_permutation expects a 1D vector.");
    }
    Tensor y = context.output(0, x.shape());
    for (int i = 0; i < x.size(); i++) {
      Integers.set(y, i, -1);
    }
    for (int i = 0; i < x.size(); i++) {
      long at = Integers.at(x, i);
      if (at < 0 || at >= x.size()) {
        throw SlimgraphException.invalidArgument("%d is not between 0 and %d", at, x.size());
      }
      if (Integers.at(y, (int) at) != -1) {
        throw SlimgraphException.invalidArgument("%d is duplicated in the input.", at);
      }
      Integers.set(y, (int) at, i);
    }
  }

  static Output invertPermutation(Ops tf, Output x, String name) {
    return tf.graph().opBuilder("InvertPermutation", name).input(x).build().output(0);
  }
}

package org.slimgraph.ops.array;

import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Tensor;

/** A copy that shares no memory with its input. TF: tf.raw_ops.DeepCopy. */
final class DeepCopy {
  static final OpSpec SPEC =
      OpSpec.of("DeepCopy")
          .input("x: T")
          .output("y: T")
          .attr("T: type")
          .stateful()
          .shape(ShapeRules::unchanged)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(
              attrs ->
                  context -> {
                    Tensor in = context.input(0);
                    Elements.copy(in, context.output(0, in.shape()));
                  })
          .build();

  private DeepCopy() {}
}

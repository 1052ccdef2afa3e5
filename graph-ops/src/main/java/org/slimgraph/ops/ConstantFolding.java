package org.slimgraph.ops;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.exec.SingleStep;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.kernel.RunnableOp;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ConstantFunction;
import org.slimgraph.tensor.Tensor;

/** Lets shape rules see through arithmetic on constants by running an op's own kernel once. */
final class ConstantFolding {
  private ConstantFolding() {}

  /** Returns how {@code spec} is computed from constants; null if it has state or no kernel. */
  static @Nullable ConstantFunction of(OpSpec spec) {
    boolean pure =
        !spec.def().isStateful()
            && !spec.mayBeFed()
            && spec.traits().control() == OpTraits.ControlRole.NONE
            && spec.traits().access().isEmpty()
            && !spec.kernels().isEmpty();
    if (!pure) {
      return null;
    }
    RunnableOp op = spec.runnable();
    return (attrs, inputs) -> evaluate(op, attrs, inputs);
  }

  private static Optional<List<Tensor>> evaluate(
      RunnableOp op, Attributes attrs, List<Tensor> inputs) {
    try {
      return Optional.of(SingleStep.run(op, attrs, inputs));
    } catch (RuntimeException e) {
      // The kernel refuses these values; running the graph will say so with the right context.
      return Optional.empty();
    }
  }
}

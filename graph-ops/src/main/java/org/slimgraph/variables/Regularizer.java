package org.slimgraph.variables;

import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** Builds the loss that keeps weights small. */
@FunctionalInterface
public interface Regularizer {
  /** Makes no loss, and so hides the regularizer of an enclosing variable scope. */
  Regularizer NONE = (tf, weights) -> Optional.empty();

  /**
   * Builds the loss, a scalar, of {@code weights}; empty if there is none. Called once for each
   * variable, when it is made.
   */
  Optional<Output> apply(Ops tf, Output weights);
}

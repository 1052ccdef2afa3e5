package org.slimgraph.op;

import java.util.List;
import java.util.Optional;
import org.slimgraph.tensor.Tensor;

/**
 * Computes an op's outputs from constant inputs while a graph is built, so that shape rules can see
 * through arithmetic on shapes.
 */
@FunctionalInterface
public interface ConstantFunction {

  /**
   * Returns the outputs for these inputs; absent when they cannot or should not be computed now.
   */
  Optional<List<Tensor>> evaluate(Attributes attrs, List<Tensor> inputs);
}

package org.slimgraph.data;

import java.util.List;
import org.slimgraph.tensor.Tensor;

/** A change of elements that depends on chance, such as a random crop. */
@FunctionalInterface
public interface Augmentation {

  /**
   * Returns an element in place of {@code element}. Called by one thread at a time, not always the
   * same; the result may depend on nothing but the arguments.
   */
  List<Tensor> apply(List<Tensor> element, ElementRandom random);
}

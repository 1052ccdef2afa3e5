package org.slimgraph.data;

import java.io.IOException;
import java.util.List;
import org.slimgraph.tensor.Tensor;

/**
 * An element that is not computed yet: shuffling moves these, and only who wants the values reads
 * and decodes. So to skip an element costs next to nothing.
 *
 * @param identity which element of which pass, in the order of the source; the key of its random
 *     numbers
 * @param values computes the components
 */
record Element(DatasetPosition identity, Values values) {

  /** Computes the components of an element. */
  @FunctionalInterface
  interface Values {
    List<Tensor> get() throws IOException;
  }
}

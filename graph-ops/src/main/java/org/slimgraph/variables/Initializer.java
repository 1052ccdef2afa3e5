package org.slimgraph.variables;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Builds the initial value of a variable. {@link Initializers} has TF's own. */
@FunctionalInterface
public interface Initializer {

  /**
   * Builds a tensor.
   *
   * @param tf the builders of the graph; the name scope is the variable's own
   * @param shape the fully defined shape of the variable
   * @param dtype the type of the variable
   */
  Output initialize(Ops tf, Shape shape, DataType dtype);
}

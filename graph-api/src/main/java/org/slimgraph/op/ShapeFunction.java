package org.slimgraph.op;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;

/** The shape rule of an op: from what is known of the inputs to what is known of the outputs. */
@FunctionalInterface
public interface ShapeFunction {

  /**
   * Returns one shape an output; dims and ranks that are not known stay unknown.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if no inputs of these shapes can be valid
   */
  List<Shape> infer(ShapeContext context);
}

package org.slimgraph.ops.random;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The input {@code shape} of ops that make a tensor of that shape. */
final class ShapeInput {
  private ShapeInput() {}

  /** The shape rule: output 0 has the shape that input 0 describes. */
  static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    return List.of(c.constantShape(0));
  }

  /**
   * Returns the shape that the tensor describes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is no vector or has a negative size
   */
  static Shape of(Tensor shape) {
    if (shape.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "shape must be a vector of {int32,int64}, got shape %s", shape.shape().toBrackets());
    }
    long[] dims = shape.longs();
    for (long dim : dims) {
      if (dim < 0) {
        throw SlimgraphException.invalidArgument("Dimension %d must be >= 0", dim);
      }
    }
    return Shape.of(dims);
  }
}

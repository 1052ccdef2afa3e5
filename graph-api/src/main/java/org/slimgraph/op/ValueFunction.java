package org.slimgraph.op;

import java.util.Optional;
import org.slimgraph.tensor.Shape;

/**
 * Says what is known, before running, of an op's only output when that is a small integer vector or
 * scalar: the Shape of a partly known tensor, a Pack of sizes, a slice of those. Shape rules of
 * consumers ask for it through {@link ShapeContext#constantShape}.
 */
@FunctionalInterface
public interface ValueFunction {

  /** Returns the output's elements, -1 where unknown; absent when nothing is known. */
  Optional<Shape> partialValue(ShapeContext context);
}

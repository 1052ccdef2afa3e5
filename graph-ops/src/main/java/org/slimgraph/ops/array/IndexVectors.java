package org.slimgraph.ops.array;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Index vectors, each of which names a slice of a tensor. Immutable. */
final class IndexVectors {
  private final Tensor indices;
  private final Shape shape;
  private final int depth;
  private final int count;
  private final int slice;

  /**
   * Reads {@code indices}, whose last dimension holds vectors.
   *
   * @param shape the shape of the tensor that is indexed
   */
  IndexVectors(Tensor indices, Shape shape) {
    this.indices = indices;
    this.shape = shape;
    this.depth = (int) indices.shape().dim(-1);
    this.count = Integers.product(indices.shape(), 0, indices.shape().rank() - 1);
    this.slice = Integers.product(shape, depth, shape.rank());
  }

  /** Returns the number of vectors. */
  int count() {
    return count;
  }

  /** Returns the number of elements of a slice. */
  int slice() {
    return slice;
  }

  /**
   * Returns the first element of the slice that vector {@code i} names.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it lies outside; the message ends in {@code
   *     complaint} and the shape
   */
  int offset(int i, String complaint) {
    long offset = 0;
    for (int d = 0; d < depth; d++) {
      long index = Integers.at(indices, i * depth + d);
      if (index < 0 || index >= shape.dim(d)) {
        Shape places = indices.shape().slice(0, indices.shape().rank() - 1);
        throw SlimgraphException.invalidArgument(
            "indices%s = [%s] %s %s",
            Integers.place(places, i), vector(i), complaint, shape.toBrackets());
      }
      offset = offset * shape.dim(d) + index;
    }
    return (int) (offset * slice);
  }

  private String vector(int i) {
    return IntStream.range(0, depth)
        .mapToObj(d -> Long.toString(Integers.at(indices, i * depth + d)))
        .collect(Collectors.joining(", "));
  }
}

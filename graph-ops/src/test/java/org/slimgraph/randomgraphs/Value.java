package org.slimgraph.randomgraphs;

import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * An output of a random graph and what it will be.
 *
 * @param output the output; the graph may know less of its shape
 * @param shape the shape in a run, fully defined
 * @param numbers what is known of the elements
 */
record Value(Output output, Shape shape, Numbers numbers) {
  DataType type() {
    return numbers.type();
  }

  int rank() {
    return shape.rank();
  }

  long dim(int i) {
    return shape.dim(i);
  }

  long size() {
    return shape.elementCount();
  }

  boolean isFloating() {
    return type() == DataType.FLOAT || type() == DataType.DOUBLE;
  }

  boolean isExact() {
    return numbers.isExact();
  }
}

package org.slimgraph.graph;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A symbolic edge: output {@code index} of an operation. It has a type and a static shape, never a
 * value; values are {@link org.slimgraph.tensor.Tensor}s.
 *
 * @param operation the producing operation
 * @param index which of its outputs
 */
public record Output(Operation operation, int index) implements GraphElement {

  /** Refuses an index that the operation does not have. */
  public Output {
    if (index < 0 || index >= operation.outputCount()) {
      throw SlimgraphException.notFound(
          "The operation '%s' exists but only has %d outputs; there is no output %d",
          operation.name(), operation.outputCount(), index);
    }
  }

  /** Returns {@code "op:index"}. */
  @Override
  public String name() {
    return operation.name() + ":" + index;
  }

  /** Returns the element type; a reference type for an output of a reference variable. */
  public DataType dataType() {
    return operation.outputType(index);
  }

  /** Returns what is known of the shape. */
  public Shape shape() {
    return operation.outputShape(index);
  }

  /**
   * Adds knowledge of the shape, as TF's {@code set_shape}: the static shape becomes the merge of
   * both; nothing is checked or reshaped at run time.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the shapes are not compatible
   */
  public void setShape(Shape shape) {
    operation.mergeOutputShape(index, shape);
  }

  @Override
  public String toString() {
    return "Output(" + name() + ", shape=" + shape() + ", dtype=" + dataType().tfName() + ")";
  }
}

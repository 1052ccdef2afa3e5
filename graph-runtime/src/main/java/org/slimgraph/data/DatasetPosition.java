package org.slimgraph.data;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Where an iterator stands: what comes next is element {@code element} of pass {@code pass}. Counts
 * elements before they are batched, so a resumed run may use batches of another size.
 *
 * @param pass the passes that are over, from 0 on
 * @param element the elements of this pass that were given out
 */
public record DatasetPosition(long pass, long element) {
  /** The beginning of the first pass. */
  public static final DatasetPosition START = new DatasetPosition(0, 0);

  /**
   * Checks the numbers.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if one is negative
   */
  public DatasetPosition {
    if (pass < 0 || element < 0) {
      throw SlimgraphException.invalidArgument(
          "Pass %d, element %d is no position in a dataset; both count from 0", pass, element);
    }
  }

  /**
   * Returns the position that {@link #toTensor} made a tensor of.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is none
   */
  public static DatasetPosition of(Tensor tensor) {
    if (tensor.dataType() != DataType.INT64 || tensor.size() != 2) {
      throw SlimgraphException.invalidArgument(
          "A position in a dataset is int64[2], not %s%s",
          tensor.dataType().tfName(), tensor.shape().toBrackets());
    }
    long[] numbers = tensor.longs();
    return new DatasetPosition(numbers[0], numbers[1]);
  }

  /** Returns the position as a tensor, for checkpoints. */
  public Tensor toTensor() {
    return Tensor.vector(pass, element);
  }
}

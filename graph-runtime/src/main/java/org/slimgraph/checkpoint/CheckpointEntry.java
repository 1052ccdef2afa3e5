package org.slimgraph.checkpoint;

import java.util.List;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A tensor of a checkpoint and where it lies.
 *
 * @param name the name it was saved under, as a rule that of a variable
 * @param dataType the element type
 * @param shape the shape of the whole tensor, fully defined
 * @param shard the number of the data file; 0 if the tensor is stored in slices
 * @param offset the first byte in the data file; 0 in slices and in format V1
 * @param size the bytes that it takes there; 0 in slices and in format V1
 * @param checksum the masked CRC-32C of those bytes; 0 in slices and in format V1
 * @param slices the slices that are stored of the tensor; empty if it is stored as one
 */
public record CheckpointEntry(
    String name,
    DataType dataType,
    Shape shape,
    int shard,
    long offset,
    long size,
    int checksum,
    List<TensorSlice> slices) {

  /** Creates an entry. */
  public CheckpointEntry {
    slices = List.copyOf(slices);
  }
}

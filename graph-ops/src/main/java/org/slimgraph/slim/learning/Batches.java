package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.tensor.Tensor;

/**
 * What a training loop feeds, one batch a step. The position belongs to checkpoints: a resumed run
 * goes on with the batch that the first one would have fed next.
 */
public interface Batches {

  /** Returns the feeds of the next step; empty at the end, which ends the training. */
  Optional<Feeds> next();

  /** Returns the position behind the batch that {@link #next} returned last. */
  Tensor position();

  /** Goes to a position that {@link #position} returned, of this or an equal source. */
  void restore(Tensor position);

  /**
   * Returns the elements of a dataset, each component fed to one output.
   *
   * @param iterator stays the caller's, who closes it
   */
  static Batches of(DatasetIterator iterator, Output... components) {
    return new DatasetBatches(iterator, ImmutableList.copyOf(components));
  }
}

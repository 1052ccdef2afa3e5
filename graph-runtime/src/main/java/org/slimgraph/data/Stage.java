package org.slimgraph.data;

import java.io.IOException;

/**
 * What a dataset does to the elements of the stage before, or where it has them from. Immutable.
 */
interface Stage {
  /** The size of a stage whose elements nobody has counted. */
  long UNKNOWN_SIZE = -1;

  /** The size of a stage that never ends. */
  long INFINITE = -2;

  /**
   * Begins at a position, in the pass that it names.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if there is no such position
   */
  Cursor open(DatasetPosition start) throws IOException;

  /** Returns the number of elements, {@link #UNKNOWN_SIZE} or {@link #INFINITE}. */
  long size();
}

package org.slimgraph.data;

import java.io.IOException;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;

/** A walk through a stage of a dataset. Mutable; one thread at a time. */
interface Cursor extends AutoCloseable {

  /** Returns the next element, if there is one. */
  Optional<Element> next() throws IOException;

  /** Returns where {@link #next} goes on. */
  DatasetPosition position();

  /**
   * Returns {@code cursor} after it has gone over the elements of the pass before {@code start}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the pass ends before
   */
  static <C extends Cursor> C advanced(C cursor, DatasetPosition start) throws IOException {
    try {
      for (long i = cursor.position().element(); i < start.element(); i++) {
        if (cursor.next().isEmpty()) {
          throw outside(start, i);
        }
      }
    } catch (IOException | RuntimeException e) {
      cursor.close();
      throw e;
    }
    return cursor;
  }

  /** Returns the error for a position that a dataset does not have. */
  static SlimgraphException outside(DatasetPosition position, long size) {
    return SlimgraphException.invalidArgument(
        "The dataset has no element %d in pass %d: a pass has %d; was the position saved with other"
            + " data?",
        position.element(), position.pass(), size);
  }

  /** Closes files and ends threads. */
  @Override
  void close() throws IOException;
}

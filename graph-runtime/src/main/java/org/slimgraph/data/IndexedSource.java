package org.slimgraph.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slimgraph.tensor.Tensor;

/** A source that finds each of its elements by number. */
abstract class IndexedSource implements Stage {
  private final long size;

  IndexedSource(long size) {
    this.size = size;
  }

  /** Returns the components of element {@code index}. */
  abstract List<Tensor> get(long index) throws IOException;

  @Override
  public long size() {
    return size;
  }

  @Override
  public Cursor open(DatasetPosition start) {
    if (start.element() > size) {
      throw Cursor.outside(start, size);
    }
    return new IndexedCursor(start);
  }

  private final class IndexedCursor implements Cursor {
    private final long pass;
    private long next;

    IndexedCursor(DatasetPosition start) {
      pass = start.pass();
      next = start.element();
    }

    @Override
    public Optional<Element> next() {
      if (next == size) {
        return Optional.empty();
      }
      long index = next++;
      return Optional.of(new Element(new DatasetPosition(pass, index), () -> get(index)));
    }

    @Override
    public DatasetPosition position() {
      return new DatasetPosition(pass, next);
    }

    @Override
    public void close() {}
  }
}

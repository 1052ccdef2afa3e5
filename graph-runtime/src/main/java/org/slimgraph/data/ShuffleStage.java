package org.slimgraph.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws from a buffer that is kept full as long as there are elements. The order of a pass follows
 * from the seed and the number of the pass, so a position in it is reached by drawing again from
 * its beginning.
 */
record ShuffleStage(Stage input, int bufferSize, long seed) implements Stage {

  @Override
  public long size() {
    return input.size();
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    Cursor from = input.open(new DatasetPosition(start.pass(), 0));
    return Cursor.advanced(new ShuffleCursor(from, start.pass()), start);
  }

  private final class ShuffleCursor implements Cursor {
    private final Cursor from;
    private final long pass;
    private final ElementRandom random;
    private final List<Element> buffer = new ArrayList<>();
    private boolean exhausted;
    private long drawn;

    ShuffleCursor(Cursor from, long pass) {
      this.from = from;
      this.pass = pass;
      this.random = ElementRandom.ofOrder(seed, pass);
    }

    @Override
    public Optional<Element> next() throws IOException {
      while (!exhausted && buffer.size() < bufferSize) {
        Optional<Element> element = from.next();
        element.ifPresent(buffer::add);
        exhausted = element.isEmpty();
      }
      if (buffer.isEmpty()) {
        return Optional.empty();
      }
      drawn++;
      int last = buffer.size() - 1;
      Element element = buffer.set(random.nextInt(buffer.size()), buffer.get(last));
      buffer.remove(last);
      return Optional.of(element);
    }

    @Override
    public DatasetPosition position() {
      return new DatasetPosition(pass, drawn);
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}

package org.slimgraph.data;

import java.io.IOException;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;

/** Passes over its input {@code count} times, {@code Long.MAX_VALUE} standing for ever. */
record RepeatStage(Stage input, long count) implements Stage {

  @Override
  public long size() {
    if (input.size() == 0 || count == 0) {
      return 0;
    }
    if (count == Long.MAX_VALUE) {
      return INFINITE;
    }
    return input.size() < 0 ? input.size() : Math.multiplyExact(input.size(), count);
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    if (start.pass() > count || (start.pass() == count && start.element() > 0)) {
      throw SlimgraphException.invalidArgument(
          "The dataset has no pass %d: it passes %d times", start.pass(), count);
    }
    return new RepeatCursor(start);
  }

  private final class RepeatCursor implements Cursor {
    private long pass;
    private boolean nothingYet;
    private Cursor from;

    RepeatCursor(DatasetPosition start) throws IOException {
      pass = start.pass();
      nothingYet = start.element() == 0;
      from = input.open(start);
    }

    @Override
    public Optional<Element> next() throws IOException {
      while (pass < count) {
        Optional<Element> element = from.next();
        if (element.isPresent()) {
          nothingYet = false;
          return element;
        }
        // A pass without elements: all others are the same, and there may be no end of them.
        if (nothingYet) {
          return Optional.empty();
        }
        nothingYet = true;
        pass++;
        from.close();
        from = input.open(new DatasetPosition(pass, 0));
      }
      return Optional.empty();
    }

    @Override
    public DatasetPosition position() {
      return from.position();
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}

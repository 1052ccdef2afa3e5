package org.slimgraph.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slimgraph.tensor.Tensor;

/** Computes one element from each. */
record MapStage(Stage input, Function function) implements Stage {

  /** Computes the components of an element from another element. */
  @FunctionalInterface
  interface Function {
    List<Tensor> apply(Element element) throws IOException;
  }

  @Override
  public long size() {
    return input.size();
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    Cursor from = input.open(start);
    return new Cursor() {
      @Override
      public Optional<Element> next() throws IOException {
        return from.next()
            .map(element -> new Element(element.identity(), () -> function.apply(element)));
      }

      @Override
      public DatasetPosition position() {
        return from.position();
      }

      @Override
      public void close() throws IOException {
        from.close();
      }
    };
  }
}

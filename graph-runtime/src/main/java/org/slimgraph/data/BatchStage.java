package org.slimgraph.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Stacks elements along a new first dimension. */
record BatchStage(Stage input, int batchSize, boolean dropRemainder) implements Stage {

  @Override
  public long size() {
    long elements = input.size();
    if (elements < 0) {
      return elements;
    }
    return elements / batchSize + (dropRemainder || elements % batchSize == 0 ? 0 : 1);
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    return new BatchCursor(input.open(start));
  }

  private final class BatchCursor implements Cursor {
    private final Cursor from;

    BatchCursor(Cursor from) {
      this.from = from;
    }

    @Override
    public Optional<Element> next() throws IOException {
      DatasetPosition first = from.position();
      List<Element> elements = new ArrayList<>();
      while (elements.size() < batchSize) {
        Optional<Element> element = from.next();
        if (element.isEmpty()) {
          break;
        }
        elements.add(element.get());
      }
      boolean none = elements.isEmpty() || (dropRemainder && elements.size() < batchSize);
      return none ? Optional.empty() : Optional.of(new Element(first, () -> stack(elements)));
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

  private static List<Tensor> stack(List<Element> elements) throws IOException {
    List<List<Tensor>> rows = new ArrayList<>(elements.size());
    for (Element element : elements) {
      rows.add(element.values().get());
    }
    List<Tensor> batch = new ArrayList<>();
    for (int component = 0; component < rows.get(0).size(); component++) {
      batch.add(stack(rows, component));
    }
    return List.copyOf(batch);
  }

  private static Tensor stack(List<List<Tensor>> rows, int component) {
    Tensor first = rows.get(0).get(component);
    Shape shape = Shape.of(rows.size()).concat(first.shape());
    if (shape.elementCount() > Integer.MAX_VALUE) {
      throw SlimgraphException.resourceExhausted(
          "A batch of shape %s does not fit in one tensor", shape.toBrackets());
    }
    Object array = TensorStorage.allocate(first.dataType(), (int) shape.elementCount());
    for (int i = 0; i < rows.size(); i++) {
      Tensor row = component < rows.get(i).size() ? rows.get(i).get(component) : null;
      if (row == null
          || rows.get(i).size() != rows.get(0).size()
          || row.dataType() != first.dataType()
          || !row.shape().equals(first.shape())) {
        throw SlimgraphException.invalidArgument(
            "Cannot batch tensors with different shapes in component %d. First element had %s%s and"
                + " element %d had %s.",
            component,
            first.dataType().tfName(),
            first.shape().toBrackets(),
            i,
            row == null ? "none" : row.dataType().tfName() + row.shape().toBrackets());
      }
      TensorStorage.copy(
          first.dataType(), TensorStorage.array(row), 0, array, i * first.size(), first.size());
    }
    return TensorStorage.wrap(first.dataType(), shape, array);
  }
}

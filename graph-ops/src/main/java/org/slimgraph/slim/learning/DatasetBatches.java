package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.data.DatasetPosition;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.tensor.Tensor;

/** The elements of a dataset as feeds. Mutable; one thread at a time. */
final class DatasetBatches implements Batches {
  private final DatasetIterator iterator;
  private final ImmutableList<Output> components;

  DatasetBatches(DatasetIterator iterator, ImmutableList<Output> components) {
    this.iterator = iterator;
    this.components = components;
  }

  @Override
  public Optional<Feeds> next() {
    if (!iterator.hasNext()) {
      return Optional.empty();
    }
    List<Tensor> element = iterator.next();
    if (element.size() != components.size()) {
      throw SlimgraphException.invalidArgument(
          "An element of the dataset has %d components, but %d are fed: %s",
          element.size(), components.size(), components);
    }
    ImmutableMap.Builder<Output, Tensor> feeds = ImmutableMap.builder();
    for (int i = 0; i < element.size(); i++) {
      feeds.put(components.get(i), element.get(i));
    }
    return Optional.of(new Feeds(feeds.buildOrThrow()));
  }

  @Override
  public Tensor position() {
    return iterator.state().toTensor();
  }

  @Override
  public void restore(Tensor position) {
    iterator.restore(DatasetPosition.of(position));
  }
}

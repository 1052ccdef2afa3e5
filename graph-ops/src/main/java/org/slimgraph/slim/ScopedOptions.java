package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;

/**
 * The options that all layers share: the scope and the collections of the output. Mutable; used
 * while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class ScopedOptions<S extends ScopedOptions<S>> {
  @Nullable String scope;
  ImmutableList<String> outputsCollections = ImmutableList.of();

  ScopedOptions() {}

  @SuppressWarnings("unchecked") // S is the class of this object
  final S self() {
    return (S) this;
  }

  /**
   * Sets the scope of the layer, which begins the names of its operations and, for layers that have
   * them, its variables. Null, the default: the layer's own name, made unique.
   */
  public S scope(@Nullable String scope) {
    this.scope = scope;
    return self();
  }

  /** Sets the collections that get the layer's output. Default: none. */
  public S outputsCollections(GraphKey<?>... keys) {
    return outputsCollections(names(keys));
  }

  /** Sets the collections that get the layer's output. Default: none. */
  public S outputsCollections(Collection<String> keys) {
    outputsCollections = ImmutableList.copyOf(keys);
    return self();
  }

  static List<String> names(GraphKey<?>[] keys) {
    return Arrays.stream(keys).map(GraphKey::name).toList();
  }
}

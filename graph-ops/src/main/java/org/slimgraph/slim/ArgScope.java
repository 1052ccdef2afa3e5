package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Options for layers, to be put in force by {@link Slim#argScope(ArgScope)}: for each layer the
 * settings that are run, oldest first, over the options of every call. So what is added later wins,
 * option by option, and the call itself wins over all. Immutable.
 *
 * <p>A setting runs anew for each call of the layer; it should only set options and not build
 * graph. Setting an option to null is a setting like any other.
 */
public final class ArgScope {
  /** The scope without settings; entering it clears all others. */
  public static final ArgScope EMPTY = new ArgScope(ImmutableMap.of());

  private final ImmutableMap<LayerKey<?>, ImmutableList<Consumer<?>>> settings;

  private ArgScope(ImmutableMap<LayerKey<?>, ImmutableList<Consumer<?>>> settings) {
    this.settings = settings;
  }

  /** Returns a scope with a setting for one layer. */
  public static <O> ArgScope of(LayerKey<O> layer, Consumer<? super O> set) {
    return EMPTY.with(layer, set);
  }

  /** Returns a scope with one setting for several layers. */
  public static <O> ArgScope of(
      List<? extends LayerKey<? extends O>> layers, Consumer<? super O> set) {
    return EMPTY.with(layers, set);
  }

  /** Returns this scope with a later setting for one layer. */
  public <O> ArgScope with(LayerKey<O> layer, Consumer<? super O> set) {
    return with(List.of(layer), set);
  }

  /** Returns this scope with a later setting for several layers, on the options they share. */
  public <O> ArgScope with(List<? extends LayerKey<? extends O>> layers, Consumer<? super O> set) {
    Map<LayerKey<?>, ImmutableList<Consumer<?>>> changed = new LinkedHashMap<>(settings);
    for (LayerKey<?> layer : ImmutableSet.copyOf(layers)) {
      changed.merge(
          layer,
          ImmutableList.of(set),
          (older, newer) ->
              ImmutableList.<Consumer<?>>builder().addAll(older).addAll(newer).build());
    }
    return new ArgScope(ImmutableMap.copyOf(changed));
  }

  /** Returns the layers that have settings, in the order in which they got their first. */
  public ImmutableSet<LayerKey<?>> layers() {
    return settings.keySet();
  }

  /** Runs the settings of {@code layer} over {@code options}. */
  @SuppressWarnings("unchecked") // a setting is kept under keys whose options it accepts
  <O> void apply(LayerKey<O> layer, O options) {
    for (Consumer<?> set : settings.getOrDefault(layer, ImmutableList.of())) {
      ((Consumer<? super O>) set).accept(options);
    }
  }

  @Override
  public String toString() {
    return "ArgScope" + layers();
  }
}

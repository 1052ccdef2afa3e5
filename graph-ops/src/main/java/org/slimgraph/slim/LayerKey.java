package org.slimgraph.slim;

import java.util.function.Supplier;

/**
 * The name under which an arg scope keeps the options of a layer. Slim's own layers have theirs in
 * {@link Slim}; a layer of your own takes part in arg scopes with
 *
 * <pre>{@code
 * static final LayerKey<BlockOptions> BLOCK = LayerKey.of("block", BlockOptions::new);
 *
 * Output block(Slim slim, Output x, Consumer<BlockOptions> set) {
 *   BlockOptions options = slim.options(BLOCK, set);
 *   ...
 * }
 * }</pre>
 *
 * <p>Keys are compared by identity: two keys of the same name are different layers.
 *
 * @param <O> the layer's options: a mutable object that starts with the defaults
 */
public class LayerKey<O> {
  private final String name;
  private final Supplier<? extends O> defaults;

  LayerKey(String name, Supplier<? extends O> defaults) {
    this.name = name;
    this.defaults = defaults;
  }

  /** Returns a new key of the layer {@code name}, whose options start as {@code defaults} says. */
  public static <O> LayerKey<O> of(String name, Supplier<? extends O> defaults) {
    return new LayerKey<>(name, defaults);
  }

  /** Returns the layer's name. */
  public final String name() {
    return name;
  }

  /** Returns new options with the layer's defaults. */
  final O defaultOptions() {
    return defaults.get();
  }

  @Override
  public final String toString() {
    return name;
  }
}

package org.slimgraph.slim;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slimgraph.graph.Output;

/**
 * The key of a layer that takes nothing but a tensor and options, and so can normalise the output
 * of another layer: {@code o.normalizer(BATCH_NORM)}.
 *
 * @param <O> the layer's options
 */
public final class NormalizerKey<O> extends LayerKey<O> implements Normalizer {

  /**
   * A layer of one input.
   *
   * @param <O> the layer's options
   */
  @FunctionalInterface
  public interface Layer<O> {

    /** Returns the layer's output; its options are {@code slim.options(key, set)}. */
    Output build(Slim slim, Output inputs, Consumer<? super O> set);
  }

  private final Layer<O> layer;

  private NormalizerKey(String name, Supplier<? extends O> defaults, Layer<O> layer) {
    super(name, defaults);
    this.layer = layer;
  }

  /** Returns a new key of the layer {@code name}. */
  public static <O> NormalizerKey<O> of(
      String name, Supplier<? extends O> defaults, Layer<O> layer) {
    return new NormalizerKey<>(name, defaults, layer);
  }

  @Override
  public Output normalize(Slim slim, Output inputs) {
    return layer.build(slim, inputs, options -> {});
  }

  /** Returns this normalizer with options of the call, which win over those of arg scopes. */
  public Normalizer with(Consumer<? super O> set) {
    return (slim, inputs) -> layer.build(slim, inputs, set);
  }
}

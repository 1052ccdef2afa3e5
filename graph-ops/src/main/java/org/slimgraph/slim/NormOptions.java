package org.slimgraph.slim;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;

/**
 * The options of normalisations without moving averages: both an offset beta and a factor gamma
 * until set otherwise. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class NormOptions<S extends NormOptions<S>> extends LayerOptions<S> {
  boolean center = true;
  boolean scale = true;
  ImmutableMap<String, Initializer> paramInitializers = ImmutableMap.of();

  NormOptions() {
    super(null);
  }

  /** Sets whether there is an offset beta. Default: true. */
  public S center(boolean center) {
    this.center = center;
    return self();
  }

  /** Sets whether there is a factor gamma. Default: true. */
  public S scale(boolean scale) {
    this.scale = scale;
    return self();
  }

  /** Sets how variables start, by {@code beta, gamma}. Default: zeros and ones. */
  public S paramInitializers(Map<String, ? extends Initializer> initializers) {
    this.paramInitializers = ImmutableMap.copyOf(initializers);
    return self();
  }

  final Wish beta(Shape shape, DataType dtype) {
    Initializer initializer = paramInitializers.getOrDefault("beta", Initializers.zeros());
    return Wish.of("beta", shape, dtype, initializer).trainable(trainable);
  }

  final Wish gamma(Shape shape, DataType dtype) {
    Initializer initializer = paramInitializers.getOrDefault("gamma", Initializers.ones());
    return Wish.of("gamma", shape, dtype, initializer).trainable(trainable);
  }
}

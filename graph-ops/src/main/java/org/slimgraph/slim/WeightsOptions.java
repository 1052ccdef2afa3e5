package org.slimgraph.slim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.LayerInitializers;
import org.slimgraph.variables.Regularizer;

/**
 * The options that all layers with weights share: relu, xavier weights, zero biases, no normalizer
 * and no regularizers until set otherwise. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class WeightsOptions<S extends WeightsOptions<S>> extends LayerOptions<S> {
  @Nullable Normalizer normalizer;
  @Nullable Consumer<? super BatchNormOptions> normalizerParams;
  @Nullable Initializer weightsInitializer = LayerInitializers.xavier(true);
  @Nullable Regularizer weightsRegularizer;
  @Nullable Initializer biasesInitializer = Initializers.zeros();
  @Nullable Regularizer biasesRegularizer;

  WeightsOptions() {
    super(RELU);
  }

  /**
   * Sets what normalises the layer's output before the activation: {@link Slim#BATCH_NORM}, another
   * layer's key or a function. With one the layer has no biases at all, whatever their initializer
   * and regularizer. Null, the default: biases.
   */
  public S normalizer(@Nullable Normalizer normalizer) {
    this.normalizer = normalizer;
    return self();
  }

  /** Sets the normalizer with options of its own: {@code normalizer.with(params)}. */
  public <O> S normalizer(NormalizerKey<O> normalizer, Consumer<? super O> params) {
    return normalizer(normalizer.with(params));
  }

  /**
   * Sets options for the normalizer {@link Slim#BATCH_NORM}, instead of any set before; they win
   * over arg scopes of batch_norm. Null, the default: none. The layer's data format is not passed
   * on. Other normalizers take theirs through {@link #normalizer(NormalizerKey, Consumer)}.
   */
  public S normalizerParams(@Nullable Consumer<? super BatchNormOptions> params) {
    this.normalizerParams = params;
    return self();
  }

  /** Sets how weights start; null leaves it to the variable scope. Default: xavier, uniform. */
  public S weightsInitializer(@Nullable Initializer initializer) {
    this.weightsInitializer = initializer;
    return self();
  }

  /** Sets the loss that keeps weights small. Default: null, none. */
  public S weightsRegularizer(@Nullable Regularizer regularizer) {
    this.weightsRegularizer = regularizer;
    return self();
  }

  /** Sets how biases start; null for no biases. Default: zeros. */
  public S biasesInitializer(@Nullable Initializer initializer) {
    this.biasesInitializer = initializer;
    return self();
  }

  /** Sets the loss that keeps biases small. Default: null, none. */
  public S biasesRegularizer(@Nullable Regularizer regularizer) {
    this.biasesRegularizer = regularizer;
    return self();
  }
}

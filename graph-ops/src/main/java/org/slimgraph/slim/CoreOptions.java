package org.slimgraph.slim;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Output;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Reuse;

/**
 * The options that layers of {@code tf.layers} with weights share: no activation, a bias, glorot
 * uniform kernels until set otherwise. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class CoreOptions<S extends CoreOptions<S>> {
  private @Nullable UnaryOperator<Output> activation;
  private boolean useBias = true;
  private @Nullable Initializer kernelInitializer;
  private Initializer biasInitializer = Initializers.zeros();
  private @Nullable Regularizer kernelRegularizer;
  private @Nullable Regularizer biasRegularizer;
  private boolean trainable = true;
  private @Nullable String name;
  private Reuse reuse = Reuse.INHERIT;

  CoreOptions() {}

  @SuppressWarnings("unchecked") // S is the class of this object
  final S self() {
    return (S) this;
  }

  /** Sets what is applied last; null, the default, for nothing. */
  public S activation(@Nullable UnaryOperator<Output> activation) {
    this.activation = activation;
    return self();
  }

  /** Sets whether there is a bias. Default: true. */
  public S useBias(boolean useBias) {
    this.useBias = useBias;
    return self();
  }

  /** Sets how kernels start. Null, the default: as the variable scope says, else glorot uniform. */
  public S kernelInitializer(@Nullable Initializer initializer) {
    this.kernelInitializer = initializer;
    return self();
  }

  /** Sets how the bias starts. Default: zeros. */
  public S biasInitializer(Initializer initializer) {
    this.biasInitializer = initializer;
    return self();
  }

  /** Sets the loss that keeps kernels small. Default: null, none. */
  public S kernelRegularizer(@Nullable Regularizer regularizer) {
    this.kernelRegularizer = regularizer;
    return self();
  }

  /** Sets the loss that keeps the bias small. Default: null, none. */
  public S biasRegularizer(@Nullable Regularizer regularizer) {
    this.biasRegularizer = regularizer;
    return self();
  }

  /** Sets whether optimizers change the layer's variables. Default: true. */
  public S trainable(boolean trainable) {
    this.trainable = trainable;
    return self();
  }

  /** Sets the variable scope. Null, the default: the layer's own name, made unique. */
  public S name(@Nullable String name) {
    this.name = name;
    return self();
  }

  /** Sets whether variables are found instead of made. Default: as the variable scope says. */
  public S reuse(Reuse reuse) {
    this.reuse = reuse;
    return self();
  }

  /** Sets whether variables are found instead of made. */
  public S reuse(boolean reuse) {
    return reuse(reuse ? Reuse.TRUE : Reuse.FALSE);
  }

  /** Returns these options as those of slim's layer, which is built over the same code. */
  final <T extends WeightsOptions<T>> T into(T options) {
    options
        .activation(activation)
        .weightsInitializer(kernelInitializer)
        .biasesInitializer(useBias ? biasInitializer : null)
        .weightsRegularizer(kernelRegularizer)
        .biasesRegularizer(biasRegularizer)
        .trainable(trainable)
        .scope(name)
        .reuse(reuse);
    return options;
  }
}

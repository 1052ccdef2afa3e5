package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Reuse;

/**
 * The options that all layers with variables share. Mutable; used while one layer is built.
 *
 * @param <S> the layer's own options
 */
public abstract class LayerOptions<S extends LayerOptions<S>> extends ScopedOptions<S> {
  /** TF's relu, the default activation of layers with weights. */
  static final UnaryOperator<Output> RELU = x -> Ops.on(x.graph()).nn().relu(x);

  @Nullable UnaryOperator<Output> activation;
  Reuse reuse = Reuse.INHERIT;
  boolean trainable = true;
  private ImmutableList<String> allVariablesCollections = ImmutableList.of();
  private ImmutableMap<String, ImmutableList<String>> variablesCollections = ImmutableMap.of();

  LayerOptions(@Nullable UnaryOperator<Output> activation) {
    this.activation = activation;
  }

  /** Sets what is applied last, such as {@code tf.nn()::relu}; null for nothing. */
  public S activation(@Nullable UnaryOperator<Output> activation) {
    this.activation = activation;
    return self();
  }

  /**
   * Sets whether variables are found instead of made. Needs a {@link #scope(String) scope}, or an
   * enclosing variable scope that reuses. Default: as the enclosing variable scope says.
   */
  public S reuse(Reuse reuse) {
    this.reuse = reuse;
    return self();
  }

  /** Sets whether variables are found instead of made, as {@link #reuse(Reuse)}. */
  public S reuse(boolean reuse) {
    return reuse(reuse ? Reuse.TRUE : Reuse.FALSE);
  }

  /** Sets whether optimizers change the layer's parameters. Default: true. */
  public S trainable(boolean trainable) {
    this.trainable = trainable;
    return self();
  }

  /** Sets the collections that get every variable of the layer besides its usual ones. */
  public S variablesCollections(GraphKey<?>... keys) {
    return variablesCollections(names(keys));
  }

  /** Sets the collections that get every variable of the layer besides its usual ones. */
  public S variablesCollections(Collection<String> keys) {
    allVariablesCollections = ImmutableList.copyOf(keys);
    variablesCollections = ImmutableMap.of();
    return self();
  }

  /**
   * Sets the collections that get a variable besides its usual ones, by the variable's short name:
   * {@code weights}, {@code biases}, {@code beta}, {@code gamma}, {@code moving_mean}, {@code
   * moving_variance}.
   */
  public S variablesCollections(Map<String, ? extends Collection<String>> keysByVariable) {
    allVariablesCollections = ImmutableList.of();
    ImmutableMap.Builder<String, ImmutableList<String>> copy = ImmutableMap.builder();
    keysByVariable.forEach((variable, keys) -> copy.put(variable, ImmutableList.copyOf(keys)));
    variablesCollections = copy.buildOrThrow();
    return self();
  }

  /** Returns the extra collections of the variable with this short name. */
  final ImmutableList<String> collectionsOf(String variable) {
    ImmutableList<String> own = variablesCollections.get(variable);
    return own == null ? allVariablesCollections : own;
  }
}

package org.slimgraph.train;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;

/** Options of the builders of {@link Losses}, with TF's defaults. Not thread-safe. */
public final class LossOptions {
  private Setting weights = Setting.of(1.0);
  private String scope = "";
  private @Nullable GraphKey<Output> lossCollection = GraphKeys.LOSSES;
  private Reduction reduction = Reduction.SUM_BY_NONZERO_WEIGHTS;

  LossOptions() {}

  /** Sets one weight for all losses. Default: 1. */
  public LossOptions weights(double weight) {
    weights = Setting.of(weight);
    return this;
  }

  /** Sets weights: a scalar, or of the rank of the losses with each size 1 or equal. */
  public LossOptions weights(Output weights) {
    this.weights = Setting.of(weights);
    return this;
  }

  /** Sets the name scope. Default: that of the loss, such as "mean_squared_error". */
  public LossOptions scope(String scope) {
    this.scope = scope;
    return this;
  }

  /** Sets the collection that gets the loss; null for none. Default: LOSSES. */
  public LossOptions lossCollection(@Nullable GraphKey<Output> key) {
    lossCollection = key;
    return this;
  }

  /** Sets how the losses become one number. Default: SUM_BY_NONZERO_WEIGHTS. */
  public LossOptions reduction(Reduction reduction) {
    this.reduction = reduction;
    return this;
  }

  Setting weights() {
    return weights;
  }

  String scopeOr(String other) {
    return scope.isEmpty() ? other : scope;
  }

  Optional<GraphKey<Output>> lossCollection() {
    return Optional.ofNullable(lossCollection);
  }

  Reduction reduction() {
    return reduction;
  }
}

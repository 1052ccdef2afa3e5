package org.slimgraph.train;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** Options of the builders of {@link Metrics}, with TF's defaults. Not thread-safe. */
public final class MetricOptions {
  private @Nullable Setting weights;
  private ImmutableList<String> metricsCollections = ImmutableList.of();
  private ImmutableList<String> updatesCollections = ImmutableList.of();
  private String name = "";

  MetricOptions() {}

  /** Sets one weight for all values. Default: none, each value counts as one. */
  public MetricOptions weights(double weight) {
    this.weights = Setting.of(weight);
    return this;
  }

  /** Sets weights: a scalar, or of the rank of the values with each size 1 or equal. */
  public MetricOptions weights(Output weights) {
    this.weights = Setting.of(weights);
    return this;
  }

  /** Sets the collections that get the metric's value. Default: none. */
  public MetricOptions metricsCollections(GraphKey<?>... keys) {
    this.metricsCollections =
        Arrays.stream(keys).map(GraphKey::name).collect(ImmutableList.toImmutableList());
    return this;
  }

  /** Sets the collections that get the metric's update. Default: none. */
  public MetricOptions updatesCollections(GraphKey<?>... keys) {
    this.updatesCollections =
        Arrays.stream(keys).map(GraphKey::name).collect(ImmutableList.toImmutableList());
    return this;
  }

  /** Sets the variable scope. Default: the name of the metric, made unique. */
  public MetricOptions name(String name) {
    this.name = name;
    return this;
  }

  /** Returns the weights as a tensor, if there are any. */
  Optional<Output> weights(Ops tf) {
    return Optional.ofNullable(weights).map(setting -> setting.in(tf, "Const"));
  }

  String name() {
    return name;
  }

  /** Adds the metric to the collections. */
  Metric collect(Ops tf, Metric metric) {
    tf.graph().addToCollections(metricsCollections, metric.value());
    tf.graph().addToCollections(updatesCollections, metric.updateOp());
    return metric;
  }
}

package org.slimgraph.ops.nn;

import java.util.Optional;
import java.util.function.Consumer;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;

/**
 * Options of a fused batch normalisation: training, epsilon 0.001, NHWC, until set otherwise.
 * Mutable; used while one operation is built.
 */
public final class FusedBatchNormOptions {
  private Optional<Output> mean = Optional.empty();
  private Optional<Output> variance = Optional.empty();
  private double epsilon = 0.001;
  private String dataFormat = "NHWC";
  private boolean isTraining = true;

  private FusedBatchNormOptions() {}

  static FusedBatchNormOptions of(Consumer<FusedBatchNormOptions> set) {
    FusedBatchNormOptions options = new FusedBatchNormOptions();
    set.accept(options);
    return options;
  }

  /** Sets the moments to normalise with in inference, each [channels]. */
  public FusedBatchNormOptions moments(Output populationMean, Output populationVariance) {
    mean = Optional.of(populationMean);
    variance = Optional.of(populationVariance);
    return this;
  }

  /** Sets what is added to the variance; at least 1.001e-5 is used (TF 1.15). */
  public FusedBatchNormOptions epsilon(double value) {
    epsilon = value;
    return this;
  }

  /** Sets the order of the image's dimensions: {@code "NHWC"} or {@code "NCHW"}. */
  public FusedBatchNormOptions dataFormat(String format) {
    dataFormat = format;
    return this;
  }

  /** Sets whether the batch's own moments are used. */
  public FusedBatchNormOptions isTraining(boolean training) {
    isTraining = training;
    return this;
  }

  Optional<Output> mean() {
    return mean;
  }

  Optional<Output> variance() {
    return variance;
  }

  boolean isTraining() {
    return isTraining;
  }

  OperationBuilder applyTo(OperationBuilder builder, boolean is10) {
    return builder
        .attr("epsilon", is10 ? (float) above(1e-5) : Math.max((float) epsilon, 1.001e-5f))
        .attr("data_format", dataFormat)
        .attr("is_training", isTraining);
  }

  /** TF 1.0: Python lifts an epsilon that cuDNN would not take, by next to nothing. */
  private double above(double least) {
    return epsilon > least ? epsilon : epsilon + 1e-12;
  }
}

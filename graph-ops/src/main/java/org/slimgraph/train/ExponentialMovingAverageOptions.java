package org.slimgraph.train;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Output;

/** Options of {@link TrainOps#exponentialMovingAverage}, with TF's defaults. Not thread-safe. */
public final class ExponentialMovingAverageOptions {
  private @Nullable Output numUpdates;
  private boolean zeroDebias;
  private String name = "ExponentialMovingAverage";

  ExponentialMovingAverageOptions() {}

  /**
   * Sets a count n, usually the global step, that lets the averages move fast at first: the decay
   * is at most {@code (1 + n)/(10 + n)}.
   */
  public ExponentialMovingAverageOptions numUpdates(Output count) {
    numUpdates = count;
    return this;
  }

  /** Sets whether averages of tensors are corrected for a start at zero. Default: false. */
  public ExponentialMovingAverageOptions zeroDebias(boolean zeroDebias) {
    this.zeroDebias = zeroDebias;
    return this;
  }

  /** Sets the name of the averages. Default: "ExponentialMovingAverage". */
  public ExponentialMovingAverageOptions name(String name) {
    this.name = name;
    return this;
  }

  Optional<Output> numUpdates() {
    return Optional.ofNullable(numUpdates);
  }

  boolean zeroDebias() {
    return zeroDebias;
  }

  String name() {
    return name;
  }
}

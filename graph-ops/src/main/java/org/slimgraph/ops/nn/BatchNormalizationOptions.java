package org.slimgraph.ops.nn;

import java.util.Optional;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;

/**
 * What a plain batch normalisation adds and multiplies: nothing until set. Mutable; used while one
 * graph function is built.
 */
public final class BatchNormalizationOptions {
  private Optional<Output> offset = Optional.empty();
  private Optional<Output> scale = Optional.empty();

  private BatchNormalizationOptions() {}

  static BatchNormalizationOptions of(Consumer<BatchNormalizationOptions> set) {
    BatchNormalizationOptions options = new BatchNormalizationOptions();
    set.accept(options);
    return options;
  }

  /** Sets what is added to the normalised value (beta). */
  public BatchNormalizationOptions offset(Output beta) {
    offset = Optional.of(beta);
    return this;
  }

  /** Sets what the normalised value is multiplied by (gamma). */
  public BatchNormalizationOptions scale(Output gamma) {
    scale = Optional.of(gamma);
    return this;
  }

  Optional<Output> offset() {
    return offset;
  }

  Optional<Output> scale() {
    return scale;
  }
}

package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Regularizer;

/** Options of {@code slim.bias_add}, with TF's defaults. Mutable; used while one layer is built. */
public final class BiasAddOptions extends LayerOptions<BiasAddOptions> {
  Initializer initializer = Initializers.zeros();
  @Nullable Regularizer regularizer;
  @Nullable String dataFormat;

  BiasAddOptions() {
    super(null);
  }

  /** Sets how the biases start. Default: zeros. */
  public BiasAddOptions initializer(Initializer initializer) {
    this.initializer = initializer;
    return this;
  }

  /** Sets the loss that keeps the biases small. Default: null, none. */
  public BiasAddOptions regularizer(@Nullable Regularizer regularizer) {
    this.regularizer = regularizer;
    return this;
  }

  /** Sets where the channels are: {@code "NHWC"}, the default, or {@code "NCHW"}. */
  public BiasAddOptions dataFormat(@Nullable String dataFormat) {
    this.dataFormat = dataFormat;
    return this;
  }
}

package org.slimgraph.ops.nn;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.tensor.Shape;

/** Options of {@code tf.nn.dropout}, with TF's defaults. Mutable; used while one is built. */
public final class DropoutOptions {
  @Nullable Shape noiseShape;
  OptionalLong seed = OptionalLong.empty();
  String name = "dropout";

  private DropoutOptions() {}

  static DropoutOptions of(Consumer<? super DropoutOptions> set) {
    DropoutOptions options = new DropoutOptions();
    set.accept(options);
    return options;
  }

  /**
   * Sets which elements are kept or dropped together: those along dimensions of size 1; an unknown
   * size is that of x. Null, the default: each for itself.
   */
  public DropoutOptions noiseShape(@Nullable Shape noiseShape) {
    this.noiseShape = noiseShape;
    return this;
  }

  /** Sets the seed of the choice. */
  public DropoutOptions seed(long seed) {
    return seed(OptionalLong.of(seed));
  }

  /** Sets the seed of the choice, or none of its own, the default. */
  public DropoutOptions seed(OptionalLong seed) {
    this.seed = seed;
    return this;
  }

  /** Sets the name scope. Default: "dropout". */
  public DropoutOptions name(String name) {
    this.name = name;
    return this;
  }
}

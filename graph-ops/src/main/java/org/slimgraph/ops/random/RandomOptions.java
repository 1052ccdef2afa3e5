package org.slimgraph.ops.random;

import java.util.OptionalLong;
import org.slimgraph.tensor.DataType;

/** Options of the builders of random tensors, with TF's defaults. Not thread-safe. */
public final class RandomOptions {
  private DataType dtype = DataType.FLOAT;
  private OptionalLong seed = OptionalLong.empty();
  private String name = "";

  RandomOptions() {}

  /** Sets the type of the result. Default: FLOAT. */
  public RandomOptions dtype(DataType dtype) {
    this.dtype = dtype;
    return this;
  }

  /** Sets the operation's own seed. Default: derived as {@link RandomOps} says. */
  public RandomOptions seed(long seed) {
    return seed(OptionalLong.of(seed));
  }

  /** Sets the operation's own seed, or none. */
  public RandomOptions seed(OptionalLong seed) {
    this.seed = seed;
    return this;
  }

  /** Sets the name. Default: that of TF's function. */
  public RandomOptions name(String name) {
    this.name = name;
    return this;
  }

  DataType dtype() {
    return dtype;
  }

  OptionalLong seed() {
    return seed;
  }

  String nameOr(String other) {
    return name.isEmpty() ? other : name;
  }
}

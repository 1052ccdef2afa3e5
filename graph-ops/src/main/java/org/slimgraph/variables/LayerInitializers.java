package org.slimgraph.variables;

import java.util.OptionalLong;
import org.slimgraph.error.SlimgraphException;

/**
 * The initializers of slim's layers (contrib.layers). They differ from those of {@code tf} in how
 * they correct a truncated normal: by 1.3 under the root, not by its exact standard deviation.
 */
public final class LayerInitializers {
  private LayerInitializers() {}

  /** Returns slim's default for weights: variance scaling by 1 over the mean fan. */
  public static Initializer xavier(boolean uniform) {
    return varianceScaling(1, FanMode.FAN_AVG, uniform);
  }

  /** Returns slim's default for weights with a seed of its own. */
  public static Initializer xavier(boolean uniform, long seed) {
    return varianceScaling(1, FanMode.FAN_AVG, uniform, seed);
  }

  /**
   * Returns slim's variance_scaling_initializer: n being the fan of {@code mode}, uniform in
   * ±√(3·factor/n), or truncated normal with a stddev of √(1.3·factor/n).
   *
   * @throws SlimgraphException INVALID_ARGUMENT, when used, for a type that is not floating
   */
  public static Initializer varianceScaling(double factor, FanMode mode, boolean uniform) {
    return scaling(factor, mode, uniform, OptionalLong.empty());
  }

  /** Returns the initializer of {@link #varianceScaling(double, FanMode, boolean)} with a seed. */
  public static Initializer varianceScaling(
      double factor, FanMode mode, boolean uniform, long seed) {
    return scaling(factor, mode, uniform, OptionalLong.of(seed));
  }

  private static Initializer scaling(
      double factor, FanMode mode, boolean uniform, OptionalLong seed) {
    return (tf, shape, dtype) -> {
      Initializers.floating(dtype);
      double fan = mode.of(shape);
      Initializer initializer;
      if (uniform) {
        double limit = Math.sqrt(3 * factor / fan);
        initializer = Initializers.uniform(-limit, limit, seed);
      } else {
        initializer = Initializers.truncated(0, Math.sqrt(1.3 * factor / fan), seed);
      }
      return initializer.initialize(tf, shape, dtype);
    };
  }
}

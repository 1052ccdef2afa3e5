package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.ops.nn.Padding;

/**
 * Options of {@code slim.max_pool2d} and {@code slim.avg_pool2d}: stride 2, VALID, channels last
 * until set otherwise. Mutable; used while one layer is built.
 */
public final class PoolOptions extends ScopedOptions<PoolOptions>
    implements WindowOptions<PoolOptions> {
  int[] stride = {2, 2};
  Padding padding = Padding.VALID;
  @Nullable String dataFormat;

  PoolOptions() {}

  @Override
  public PoolOptions stride(int vertical, int horizontal) {
    this.stride = new int[] {vertical, horizontal};
    return this;
  }

  @Override
  public PoolOptions padding(Padding padding) {
    this.padding = padding;
    return this;
  }

  @Override
  public PoolOptions dataFormat(@Nullable String dataFormat) {
    this.dataFormat = dataFormat;
    return this;
  }
}

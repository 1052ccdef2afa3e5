package org.slimgraph.slim;

/**
 * Options of {@code slim.group_norm}, with TF's defaults. Mutable; used while one layer is built.
 */
public final class GroupNormOptions extends NormOptions<GroupNormOptions> {
  int groups = 32;
  int channelsAxis = -1;
  int[] reductionAxes = {-3, -2};
  double epsilon = 1e-6;

  GroupNormOptions() {}

  /** Sets into how many groups the channels are cut. Default: 32. */
  public GroupNormOptions groups(int groups) {
    this.groups = groups;
    return this;
  }

  /** Sets which dimension holds the channels. Default: -1, the last. */
  public GroupNormOptions channelsAxis(int axis) {
    this.channelsAxis = axis;
    return this;
  }

  /** Sets over which dimensions moments are taken, besides a group's channels. Default: -3, -2. */
  public GroupNormOptions reductionAxes(int... axes) {
    this.reductionAxes = axes.clone();
    return this;
  }

  /** Sets what is added to the variance. Default: 1e-6. */
  public GroupNormOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }
}

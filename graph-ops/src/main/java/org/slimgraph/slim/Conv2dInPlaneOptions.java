package org.slimgraph.slim;

/**
 * Options of {@code slim.conv2d_in_plane}: stride 1, SAME until set otherwise. Mutable; used while
 * one layer is built.
 */
public final class Conv2dInPlaneOptions extends WindowWeightsOptions<Conv2dInPlaneOptions> {
  Conv2dInPlaneOptions() {}
}

package org.slimgraph.slim;

/**
 * Options of {@code slim.conv2d_transpose}: stride 1, SAME, channels last until set otherwise.
 * Mutable; used while one layer is built.
 */
public final class Conv2dTransposeOptions extends WindowWeightsOptions<Conv2dTransposeOptions> {
  Conv2dTransposeOptions() {}
}

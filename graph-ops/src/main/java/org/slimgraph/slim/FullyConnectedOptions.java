package org.slimgraph.slim;

/**
 * Options of {@code slim.fully_connected}, with TF's defaults. Mutable; used while one layer is
 * built.
 */
public final class FullyConnectedOptions extends WeightsOptions<FullyConnectedOptions> {
  FullyConnectedOptions() {}
}

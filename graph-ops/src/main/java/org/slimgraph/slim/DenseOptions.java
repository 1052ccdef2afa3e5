package org.slimgraph.slim;

/** Options of {@code tf.layers.dense}, with TF's defaults. Mutable; used while one is built. */
public final class DenseOptions extends CoreOptions<DenseOptions> {
  DenseOptions() {}

  FullyConnectedOptions toSlim() {
    return into(new FullyConnectedOptions());
  }
}

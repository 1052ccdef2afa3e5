package org.slimgraph.kernel;

import java.util.function.Consumer;

/**
 * Weights in the form that loops want, made again only when the weights changed. A step keeps one
 * through {@link KernelContext#prepared}; one run uses it at a time.
 */
public final class PackedWeights {
  private float[] packed = new float[0];
  private long version = KernelContext.UNKNOWN_VERSION;

  /**
   * Returns the packed form of input {@code i}, of at least {@code size} elements.
   *
   * @param pack fills its argument from the input
   */
  public float[] of(KernelContext context, int i, int size, Consumer<float[]> pack) {
    long now = context.version(i);
    if (now == KernelContext.UNKNOWN_VERSION || now != version || packed.length < size) {
      version = KernelContext.UNKNOWN_VERSION;
      if (packed.length < size) {
        packed = new float[size];
      }
      pack.accept(packed);
      version = now;
    }
    return packed;
  }
}

package org.slimgraph.cpu;

/**
 * TF 1.x: the threads of its CPU runtime take subnormal numbers, those nearer to zero than {@link
 * Float#MIN_NORMAL}, for zero. Java cannot set the processor so; the loops that make such numbers
 * out of ordinary ones (products, quotients, exponentials) or blow them up again (roots) flush them
 * themselves, sums and copies let them be.
 */
public final class Subnormals {
  private Subnormals() {}

  /** Returns {@code x}, or zero for a subnormal one. */
  public static float flush(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? 0f : x;
  }
}

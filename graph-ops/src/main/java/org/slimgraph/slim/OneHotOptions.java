package org.slimgraph.slim;

/**
 * Options of {@code slim.one_hot_encoding}, with TF's defaults. Mutable; used while one layer is
 * built.
 */
public final class OneHotOptions extends ScopedOptions<OneHotOptions> {
  double onValue = 1;
  double offValue;

  OneHotOptions() {}

  /** Sets the value at the label. Default: 1. */
  public OneHotOptions onValue(double onValue) {
    this.onValue = onValue;
    return this;
  }

  /** Sets the value elsewhere. Default: 0. */
  public OneHotOptions offValue(double offValue) {
    this.offValue = offValue;
    return this;
  }
}

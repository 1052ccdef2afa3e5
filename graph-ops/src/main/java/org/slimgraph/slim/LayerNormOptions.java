package org.slimgraph.slim;

/**
 * Options of {@code slim.layer_norm}, with TF's defaults. Mutable; used while one layer is built.
 */
public final class LayerNormOptions extends NormOptions<LayerNormOptions> {
  int beginNormAxis = 1;
  int beginParamsAxis = -1;

  LayerNormOptions() {}

  /** Sets the first of the dimensions over which moments are taken. Default: 1. */
  public LayerNormOptions beginNormAxis(int axis) {
    this.beginNormAxis = axis;
    return this;
  }

  /** Sets the first of the dimensions that beta and gamma have. Default: -1, the last. */
  public LayerNormOptions beginParamsAxis(int axis) {
    this.beginParamsAxis = axis;
    return this;
  }
}

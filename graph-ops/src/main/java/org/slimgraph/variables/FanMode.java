package org.slimgraph.variables;

import org.slimgraph.tensor.Shape;

/** Which fan of a weight tensor scales its initial values. */
public enum FanMode {
  /** The number of inputs of a unit. */
  FAN_IN,
  /** The number of outputs of a unit. */
  FAN_OUT,
  /** The mean of both. */
  FAN_AVG;

  /**
   * Returns the fan of weights of {@code shape}: for more than two dimensions, the last two are in
   * and out, and the others multiply both.
   */
  public double of(Shape shape) {
    int rank = shape.rank();
    double in = rank == 0 ? 1 : shape.dim(rank == 1 ? 0 : rank - 2);
    double out = rank == 0 ? 1 : shape.dim(rank - 1);
    for (int i = 0; i < rank - 2; i++) {
      in *= shape.dim(i);
      out *= shape.dim(i);
    }
    return switch (this) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVG -> (in + out) / 2;
    };
  }
}

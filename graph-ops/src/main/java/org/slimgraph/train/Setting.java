package org.slimgraph.train;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * A number that a program gives as a number or as a tensor, such as a learning rate.
 *
 * @param number the number; NaN where there is a tensor
 * @param tensor the tensor, or null
 */
record Setting(double number, @Nullable Output tensor) {

  static Setting of(double number) {
    return new Setting(number, null);
  }

  static Setting of(Output tensor) {
    return new Setting(Double.NaN, tensor);
  }

  /** Returns the setting as a tensor; a number becomes the float constant {@code name}. */
  Output in(Ops tf, String name) {
    return tensor == null ? tf.constant(Tensor.scalar((float) number), name) : tensor;
  }

  /**
   * Returns one minus the setting, of type {@code dtype}. TF rounds the difference of numbers to
   * float, not the number.
   */
  Output complement(Ops tf, DataType dtype) {
    Output difference =
        tensor == null
            ? tf.constant(Tensor.scalar((float) (1 - number)), "decay")
            : tf.minus(1.0, tensor);
    return tf.cast(difference, dtype);
  }
}

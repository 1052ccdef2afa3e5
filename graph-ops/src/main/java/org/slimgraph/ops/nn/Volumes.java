package org.slimgraph.ops.nn;

import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Tensors of floating types as doubles, in which ops on volumes compute. */
final class Volumes {
  private Volumes() {}

  /** Returns the elements; the array may be longer, and is not to be written to. */
  static double[] doubles(Tensor tensor) {
    return tensor.dataType() == DataType.DOUBLE ? TensorStorage.doubles(tensor) : tensor.doubles();
  }

  /** Returns output 0 as doubles that are yet to be stored. */
  static Result output(KernelContext context, Shape shape) {
    Tensor tensor = context.output(0, shape);
    boolean isDouble = tensor.dataType() == DataType.DOUBLE;
    return new Result(tensor, isDouble ? TensorStorage.doubles(tensor) : new double[tensor.size()]);
  }

  /** An output and its elements before they are rounded to its type. */
  record Result(Tensor tensor, double[] values) {

    /** Rounds the elements to the type of the output. */
    void store() {
      int size = tensor.size();
      switch (tensor.dataType()) {
        case DOUBLE -> {}
        case FLOAT -> {
          for (int i = 0; i < size; i++) {
            TensorStorage.floats(tensor)[i] = (float) values[i];
          }
        }
        case HALF -> {
          for (int i = 0; i < size; i++) {
            TensorStorage.shorts(tensor)[i] = HalfFloat.floatToHalf((float) values[i]);
          }
        }
        default -> {
          for (int i = 0; i < size; i++) {
            TensorStorage.shorts(tensor)[i] = HalfFloat.floatToBfloat16((float) values[i]);
          }
        }
      }
    }
  }
}

package org.slimgraph.variables;

import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Tensors of given constants. */
final class ConstantFill {
  /** TF 1.x: larger ones are filled at run time, so that files stay small. */
  private static final long LARGEST_CONSTANT = 1000;

  private ConstantFill() {}

  /** TF's zeros and ones: a constant, or above 1000 elements the op Fill. */
  static Output filled(Ops tf, Shape shape, DataType dtype, double value, String name) {
    if (shape.elementCount() < LARGEST_CONSTANT) {
      return tf.constant(Literals.filled(dtype, shape, value), name);
    }
    try (NameScope scope = tf.nameScope(name)) {
      Output dims = tf.constant(dims(shape), "shape_as_tensor");
      Output element = tf.constant(Literals.scalar(dtype, value), "Const");
      return tf.graph()
          .opBuilder("Fill", scope.name())
          .input(dims)
          .input(element)
          .build()
          .output(0);
    }
  }

  private static Tensor dims(Shape shape) {
    return Tensor.vector(Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray());
  }

  static Output constant(Ops tf, Shape shape, DataType dtype, double[] values) {
    long size = shape.elementCount();
    if (values.length > size || values.length == 0) {
      throw SlimgraphException.invalidArgument(
          "Too many elements provided. Needed at most %d, but received %d; at least one is needed",
          size, values.length);
    }
    Tensor tensor = Literals.filled(dtype, shape, values[values.length - 1]);
    for (int i = 0; i < values.length - 1; i++) {
      TensorStorage.copy(
          dtype,
          TensorStorage.array(Literals.scalar(dtype, values[i])),
          0,
          TensorStorage.array(tensor),
          i,
          1);
    }
    return tf.constant(tensor, "Const");
  }
}

package org.slimgraph.ops.array;

import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Ones of another tensor's shape and type. TF: the op behind tf.ones_like in eager graphs. */
final class OnesLike {
  static final OpSpec SPEC =
      OpSpec.of("OnesLike")
          .input("x: T")
          .output("y: T")
          .attr(
              "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, int64, complex64, complex128, bool}")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("it does not look at its input's values")
          .kernel(attrs -> OnesLike::compute)
          .build();

  private OnesLike() {}

  private static void compute(KernelContext context) {
    Tensor out = context.output(0, context.shape(0));
    DataType type = out.dataType();
    Elements.fill(type, TensorStorage.array(out), 0, out.size(), Elements.one(type), 0);
  }

  /** Constant ones if the shape is known, else a Fill, as in Python. */
  static Output onesLike(Ops tf, Output tensor, String name) {
    DataType type = tensor.dataType().base();
    if (tensor.shape().isFullyDefined()) {
      return tf.ones(tensor.shape(), type, name);
    }
    try (NameScope scope = tf.nameScope(name)) {
      Output shape = tf.shape(tensor, DataType.INT32, "Shape");
      Output ones = Fill.fill(tf, shape, tf.constant(Fill.one(type), "Const"), scope.name());
      ones.setShape(tensor.shape());
      return ones;
    }
  }
}

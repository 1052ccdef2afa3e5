package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;

/** Zeros of another tensor's shape and type. TF: tf.zeros_like. */
final class ZerosLike {
  static final OpSpec SPEC =
      OpSpec.of("ZerosLike")
          .input("x: T")
          .output("y: T")
          .attr("T: type")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("it does not look at its input's values")
          .kernel(attrs -> context -> Elements.zero(context.output(0, context.shape(0))))
          .build();

  private ZerosLike() {}

  /** Constant zeros if the shape is known, as in Python. */
  static Output zerosLike(Ops tf, Output tensor, String name) {
    if (tensor.shape().isFullyDefined() && tensor.dataType().base() != DataType.VARIANT) {
      return tf.zeros(tensor.shape(), tensor.dataType().base(), name);
    }
    return tf.graph().opBuilder("ZerosLike", name).input(tensor).build().output(0);
  }
}

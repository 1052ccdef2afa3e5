package org.slimgraph.ops.array;

import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The number of elements of a tensor. TF: tf.size. */
final class Size {
  static final OpSpec SPEC =
      OpSpec.of("Size")
          .input("input: T")
          .output("output: out_type")
          .attr("T: type")
          .attr("out_type: {int32, int64} = DT_INT32")
          .shape(ShapeRules::scalar)
          .partialValue(Size::known)
          .notDifferentiable("sizes have no derivative")
          .kernel(attrs -> Size::compute)
          .build();

  private Size() {}

  private static Optional<Shape> known(ShapeContext c) {
    long count = c.input(0).elementCount();
    return count < 0 ? Optional.empty() : Optional.of(Shape.of(count));
  }

  private static void compute(KernelContext context) {
    Integers.set(context.output(0, Shape.scalar()), 0, context.input(0).size());
  }

  /** A constant if the size is known, as in Python. */
  static Output size(Ops tf, Output input, DataType outType, String name) {
    if (input.shape().isFullyDefined()) {
      return tf.constant(
          Integers.tensor(outType, Shape.scalar(), input.shape().elementCount()), name);
    }
    return tf.graph()
        .opBuilder("Size", name)
        .input(input)
        .attr("out_type", outType)
        .build()
        .output(0);
  }
}

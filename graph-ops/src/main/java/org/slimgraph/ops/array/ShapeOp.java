package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The sizes of a tensor, as an integer vector. TF: tf.shape. */
final class ShapeOp {
  static final OpSpec SPEC =
      OpSpec.of("Shape")
          .input("input: T")
          .output("output: out_type")
          .attr("T: type")
          .attr("out_type: {int32, int64} = DT_INT32")
          .shape(c -> List.of(Shape.of(c.input(0).rank())))
          .partialValue(c -> Optional.of(c.input(0)).filter(Shape::isRankKnown))
          .notDifferentiable("shapes have no derivative")
          .kernel(attrs -> context -> write(context, 0))
          .build();

  /** The sizes of several tensors. TF: tf.shape_n. */
  static final OpSpec N_SPEC =
      OpSpec.of("ShapeN")
          .input("input: N * T")
          .output("output: N * out_type")
          .attr("N: int >= 1")
          .attr("T: type")
          .attr("out_type: {int32, int64} = DT_INT32")
          .shape(ShapeOp::inferN)
          .notDifferentiable("shapes have no derivative")
          .kernel(attrs -> ShapeOp::computeN)
          .build();

  private ShapeOp() {}

  private static List<Shape> inferN(ShapeContext c) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < c.inputCount(); i++) {
      shapes.add(Shape.of(c.input(i).rank()));
    }
    return shapes;
  }

  private static void computeN(KernelContext context) {
    for (int i = 0; i < context.inputCount(); i++) {
      write(context, i);
    }
  }

  private static void write(KernelContext context, int i) {
    Shape shape = context.shape(i);
    Tensor out = context.output(i, Shape.of(shape.rank()));
    for (int d = 0; d < shape.rank(); d++) {
      Integers.set(out, d, shape.dim(d));
    }
  }

  /** A constant if the shape is fully known, as in Python. */
  static Output shape(Ops tf, Output input, DataType outType, String name) {
    if (input.shape().isFullyDefined()) {
      return tf.constant(
          Integers.tensor(outType, Shape.of(input.shape().rank()), input.shape().dims()), name);
    }
    return tf.graph()
        .opBuilder("Shape", name)
        .input(input)
        .attr("out_type", outType)
        .build()
        .output(0);
  }

  static List<Output> shapeN(Ops tf, List<Output> inputs, DataType outType, String name) {
    return tf.graph()
        .opBuilder("ShapeN", name)
        .inputs(inputs)
        .attr("out_type", outType)
        .build()
        .outputs();
  }
}

package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Matrices with zeros outside a band round the diagonal. TF: tf.matrix_band_part. */
final class MatrixBandPart {
  static final OpSpec SPEC =
      OpSpec.of("MatrixBandPart")
          .input("input: T")
          .input("num_lower: Tindex")
          .input("num_upper: Tindex")
          .output("band: T")
          .attr("T: type")
          .attr("Tindex: {int32, int64} = DT_INT64")
          .shape(ShapeRules::unchanged)
          .gradient(MatrixBandPart::gradient)
          .kernel(attrs -> MatrixBandPart::compute)
          .build();

  private MatrixBandPart() {}

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    Shape shape = in.shape();
    if (shape.rank() < 2) {
      throw SlimgraphException.invalidArgument(
          "input must be at least 2-dim, received shape: %s", shape.toBrackets());
    }
    int rows = (int) shape.dim(-2);
    int columns = (int) shape.dim(-1);
    int lower = width(context, 1, "num_lower", "rows", rows);
    int upper = width(context, 2, "num_upper", "columns", columns);
    Tensor out = context.output(0, shape);
    Elements.zero(out);
    DataType type = in.dataType();
    for (int row = 0; row < Integers.product(shape, 0, shape.rank() - 1); row++) {
      int y = row % rows;
      int begin = Math.min(columns, lower < 0 ? 0 : Math.max(0, y - lower));
      int end = upper < 0 ? columns : (int) Math.min(columns, (long) y + upper + 1);
      if (begin < end) {
        int at = row * columns + begin;
        TensorStorage.copy(
            type, TensorStorage.array(in), at, TensorStorage.array(out), at, end - begin);
      }
    }
  }

  private static int width(KernelContext context, int i, String name, String what, int size) {
    if (context.shape(i).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be scalar, got shape %s", name, context.shape(i).toBrackets());
    }
    long width = Integers.at(context.input(i), 0);
    if (width > size) {
      throw SlimgraphException.invalidArgument(
          "%s must be negative or less or equal to number of %s (%d) got: %d",
          name, what, size, width);
    }
    return (int) Math.max(width, -1);
  }

  private static void gradient(GradientContext g) {
    g.set(0, matrixBandPart(g.tf(), g.dy(0), g.input(1), g.input(2), "MatrixBandPart"));
  }

  static Output matrixBandPart(Ops tf, Output input, Output lower, Output upper, String name) {
    return tf.graph()
        .opBuilder("MatrixBandPart", name)
        .input(input)
        .input(lower)
        .input(upper)
        .build()
        .output(0);
  }

  static Output matrixBandPart(Ops tf, Output input, long lower, long upper, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return matrixBandPart(
          tf,
          input,
          tf.constant(Tensor.scalar(lower), "num_lower"),
          tf.constant(Tensor.scalar(upper), "num_upper"),
          scope.name());
    }
  }
}

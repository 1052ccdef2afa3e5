package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.LuDecomposition;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** LU decompositions: both triangles in one matrix, and the order of rows. TF: tf.linalg.lu. */
final class Lu {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("Lu")
                  .input("input: T")
                  .output("lu: T")
                  .output("p: output_idx_type")
                  .attr("T: " + MatrixBatch.TYPES)
                  .attr("output_idx_type: {int32, int64} = DT_INT32")
                  .shape(Lu::infer)
                  .notDifferentiable("TF 1.15 registers no gradient of it"),
              attrs -> Lu::compute)
          .build();

  private Lu() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = MatrixShapes.square(c.input(0));
    return List.of(in, in.isRankKnown() ? in.slice(0, in.rank() - 1) : in);
  }

  private static void compute(KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor triangles = batch.output(0, n, n);
    Tensor order = batch.output(1, n);
    batch.forEach(
        i -> {
          double[] matrix = batch.read(0, i);
          LuDecomposition lu = LuDecomposition.of(matrix, n, batch.isSingle());
          if (!lu.isInvertible()) {
            throw SlimgraphException.invalidArgument("Input is not invertible.");
          }
          batch.write(triangles, i, matrix);
          for (int row = 0; row < n; row++) {
            setRow(order, i * n + row, lu.row(row));
          }
        });
  }

  private static void setRow(Tensor order, int at, int row) {
    if (order.dataType() == DataType.INT64) {
      TensorStorage.longs(order)[at] = row;
    } else {
      TensorStorage.ints(order)[at] = row;
    }
  }

  static List<Output> lu(Ops tf, Output input, DataType orderType, String name) {
    return tf.graph()
        .opBuilder("Lu", name)
        .input(input)
        .attr("output_idx_type", orderType)
        .build()
        .outputs();
  }
}

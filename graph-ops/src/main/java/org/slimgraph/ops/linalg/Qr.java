package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.QrDecomposition;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** QR decompositions. TF: tf.linalg.qr. */
final class Qr {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("Qr")
                  .input("input: T")
                  .output("q: T")
                  .output("r: T")
                  .attr("full_matrices: bool = false")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(Qr::infer)
                  .gradient(Qr::gradient),
              Qr::kernel)
          .build();

  private Qr() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 2);
    long rows = in.dim(-2);
    long columns = in.dim(-1);
    long inner = c.attrs().bool("full_matrices") ? rows : MatrixShapes.smaller(rows, columns);
    Shape stack = MatrixShapes.stack(in);
    return List.of(stack.concat(Shape.of(rows, inner)), stack.concat(Shape.of(inner, columns)));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean full = attrs.bool("full_matrices");
    return c -> compute(full, c);
  }

  private static void compute(boolean full, KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int rows = batch.rows(0);
    int columns = batch.columns(0);
    int inner = full ? rows : Math.min(rows, columns);
    Tensor q = batch.output(0, rows, inner);
    Tensor r = batch.output(1, inner, columns);
    batch.forEach(
        i -> {
          QrDecomposition qr = QrDecomposition.of(batch.read(0, i), rows, columns);
          batch.write(q, i, qr.q(inner));
          batch.write(r, i, qr.r(inner));
        });
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output q = g.output(0);
    Output r = g.output(1);
    long rows = r.shape().dim(-2);
    long columns = r.shape().dim(-1);
    if (rows < 0 || columns < 0) {
      throw SlimgraphException.unimplemented("QrGrad not implemented with dynamic shapes.");
    }
    if (rows != columns) {
      throw SlimgraphException.unimplemented(
          "QrGrad not implemented when ncols > nrows or full_matrices is true and ncols != nrows;"
              + " r has the shape %s",
          r.shape().toBrackets());
    }
    Output qdq = tf.matmul(q, g.dy(0), o -> o.adjointA(true));
    Output rdr = tf.matmul(r, g.dy(1), o -> o.adjointB(true));
    Output skew = tf.minus(qdq, tf.linalg().adjoint(qdq));
    Output lower = tf.matrixBandPart(tf.plus(skew, tf.minus(rdr, tf.linalg().adjoint(rdr))), -1, 0);
    Output first = tf.matmul(q, tf.plus(g.dy(1), overTriangle(tf, lower, r)));
    Output second = overTriangle(tf, tf.minus(g.dy(0), tf.matmul(q, qdq)), r);
    g.set(0, tf.plus(first, second));
  }

  /** Returns x times the inverse of adjoint r. */
  private static Output overTriangle(Ops tf, Output x, Output r) {
    Output turned = tf.linalg().adjoint(x);
    String name = "MatrixTriangularSolve";
    return tf.linalg().adjoint(MatrixSolve.triangularSolve(tf, r, turned, false, false, name));
  }

  static List<Output> qr(Ops tf, Output input, boolean fullMatrices, String name) {
    return tf.graph()
        .opBuilder("Qr", name)
        .input(input)
        .attr("full_matrices", fullMatrices)
        .build()
        .outputs();
  }
}

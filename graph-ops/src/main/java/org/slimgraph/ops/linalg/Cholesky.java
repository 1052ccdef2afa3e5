package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.CholeskyDecomposition;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Cholesky decompositions of symmetric positive definite matrices. TF: tf.linalg.cholesky. */
final class Cholesky {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("Cholesky")
                  .input("input: T")
                  .output("output: T")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(MatrixShapes::squareUnchanged)
                  .gradient(Cholesky::gradient),
              attrs -> Cholesky::compute)
          .build();

  static final OpSpec GRAD_SPEC =
      MatrixBatch.kernels(
              OpSpec.of("CholeskyGrad")
                  .input("l: T")
                  .input("grad: T")
                  .output("output: T")
                  .attr("T: {half, float, double}")
                  .shape(Cholesky::inferGrad)
                  .notDifferentiable("TF registers no gradient of it"),
              attrs -> Cholesky::computeGrad)
          .build();

  private Cholesky() {}

  private static List<Shape> inferGrad(ShapeContext c) {
    return List.of(ShapeRules.merge(MatrixShapes.square(c.input(0)), c.input(1)));
  }

  private static void compute(KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor out = batch.output(0, n, n);
    batch.forEach(
        i -> {
          double[] matrix = batch.read(0, i);
          if (!CholeskyDecomposition.decompose(matrix, n)) {
            throw SlimgraphException.invalidArgument(
                "Cholesky decomposition was not successful. The input might not be valid.");
          }
          batch.write(out, i, matrix);
        });
  }

  private static void computeGrad(KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 2);
    int n = batch.squareSize();
    if (!c.shape(0).equals(c.shape(1))) {
      throw SlimgraphException.invalidArgument(
          "Inputs should have the same shape, not %s and %s",
          c.shape(0).toBrackets(), c.shape(1).toBrackets());
    }
    Tensor out = batch.output(0, n, n);
    batch.forEach(
        i ->
            batch.write(
                out, i, CholeskyDecomposition.gradient(batch.read(0, i), batch.read(1, i), n)));
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output l = g.output(0);
    Output identity = tf.matrixDiag(tf.onesLike(tf.matrixDiagPart(l)));
    Output inverse = tf.linalg().triangularSolve(l, identity);
    Output middle = tf.matmul(l, g.dy(0), o -> o.adjointA(true));
    middle = tf.matrixSetDiag(middle, tf.times(0.5, tf.matrixDiagPart(middle)));
    middle = tf.matrixBandPart(middle, -1, 0);
    Output whole = tf.matmul(tf.matmul(inverse, middle, o -> o.adjointA(true)), inverse);
    whole = tf.plus(whole, tf.linalg().adjoint(whole));
    g.set(0, tf.times(whole, 0.5));
  }

  /** Solves A X = B from the decomposition of A. */
  static Output solve(Ops tf, Output chol, Output rhs) {
    Output half = tf.linalg().triangularSolve(chol, rhs);
    return MatrixSolve.triangularSolve(tf, chol, half, true, true, "MatrixTriangularSolve");
  }
}

package org.slimgraph.ops.linalg;

import org.slimgraph.cpu.LuDecomposition;
import org.slimgraph.cpu.TriangularSystem;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Tensor;

/**
 * Solutions of systems whose matrix is square, of any kind or triangular. TF: tf.linalg.solve,
 * tf.linalg.triangular_solve.
 */
final class MatrixSolve {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("MatrixSolve")
                  .input("matrix: T")
                  .input("rhs: T")
                  .output("output: T")
                  .attr("adjoint: bool = false")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(MatrixShapes::solution)
                  .gradient(MatrixSolve::gradient),
              MatrixSolve::kernel)
          .build();

  static final OpSpec TRIANGULAR_SPEC =
      MatrixBatch.kernels(
              OpSpec.of("MatrixTriangularSolve")
                  .input("matrix: T")
                  .input("rhs: T")
                  .output("output: T")
                  .attr("lower: bool = true")
                  .attr("adjoint: bool = false")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(MatrixShapes::solution)
                  .gradient(MatrixSolve::triangularGradient),
              MatrixSolve::triangularKernel)
          .build();

  private MatrixSolve() {}

  /** Solves one system of n equations. */
  private interface Solver {
    double[] solve(double[] matrix, int n, double[] right, int columns);
  }

  private static Kernel kernel(Attributes attrs) {
    boolean adjoint = attrs.bool("adjoint");
    return c -> {
      boolean single = MatrixBatch.of(c, 2).isSingle();
      compute(c, (matrix, n, right, columns) -> solve(matrix, n, right, columns, adjoint, single));
    };
  }

  private static double[] solve(
      double[] matrix, int n, double[] right, int columns, boolean adjoint, boolean single) {
    LuDecomposition lu = LuDecomposition.of(matrix, n, single);
    if (!lu.isInvertible()) {
      throw notInvertible();
    }
    return lu.solve(right, columns, adjoint);
  }

  private static SlimgraphException notInvertible() {
    return SlimgraphException.invalidArgument("Input matrix is not invertible.");
  }

  private static Kernel triangularKernel(Attributes attrs) {
    boolean adjoint = attrs.bool("adjoint");
    boolean lower = attrs.bool("lower");
    return c ->
        compute(
            c,
            (matrix, n, right, columns) -> {
              for (int i = 0; i < n; i++) {
                if (!(Math.abs(matrix[i * n + i]) > 0)) {
                  throw notInvertible();
                }
              }
              TriangularSystem.solve(matrix, n, lower, adjoint, false, right, columns);
              return right;
            });
  }

  private static void compute(KernelContext c, Solver solver) {
    MatrixBatch batch = MatrixBatch.of(c, 2);
    int n = batch.squareSize();
    batch.checkRightSide();
    int columns = batch.columns(1);
    Tensor out = batch.output(0, n, columns);
    if (out.size() > 0) {
      batch.forEach(
          i -> batch.write(out, i, solver.solve(batch.read(0, i), n, batch.read(1, i), columns)));
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    boolean adjoint = g.op().attrs().bool("adjoint");
    Output right = solve(tf, g.input(0), g.dy(0), !adjoint, "MatrixSolve");
    g.set(0, ofMatrix(tf, adjoint, right, g.output(0)));
    g.set(1, right);
  }

  private static Output ofMatrix(Ops tf, boolean adjoint, Output right, Output solution) {
    return tf.negate(
        adjoint
            ? tf.matmul(solution, right, o -> o.adjointB(true))
            : tf.matmul(right, solution, o -> o.adjointB(true)));
  }

  private static void triangularGradient(GradientContext g) {
    Ops tf = g.tf();
    boolean adjoint = g.op().attrs().bool("adjoint");
    boolean lower = g.op().attrs().bool("lower");
    Output right =
        triangularSolve(tf, g.input(0), g.dy(0), lower, !adjoint, "MatrixTriangularSolve");
    Output matrix = ofMatrix(tf, adjoint, right, g.output(0));
    g.set(0, lower ? tf.matrixBandPart(matrix, -1, 0) : tf.matrixBandPart(matrix, 0, -1));
    g.set(1, right);
  }

  static Output solve(Ops tf, Output matrix, Output rhs, boolean adjoint, String name) {
    return tf.graph()
        .opBuilder("MatrixSolve", name)
        .input(matrix)
        .input(rhs)
        .attr("adjoint", adjoint)
        .build()
        .output(0);
  }

  static Output triangularSolve(
      Ops tf, Output matrix, Output rhs, boolean lower, boolean adjoint, String name) {
    return tf.graph()
        .opBuilder("MatrixTriangularSolve", name)
        .input(matrix)
        .input(rhs)
        .attr("lower", lower)
        .attr("adjoint", adjoint)
        .build()
        .output(0);
  }
}

package org.slimgraph.ops.linalg;

import org.slimgraph.cpu.CholeskyDecomposition;
import org.slimgraph.cpu.SingularValues;
import org.slimgraph.cpu.TriangularSystem;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Solutions of systems that need not be square: of least squares where there are more equations, of
 * least norm where there are fewer. TF: tf.linalg.lstsq.
 *
 * <p>Fast, by a Cholesky decomposition of A'A or AA' plus the regularizer on its diagonal;
 * otherwise by a singular value decomposition, which takes any matrix and, as in TF, no
 * regularizer.
 */
final class MatrixSolveLs {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("MatrixSolveLs")
                  .input("matrix: T")
                  .input("rhs: T")
                  .input("l2_regularizer: double")
                  .output("output: T")
                  .attr("T: " + MatrixBatch.TYPES)
                  .attr("fast: bool = True")
                  .shape(MatrixShapes::leastSquaresSolution)
                  .gradient(MatrixSolveLs::gradient),
              MatrixSolveLs::kernel)
          .build();

  private MatrixSolveLs() {}

  private static Kernel kernel(Attributes attrs) {
    boolean fast = attrs.bool("fast");
    return c -> compute(fast, c);
  }

  private static void compute(boolean fast, KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 2);
    batch.checkRightSide();
    int rows = batch.rows(0);
    int columns = batch.columns(0);
    int rights = batch.columns(1);
    double regularizer = regularizer(c);
    double epsilon = Math.ulp(batch.isSingle() ? 1f : 1.0);
    Tensor out = batch.output(0, columns, rights);
    batch.forEach(
        i -> {
          double[] matrix = batch.read(0, i);
          double[] right = batch.read(1, i);
          double[] solution;
          if (rows == 0 || columns == 0 || rights == 0) {
            solution = new double[columns * rights];
          } else if (!fast) {
            solution = byValues(matrix, rows, columns, right, rights, epsilon);
          } else if (rows >= columns) {
            double[] turned = transposed(matrix, rows, columns);
            solution = product(turned, right, columns, rows, rights);
            solveGramian(turned, columns, rows, regularizer, solution, rights);
          } else {
            double[] turned = transposed(matrix, rows, columns);
            solveGramian(matrix, rows, columns, regularizer, right, rights);
            solution = product(turned, right, columns, rows, rights);
          }
          batch.write(out, i, solution);
        });
  }

  private static double regularizer(KernelContext c) {
    if (c.input(2).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "l2_regularizer must be a scalar, not of shape %s", c.shape(2).toBrackets());
    }
    double regularizer = c.doubles(2)[0];
    if (!(regularizer >= 0)) {
      throw SlimgraphException.invalidArgument(
          "l2_regularizer must be >= 0, but is %s", regularizer);
    }
    return regularizer;
  }

  /** Solves (A A' + regularizer) X = B, A being [n, depth], in place of B. */
  private static void solveGramian(
      double[] a, int n, int depth, double regularizer, double[] b, int columns) {
    double[] gramian = product(a, transposed(a, n, depth), n, depth, n);
    for (int i = 0; i < n; i++) {
      gramian[i * n + i] += regularizer;
    }
    if (!CholeskyDecomposition.decompose(gramian, n)) {
      throw SlimgraphException.invalidArgument(
          "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a"
              + " larger l2_regularizer > 0.");
    }
    TriangularSystem.solve(gramian, n, true, false, false, b, columns);
    TriangularSystem.solve(gramian, n, true, true, false, b, columns);
  }

  private static double[] byValues(
      double[] matrix, int rows, int columns, double[] right, int rights, double epsilon) {
    SingularValues svd = SingularValues.of(matrix, rows, columns, false);
    int inner = Math.min(rows, columns);
    double negligible = svd.value(0) * inner * epsilon;
    double[] solution = new double[columns * rights];
    for (int k = 0; k < inner && svd.value(k) > negligible; k++) {
      for (int c = 0; c < rights; c++) {
        double part = 0;
        for (int i = 0; i < rows; i++) {
          part += svd.left(i, k) * right[i * rights + c];
        }
        for (int j = 0; j < columns; j++) {
          solution[j * rights + c] += part / svd.value(k) * svd.right(j, k);
        }
      }
    }
    return solution;
  }

  private static double[] transposed(double[] a, int rows, int columns) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = a[i * columns + j];
      }
    }
    return result;
  }

  private static double[] product(double[] a, double[] b, int rows, int depth, int columns) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < depth; k++) {
        double factor = a[i * depth + k];
        for (int j = 0; j < columns; j++) {
          result[i * columns + j] += factor * b[k * columns + j];
        }
      }
    }
    return result;
  }

  private static void gradient(GradientContext g) {
    if (!g.op().attrs().bool("fast")) {
      throw SlimgraphException.unimplemented("Gradient not defined for fast=False");
    }
    Shape shape = g.input(0).shape();
    if (shape.dim(-2) < 0 || shape.dim(-1) < 0) {
      throw SlimgraphException.unimplemented(
          "The gradient of MatrixSolveLs is built only for matrices of known shape, not %s",
          shape.toBrackets());
    }
    if (shape.dim(-2) >= shape.dim(-1)) {
      overdetermined(g);
    } else {
      underdetermined(g);
    }
  }

  private static void overdetermined(GradientContext g) {
    Ops tf = g.tf();
    Output a = g.input(0);
    Output b = g.input(1);
    Output x = g.output(0);
    Output gramian = tf.matmul(a, a, o -> o.adjointA(true));
    Output z = Cholesky.solve(tf, decomposed(g, gramian), g.dy(0));
    Output outer = tf.matmul(x, z, o -> o.adjointB(true));
    Output symmetric = tf.plus(outer, tf.linalg().matrixTranspose(outer));
    Output first = tf.negate(tf.matmul(a, symmetric));
    g.set(0, tf.plus(first, tf.matmul(b, z, o -> o.adjointB(true))));
    g.set(1, tf.matmul(a, z));
  }

  private static void underdetermined(GradientContext g) {
    Ops tf = g.tf();
    Output a = g.input(0);
    Output chol = decomposed(g, tf.matmul(a, a, o -> o.adjointB(true)));
    Output ofRight = Cholesky.solve(tf, chol, tf.matmul(a, g.dy(0)));
    Output half = Cholesky.solve(tf, chol, g.input(1));
    Output first = tf.matmul(half, a, o -> o.adjointA(true));
    first = tf.negate(tf.matmul(ofRight, first));
    Output rest = tf.minus(g.dy(0), tf.matmul(a, ofRight, o -> o.adjointA(true)));
    g.set(0, tf.plus(first, tf.matmul(half, rest, o -> o.adjointB(true))));
    g.set(1, ofRight);
  }

  /** Returns the Cholesky decomposition of the Gramian plus the regularizer on its diagonal. */
  private static Output decomposed(GradientContext g, Output gramian) {
    Ops tf = g.tf();
    Output regularizer = tf.cast(g.input(2), gramian.dataType());
    Output diagonal = tf.plus(tf.matrixDiagPart(gramian), regularizer);
    return tf.linalg().cholesky(tf.matrixSetDiag(gramian, diagonal));
  }

  static Output lstsq(
      Ops tf, Output matrix, Output rhs, double l2Regularizer, boolean fast, String name) {
    return tf.graph()
        .opBuilder("MatrixSolveLs", name)
        .input(matrix)
        .input(rhs)
        .input(tf.constant(l2Regularizer, "l2_regularizer"))
        .attr("fast", fast)
        .build()
        .output(0);
  }
}

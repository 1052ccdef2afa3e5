package org.slimgraph.ops.linalg;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Builders of {@code tf.linalg}. Matrices stand in the last two dimensions, [..., rows, columns],
 * of float or double tensors; the dimensions before are a batch. Shapes that do not fit are an
 * INVALID_ARGUMENT error, of the builder as far as they are known and of the run otherwise.
 */
public final class LinalgOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          Cholesky.SPEC,
          Cholesky.GRAD_SPEC,
          Lu.SPEC,
          MatrixDeterminant.SPEC,
          MatrixDeterminant.LOG_SPEC,
          MatrixInverse.SPEC,
          MatrixSolve.SPEC,
          MatrixSolve.TRIANGULAR_SPEC,
          MatrixSolveLs.SPEC,
          Qr.SPEC,
          SelfAdjointEigV2.SPEC,
          Svd.SPEC);

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public LinalgOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Adds the inverses of square matrices; a singular one is an INVALID_ARGUMENT error of the run.
   *
   * @param adjoint whether to invert the transposed matrices
   * @return of the shape of the input
   */
  public Output inv(Output input, boolean adjoint, String name) {
    return MatrixInverse.inverse(tf, input, adjoint, name);
  }

  /** As {@link #inv(Output, boolean, String)}, nothing transposed. */
  public Output inv(Output input) {
    return inv(input, false, "MatrixInverse");
  }

  /** Adds the determinants of square matrices, [...]. */
  public Output det(Output input, String name) {
    return tf.graph().opBuilder("MatrixDeterminant", name).input(input).build().output(0);
  }

  /** Adds the determinants of square matrices, [...]. */
  public Output det(Output input) {
    return det(input, "MatrixDeterminant");
  }

  /** Adds the signs of determinants and the logarithms of their absolute values, each [...]. */
  public List<Output> slogdet(Output input, String name) {
    return tf.graph().opBuilder("LogMatrixDeterminant", name).input(input).build().outputs();
  }

  /** Adds the signs of determinants and the logarithms of their absolute values, each [...]. */
  public List<Output> slogdet(Output input) {
    return slogdet(input, "LogMatrixDeterminant");
  }

  /** Adds the logarithms of the determinants of symmetric positive definite matrices, [...]. */
  public Output logdet(Output matrix) {
    try (NameScope scope = tf.nameScope("logdet")) {
      Output logs = tf.log(tf.matrixDiagPart(cholesky(matrix)));
      return tf.times(2.0, tf.reduceSum(logs, -1));
    }
  }

  /**
   * Adds the solutions X of A X = B; a singular matrix is an INVALID_ARGUMENT error of the run.
   *
   * @param matrix [..., n, n]
   * @param rhs [..., n, columns], with the same batch
   * @param adjoint whether to solve with A transposed
   * @return [..., n, columns]
   */
  public Output solve(Output matrix, Output rhs, boolean adjoint, String name) {
    return MatrixSolve.solve(tf, matrix, rhs, adjoint, name);
  }

  /** As {@link #solve(Output, Output, boolean, String)}, nothing transposed. */
  public Output solve(Output matrix, Output rhs) {
    return solve(matrix, rhs, false, "MatrixSolve");
  }

  /**
   * Adds the solutions X of A X = B, A being triangular: its other triangle is not read.
   *
   * @param matrix [..., n, n]; a zero on the diagonal is an INVALID_ARGUMENT error of the run
   * @param rhs [..., n, columns], with the same batch
   * @param lower whether A is the lower triangle
   * @param adjoint whether to solve with A transposed
   * @return [..., n, columns]
   */
  public Output triangularSolve(
      Output matrix, Output rhs, boolean lower, boolean adjoint, String name) {
    return MatrixSolve.triangularSolve(tf, matrix, rhs, lower, adjoint, name);
  }

  /** As {@link #triangularSolve(Output, Output, boolean, boolean, String)}, lower as it is. */
  public Output triangularSolve(Output matrix, Output rhs) {
    return triangularSolve(matrix, rhs, true, false, "MatrixTriangularSolve");
  }

  /**
   * Adds the solutions of A X = B with the least squared error, or the least norm where there are
   * fewer equations than unknowns.
   *
   * @param matrix [..., rows, columns]
   * @param rhs [..., rows, solutions], with the same batch
   * @param l2Regularizer the weight of the squared norm of X, at least 0; of no effect unless fast
   * @param fast whether to use a Cholesky decomposition, for which a matrix that is rank deficient
   *     is an INVALID_ARGUMENT error of the run
   * @return [..., columns, solutions]
   */
  public Output lstsq(Output matrix, Output rhs, double l2Regularizer, boolean fast, String name) {
    return MatrixSolveLs.lstsq(tf, matrix, rhs, l2Regularizer, fast, name);
  }

  /** As {@link #lstsq(Output, Output, double, boolean, String)}, fast and without regularizer. */
  public Output lstsq(Output matrix, Output rhs) {
    return lstsq(matrix, rhs, 0, true, "matrix_solve_ls");
  }

  /**
   * Adds the lower triangles L of L L' = A; a matrix that is not positive definite is an
   * INVALID_ARGUMENT error of the run. Only the lower triangles of the input are read.
   */
  public Output cholesky(Output input, String name) {
    return tf.graph().opBuilder("Cholesky", name).input(input).build().output(0);
  }

  /** As {@link #cholesky(Output, String)}. */
  public Output cholesky(Output input) {
    return cholesky(input, "Cholesky");
  }

  /** Adds the solutions X of A X = B, given the result of {@link #cholesky(Output)} for A. */
  public Output choleskySolve(Output chol, Output rhs) {
    try (NameScope scope = tf.nameScope("cholesky_solve")) {
      return Cholesky.solve(tf, chol, rhs);
    }
  }

  /**
   * Adds Q, with orthonormal columns, and the upper triangles R of Q R = A.
   *
   * @param fullMatrices whether Q is square, not just [..., rows, min(rows, columns)]
   * @return Q and R
   */
  public List<Output> qr(Output input, boolean fullMatrices, String name) {
    return Qr.qr(tf, input, fullMatrices, name);
  }

  /** As {@link #qr(Output, boolean, String)}, Q not completed. */
  public List<Output> qr(Output input) {
    return qr(input, false, "Qr");
  }

  /**
   * Adds the decompositions A = U diag(s) V' with falling s.
   *
   * @param fullMatrices whether U and V are square
   * @param computeUv whether to compute U and V; else they are empty
   * @return s [..., min(rows, columns)], U and V
   */
  public List<Output> svd(Output tensor, boolean fullMatrices, boolean computeUv, String name) {
    return Svd.svd(tf, tensor, computeUv, fullMatrices, name);
  }

  /** As {@link #svd(Output, boolean, boolean, String)}: s, U and V, not completed. */
  public List<Output> svd(Output tensor) {
    return svd(tensor, false, true, "Svd");
  }

  /**
   * Adds the eigenvalues, rising, and eigenvectors of symmetric matrices, of which only the lower
   * triangle is read.
   *
   * @return the values [..., n] and, as columns of [..., n, n], the vectors
   */
  public List<Output> eigh(Output tensor, String name) {
    return SelfAdjointEigV2.eig(tf, tensor, true, name);
  }

  /** As {@link #eigh(Output, String)}. */
  public List<Output> eigh(Output tensor) {
    return eigh(tensor, "SelfAdjointEigV2");
  }

  /** Adds the eigenvalues of symmetric matrices, [..., n], rising. */
  public Output eigvalsh(Output tensor, String name) {
    return SelfAdjointEigV2.eig(tf, tensor, false, name).get(0);
  }

  /** Adds the eigenvalues of symmetric matrices, [..., n], rising. */
  public Output eigvalsh(Output tensor) {
    return eigvalsh(tensor, "SelfAdjointEigV2");
  }

  /**
   * Adds the decompositions P A = L U: both triangles in one matrix, without the ones on the
   * diagonal of L, and which row of A each row of P A is.
   *
   * @param outputIdxType INT32 or INT64
   * @return [..., n, n] and [..., n]
   */
  public List<Output> lu(Output input, DataType outputIdxType, String name) {
    return Lu.lu(tf, input, outputIdxType, name);
  }

  /** As {@link #lu(Output, DataType, String)}, the rows as INT32. */
  public List<Output> lu(Output input) {
    return lu(input, DataType.INT32, "Lu");
  }

  /** Adds the sums of the diagonals, [...]. */
  public Output trace(Output x) {
    try (NameScope scope = tf.nameScope("Trace")) {
      return tf.reduceSum(tf.matrixDiagPart(x), -1);
    }
  }

  /** Adds the matrices with rows and columns exchanged. */
  public Output matrixTranspose(Output a) {
    return transposed(a, "matrix_transpose");
  }

  /** Adds the matrices transposed; of real numbers, which alone have kernels here. */
  public Output adjoint(Output matrix) {
    return transposed(matrix, "adjoint");
  }

  private Output transposed(Output a, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      int rank = a.shape().rank();
      if (rank >= 2) {
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
          order[i] = i;
        }
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return tf.transpose(a, order);
      }
      Output range = tf.range(tf.constant(0), tf.minus(tf.rank(a), 2), tf.constant(1));
      Output last = tf.stack(List.of(tf.minus(tf.rank(a), 1), tf.minus(tf.rank(a), 2)));
      return tf.transpose(a, tf.concat(List.of(range, last), 0));
    }
  }

  /** Adds a matrix of ones on the diagonal and zeros elsewhere. */
  public Output eye(int rows, DataType dtype) {
    try (NameScope scope = tf.nameScope("eye")) {
      return tf.matrixDiag(tf.ones(tf.constant(Tensor.vector(rows)), dtype));
    }
  }
}

package org.slimgraph.cpu;

/**
 * The decomposition P A = L U of a square matrix with row pivoting.
 *
 * <p>Row by row elimination, whose inner loop runs along rows: Golub and Van Loan, 2013, Matrix
 * Computations, 4th edition, 3.4. In single precision every operation is rounded to float, so that
 * a pivot is zero exactly where it is in float arithmetic, and a matrix singular.
 */
public final class LuDecomposition {
  private final int n;
  private final double[] lu;
  private final int[] order;
  private boolean odd;

  private LuDecomposition(int n, double[] lu) {
    this.n = n;
    this.lu = lu;
    this.order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
  }

  /**
   * Decomposes the matrix in place.
   *
   * @param a [n, n], row by row; becomes L without its unit diagonal, and U
   * @param single whether to compute as with floats
   */
  public static LuDecomposition of(double[] a, int n, boolean single) {
    LuDecomposition result = new LuDecomposition(n, a);
    for (int k = 0; k < n; k++) {
      result.pivot(k);
      if (a[k * n + k] != 0) {
        result.eliminate(k, single);
      }
    }
    return result;
  }

  /** Swaps the row with the largest element of column k, the first of equals, to row k. */
  private void pivot(int k) {
    int best = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(lu[i * n + k]) > Math.abs(lu[best * n + k])) {
        best = i;
      }
    }
    if (best == k) {
      return;
    }
    odd = !odd;
    int row = order[k];
    order[k] = order[best];
    order[best] = row;
    int upper = k * n;
    int lower = best * n;
    for (int j = 0; j < n; j++) {
      double value = lu[upper + j];
      lu[upper + j] = lu[lower + j];
      lu[lower + j] = value;
    }
  }

  private void eliminate(int k, boolean single) {
    double pivot = lu[k * n + k];
    for (int i = k + 1; i < n; i++) {
      double quotient = lu[i * n + k] / pivot;
      double factor = single ? (float) quotient : quotient;
      if (single) {
        for (int j = k + 1; j < n; j++) {
          lu[i * n + j] = (float) (lu[i * n + j] - (float) (factor * lu[k * n + j]));
        }
      } else {
        for (int j = k + 1; j < n; j++) {
          lu[i * n + j] -= factor * lu[k * n + j];
        }
      }
      lu[i * n + k] = factor;
    }
  }

  /** Returns whether every pivot is a number other than zero. */
  public boolean isInvertible() {
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(lu[i * n + i]) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Returns which row of A row {@code i} of P A is. */
  public int row(int i) {
    return order[i];
  }

  /** Returns the sign of the determinant: -1 or 1, NaN if a pivot is zero. */
  public double sign() {
    double sign = odd ? -1 : 1;
    for (int i = 0; i < n; i++) {
      double pivot = lu[i * n + i];
      sign *= pivot / Math.abs(pivot);
    }
    return sign;
  }

  /** Returns the logarithm of the absolute value of the determinant. */
  public double logAbsDeterminant() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.log(Math.abs(lu[i * n + i]));
    }
    return sum;
  }

  /**
   * Returns the solution X of A X = B, or of transposed A X = B.
   *
   * @param b [n, columns], row by row; is not changed
   */
  public double[] solve(double[] b, int columns, boolean transposed) {
    double[] x = new double[n * columns];
    if (transposed) {
      double[] z = b.clone();
      TriangularSystem.solve(lu, n, false, true, false, z, columns);
      TriangularSystem.solve(lu, n, true, true, true, z, columns);
      for (int i = 0; i < n; i++) {
        System.arraycopy(z, i * columns, x, order[i] * columns, columns);
      }
      return x;
    }
    for (int i = 0; i < n; i++) {
      System.arraycopy(b, order[i] * columns, x, i * columns, columns);
    }
    TriangularSystem.solve(lu, n, true, false, true, x, columns);
    TriangularSystem.solve(lu, n, false, false, false, x, columns);
    return x;
  }
}

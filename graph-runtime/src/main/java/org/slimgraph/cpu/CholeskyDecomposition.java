package org.slimgraph.cpu;

/**
 * The decomposition A = L L' of a symmetric positive definite matrix, row by row: Golub and Van
 * Loan, 2013, Matrix Computations, 4th edition, 4.2.
 */
public final class CholeskyDecomposition {
  private CholeskyDecomposition() {}

  /**
   * Replaces the matrix by L, zeros above its diagonal.
   *
   * @param a [n, n], row by row; only the lower triangle is read
   * @return whether the matrix is positive definite
   */
  public static boolean decompose(double[] a, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * n + k] * a[j * n + k];
        }
        if (i != j) {
          a[i * n + j] = sum / a[j * n + j];
        } else if (sum <= 0) {
          return false;
        } else {
          a[i * n + i] = Math.sqrt(sum);
        }
      }
      for (int j = i + 1; j < n; j++) {
        a[i * n + j] = 0;
      }
    }
    return true;
  }

  /**
   * Returns what flows to A, made symmetric, where {@code gradient} arrives at L: the half of S +
   * S', S being inverse L' P inverse L, P the lower triangle of L' times the gradient with its
   * diagonal halved. Source: Murray, 2016, Differentiation of the Cholesky decomposition, (8).
   *
   * @param l [n, n], lower triangular
   * @param gradient [n, n]; only the lower triangle is read
   */
  public static double[] gradient(double[] l, double[] gradient, int n) {
    double[] p = new double[n * n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i <= k; i++) {
        double factor = l[k * n + i];
        for (int j = 0; j <= Math.min(i, k); j++) {
          p[i * n + j] += factor * gradient[k * n + j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      p[i * n + i] /= 2;
    }
    TriangularSystem.solve(l, n, true, true, false, p, n);
    double[] s = transposed(p, n);
    TriangularSystem.solve(l, n, true, true, false, s, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double half = (s[i * n + j] + s[j * n + i]) / 2;
        s[i * n + j] = half;
        s[j * n + i] = half;
      }
    }
    return s;
  }

  private static double[] transposed(double[] a, int n) {
    double[] result = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        result[j * n + i] = a[i * n + j];
      }
    }
    return result;
  }
}

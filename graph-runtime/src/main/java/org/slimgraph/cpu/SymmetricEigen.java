package org.slimgraph.cpu;

/**
 * The eigenvalues of a symmetric matrix in rising order, and its eigenvectors.
 *
 * <p>Householder reflections make the matrix tridiagonal, implicit QR steps with Wilkinson's shift
 * make that diagonal: Golub and Van Loan, 2013, Matrix Computations, 4th edition, 8.3.
 */
public final class SymmetricEigen {
  private static final int STEPS_PER_VALUE = 30;

  private final int n;
  private final double[] diagonal;
  private final double[] beside;

  /** Row i is eigenvector i. */
  private final double[] vectors;

  private final double precision;

  private SymmetricEigen(int n, boolean single) {
    this.n = n;
    this.precision = single ? 0x1p-22 : 0x1p-51;
    this.diagonal = new double[n];
    this.beside = new double[Math.max(n - 1, 0)];
    this.vectors = new double[n * n];
  }

  /**
   * Decomposes a matrix; what does not converge, for it holds NaN, is returned as it is.
   *
   * @param a [n, n], row by row; is overwritten, only the lower triangle is read
   * @param single whether the precision of floats will do; the vectors then have the signs that
   *     they have in float arithmetic
   */
  public static SymmetricEigen of(double[] a, int n, boolean single) {
    SymmetricEigen result = new SymmetricEigen(n, single);
    double scale = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        scale = Math.max(scale, Math.abs(a[i * n + j]));
      }
    }
    scale = scale == 0 ? 1 : scale;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * n + j] /= scale;
        a[j * n + i] = a[i * n + j];
      }
    }
    result.makeTridiagonal(a);
    result.makeDiagonal();
    result.sort();
    for (int i = 0; i < n; i++) {
      result.diagonal[i] *= scale;
    }
    return result;
  }

  /** Returns eigenvalue {@code i}, the lowest first. */
  public double value(int i) {
    return diagonal[i];
  }

  /** Returns element {@code row} of the eigenvector of value {@code i}, which has length 1. */
  public double vector(int row, int i) {
    return vectors[i * n + row];
  }

  private void makeTridiagonal(double[] a) {
    double[] scales = new double[n];
    double[] v = new double[n];
    double[] w = new double[n];
    for (int k = 0; k < n - 1; k++) {
      int first = k + 1;
      scales[k] = Reflection.make(a, first * n + k, n, n - first);
      v[first] = 1;
      for (int i = first + 1; i < n; i++) {
        v[i] = a[i * n + k];
      }
      double scale = scales[k];
      double product = 0;
      for (int i = first; i < n; i++) {
        double sum = 0;
        for (int j = first; j < n; j++) {
          sum += a[i * n + j] * v[j];
        }
        w[i] = scale * sum;
        product += w[i] * v[i];
      }
      for (int i = first; i < n; i++) {
        w[i] -= scale / 2 * product * v[i];
      }
      for (int i = first; i < n; i++) {
        for (int j = first; j < n; j++) {
          a[i * n + j] -= v[i] * w[j] + w[i] * v[j];
        }
      }
      beside[k] = a[first * n + k];
    }
    for (int i = 0; i < n; i++) {
      diagonal[i] = a[i * n + i];
    }
    collect(a, scales);
  }

  /** Multiplies the reflections, the last first; the product is stored with rows for columns. */
  private void collect(double[] a, double[] scales) {
    double[] q = new double[n * n];
    for (int i = 0; i < n; i++) {
      q[i * n + i] = 1;
    }
    for (int k = n - 2; k >= 0; k--) {
      int at = (k + 1) * n + k + 1;
      Reflection.apply(a, (k + 1) * n + k, n, scales[k], q, at, n, n - k - 1, n - k - 1);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        vectors[j * n + i] = q[i * n + j];
      }
    }
  }

  private void makeDiagonal() {
    int end = n - 1;
    for (int step = 0; end > 0 && step < STEPS_PER_VALUE * n; step++) {
      for (int i = 0; i < end; i++) {
        double size = Math.abs(beside[i]);
        double around = Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]);
        if (size <= around * precision || size <= Double.MIN_NORMAL) {
          beside[i] = 0;
        }
      }
      while (end > 0 && beside[end - 1] == 0) {
        end--;
      }
      if (end > 0) {
        int start = end - 1;
        while (start > 0 && beside[start - 1] != 0) {
          start--;
        }
        step(start, end);
      }
    }
  }

  private double shift(int end) {
    double half = (diagonal[end - 1] - diagonal[end]) / 2;
    double e = beside[end - 1];
    if (half == 0) {
      return diagonal[end] - Math.abs(e);
    }
    double h = Math.hypot(half, e);
    if (e * e == 0) {
      return diagonal[end] - e / (half + Math.signum(half)) * (e / h);
    }
    return diagonal[end] - e * e / (half + Math.copySign(h, half));
  }

  private void step(int start, int end) {
    double x = diagonal[start] - shift(end);
    double z = beside[start];
    for (int k = start; k < end; k++) {
      Rotation rotation = Rotation.givens(x, z);
      double c = rotation.c();
      double s = rotation.s();
      double d = diagonal[k];
      double e = beside[k];
      double next = diagonal[k + 1];
      double sd = s * d + c * e;
      double sn = s * e + c * next;
      diagonal[k] = c * (c * d - s * e) - s * (c * e - s * next);
      diagonal[k + 1] = s * sd + c * sn;
      beside[k] = c * sd - s * sn;
      if (k > start) {
        beside[k - 1] = c * beside[k - 1] - s * z;
      }
      x = beside[k];
      if (k < end - 1) {
        z = -s * beside[k + 1];
        beside[k + 1] *= c;
      }
      rotation.transposed().apply(vectors, k * n, (k + 1) * n, 1, n);
    }
  }

  private void sort() {
    for (int i = 0; i < n - 1; i++) {
      int lowest = i;
      for (int k = i + 1; k < n; k++) {
        if (diagonal[k] < diagonal[lowest]) {
          lowest = k;
        }
      }
      if (lowest != i) {
        double value = diagonal[i];
        diagonal[i] = diagonal[lowest];
        diagonal[lowest] = value;
        for (int j = 0; j < n; j++) {
          double element = vectors[i * n + j];
          vectors[i * n + j] = vectors[lowest * n + j];
          vectors[lowest * n + j] = element;
        }
      }
    }
  }
}

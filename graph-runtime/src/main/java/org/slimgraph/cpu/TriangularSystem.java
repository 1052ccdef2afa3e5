package org.slimgraph.cpu;

/** Systems of equations whose matrix is triangular. */
public final class TriangularSystem {
  private TriangularSystem() {}

  /**
   * Replaces B by the solution X of A X = B, or of transposed A X = B; all inner loops run along
   * rows.
   *
   * @param a [n, n], row by row; the other triangle is not read
   * @param lower whether A is the lower triangle
   * @param transposed whether to solve with A transposed
   * @param unit whether the diagonal counts as ones
   * @param b [n, columns], row by row
   */
  public static void solve(
      double[] a, int n, boolean lower, boolean transposed, boolean unit, double[] b, int columns) {
    boolean forward = lower != transposed;
    for (int step = 0; step < n; step++) {
      int i = forward ? step : n - 1 - step;
      if (!unit) {
        double pivot = a[i * n + i];
        for (int c = 0; c < columns; c++) {
          b[i * columns + c] /= pivot;
        }
      }
      int begin = forward ? i + 1 : 0;
      int end = forward ? n : i;
      for (int r = begin; r < end; r++) {
        double factor = transposed ? a[i * n + r] : a[r * n + i];
        for (int c = 0; c < columns; c++) {
          b[r * columns + c] -= factor * b[i * columns + c];
        }
      }
    }
  }
}

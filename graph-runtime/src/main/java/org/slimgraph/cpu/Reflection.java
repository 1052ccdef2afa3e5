package org.slimgraph.cpu;

/**
 * Householder reflections I - scale v v', the first element of v being 1 and not stored. Source:
 * Golub and Van Loan, 2013, Matrix Computations, 4th edition, 5.1.
 */
final class Reflection {
  private Reflection() {}

  /**
   * Replaces a vector x by the reflection that turns it into a multiple of the first unit vector:
   * its first element by that multiple, the others by those of v.
   *
   * @param at the index of the first element, {@code stride} before the second
   * @return the scale; 0 if all others are zero
   */
  static double make(double[] x, int at, int stride, int count) {
    double tail = 0;
    for (int i = 1; i < count; i++) {
      tail += x[at + i * stride] * x[at + i * stride];
    }
    double first = x[at];
    if (tail <= Double.MIN_NORMAL) {
      for (int i = 1; i < count; i++) {
        x[at + i * stride] = 0;
      }
      return 0;
    }
    double norm = Math.sqrt(first * first + tail);
    double beta = first >= 0 ? -norm : norm;
    for (int i = 1; i < count; i++) {
      x[at + i * stride] /= first - beta;
    }
    x[at] = beta;
    return (beta - first) / beta;
  }

  /**
   * Reflects the columns of the matrix [rows, columns] at {@code to}.
   *
   * @param v the vector, the elements {@code vStride} apart
   * @param toStride from row to row of the matrix
   */
  static void apply(
      double[] v,
      int vAt,
      int vStride,
      double scale,
      double[] to,
      int toAt,
      int toStride,
      int rows,
      int columns) {
    if (scale == 0 || columns <= 0) {
      return;
    }
    double[] products = new double[columns];
    for (int i = 0; i < rows; i++) {
      double factor = i == 0 ? 1 : v[vAt + i * vStride];
      for (int j = 0; j < columns; j++) {
        products[j] += factor * to[toAt + i * toStride + j];
      }
    }
    for (int i = 0; i < rows; i++) {
      double factor = scale * (i == 0 ? 1 : v[vAt + i * vStride]);
      for (int j = 0; j < columns; j++) {
        to[toAt + i * toStride + j] -= factor * products[j];
      }
    }
  }
}

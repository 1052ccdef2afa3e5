package org.slimgraph.cpu;

/**
 * The decomposition A P = Q R of a matrix by Householder reflections, P reordering columns if that
 * is wanted. Source: Golub and Van Loan, 2013, Matrix Computations, 4th edition, 5.2.2 and 5.4.2.
 * An element of the diagonal of R has the sign opposite to what it replaces, which loses no digits;
 * a column that is zero below the diagonal already stays as it is.
 */
public final class QrDecomposition {
  private final int rows;
  private final int columns;
  private final int steps;

  /** R, and below its diagonal the vectors of the reflections, whose first element is 1. */
  private final double[] a;

  private final double[] scales;
  private final int[] order;

  private QrDecomposition(double[] a, int rows, int columns) {
    this.a = a;
    this.rows = rows;
    this.columns = columns;
    this.steps = Math.min(rows, columns);
    this.scales = new double[steps];
    this.order = new int[columns];
    for (int j = 0; j < columns; j++) {
      order[j] = j;
    }
  }

  /** Decomposes [rows, columns], row by row, in place; the order of columns stays. */
  public static QrDecomposition of(double[] a, int rows, int columns) {
    return decompose(a, rows, columns, false);
  }

  /** Decomposes [rows, columns] in place, the column with the largest rest first at every step. */
  static QrDecomposition pivoted(double[] a, int rows, int columns) {
    return decompose(a, rows, columns, true);
  }

  private static QrDecomposition decompose(double[] a, int rows, int columns, boolean pivoted) {
    QrDecomposition qr = new QrDecomposition(a, rows, columns);
    for (int k = 0; k < qr.steps; k++) {
      if (pivoted) {
        qr.swapColumns(k, qr.largestColumn(k));
      }
      qr.scales[k] = Reflection.make(a, k * columns + k, columns, rows - k);
      Reflection.apply(
          a,
          k * columns + k,
          columns,
          qr.scales[k],
          a,
          k * columns + k + 1,
          columns,
          rows - k,
          columns - k - 1);
    }
    return qr;
  }

  private int largestColumn(int k) {
    int best = k;
    double largest = -1;
    for (int j = k; j < columns; j++) {
      double sum = 0;
      for (int i = k; i < rows; i++) {
        sum += a[i * columns + j] * a[i * columns + j];
      }
      if (sum > largest) {
        largest = sum;
        best = j;
      }
    }
    return best;
  }

  private void swapColumns(int j, int k) {
    if (j == k) {
      return;
    }
    int column = order[j];
    order[j] = order[k];
    order[k] = column;
    for (int i = 0; i < rows; i++) {
      double value = a[i * columns + j];
      a[i * columns + j] = a[i * columns + k];
      a[i * columns + k] = value;
    }
  }

  /** Returns which column of A column {@code j} of A P is. */
  int column(int j) {
    return order[j];
  }

  /** Returns the first {@code count} rows of R, [count, columns]. */
  public double[] r(int count) {
    double[] r = new double[count * columns];
    for (int i = 0; i < Math.min(count, steps); i++) {
      for (int j = i; j < columns; j++) {
        r[i * columns + j] = a[i * columns + j];
      }
    }
    return r;
  }

  /** Returns the first {@code count} columns of Q, [rows, count]. */
  public double[] q(int count) {
    double[] q = new double[rows * count];
    for (int i = 0; i < Math.min(rows, count); i++) {
      q[i * count + i] = 1;
    }
    for (int k = steps - 1; k >= 0; k--) {
      if (k < count) {
        Reflection.apply(
            a, k * columns + k, columns, scales[k], q, k * count + k, count, rows - k, count - k);
      }
    }
    return q;
  }
}

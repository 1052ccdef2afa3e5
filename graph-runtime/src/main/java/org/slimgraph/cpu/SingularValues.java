package org.slimgraph.cpu;

/**
 * The decomposition A = U diag(s) V' with falling s, by Jacobi rotations from both sides.
 *
 * <p>A matrix that is not square is first brought to a square triangle by a pivoted QR
 * decomposition. Then every pair of rows and columns is rotated until what is beside the diagonal
 * is negligible, sweep by sweep. Source: Golub and Van Loan, 2013, Matrix Computations, 4th
 * edition, 8.6.3 (Kogbetliantz). Cost: about 6 sweeps of 12 n^3 operations; small values come out
 * to high relative accuracy.
 */
public final class SingularValues {
  private static final int MAX_SWEEPS = 60;
  private static final double PRECISION = 0x1p-51;

  private final int rows;
  private final int columns;
  private final int n;

  /** The square matrix that becomes diagonal. */
  private final double[] work;

  private final double[] values;

  /** Row i is the left vector i. */
  private final double[] left;

  /** Row i is the right vector i. */
  private final double[] right;

  private SingularValues(int rows, int columns, boolean full) {
    this.rows = rows;
    this.columns = columns;
    this.n = Math.min(rows, columns);
    this.work = new double[n * n];
    this.values = new double[n];
    this.left = new double[(full ? rows : n) * rows];
    this.right = new double[(full ? columns : n) * columns];
  }

  /**
   * Decomposes a matrix.
   *
   * @param a [rows, columns], row by row; is overwritten
   * @param full whether to make all vectors, not only those of the values
   */
  public static SingularValues of(double[] a, int rows, int columns, boolean full) {
    SingularValues result = new SingularValues(rows, columns, full);
    double scale = 0;
    for (int i = 0; i < rows * columns; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
    }
    scale = scale == 0 || Double.isInfinite(scale) ? 1 : scale;
    for (int i = 0; i < rows * columns; i++) {
      a[i] /= scale;
    }
    result.makeSquare(a);
    result.sweep();
    result.finish(scale);
    return result;
  }

  /** Returns value {@code i}, the largest first. */
  public double value(int i) {
    return values[i];
  }

  /** Returns element {@code row} of the left vector {@code i}. */
  public double left(int row, int i) {
    return left[i * rows + row];
  }

  /** Returns element {@code row} of the right vector {@code i}. */
  public double right(int row, int i) {
    return right[i * columns + row];
  }

  private void makeSquare(double[] a) {
    if (rows > columns) {
      QrDecomposition qr = QrDecomposition.pivoted(a, rows, columns);
      System.arraycopy(qr.r(n), 0, work, 0, n * n);
      reflected(qr, left, rows);
      for (int j = 0; j < columns; j++) {
        right[j * columns + qr.column(j)] = 1;
      }
    } else if (rows < columns) {
      QrDecomposition qr = QrDecomposition.pivoted(transposed(a), columns, rows);
      double[] r = qr.r(n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          work[j * n + i] = r[i * n + j];
        }
      }
      reflected(qr, right, columns);
      for (int j = 0; j < rows; j++) {
        left[j * rows + qr.column(j)] = 1;
      }
    } else {
      System.arraycopy(a, 0, work, 0, n * n);
      for (int i = 0; i < n; i++) {
        left[i * n + i] = 1;
        right[i * n + i] = 1;
      }
    }
  }

  /** Stores the columns of Q as rows. */
  private static void reflected(QrDecomposition qr, double[] vectors, int length) {
    int count = vectors.length / length;
    double[] q = qr.q(count);
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < count; j++) {
        vectors[j * length + i] = q[i * count + j];
      }
    }
  }

  private double[] transposed(double[] a) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = a[i * columns + j];
      }
    }
    return result;
  }

  private void sweep() {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(work[i * n + i]));
    }
    boolean finished = false;
    for (int sweep = 0; !finished && sweep < MAX_SWEEPS; sweep++) {
      finished = true;
      for (int p = 1; p < n; p++) {
        for (int q = 0; q < p; q++) {
          double threshold = Math.max(Double.MIN_NORMAL, PRECISION * largest);
          if (Math.abs(work[p * n + q]) > threshold || Math.abs(work[q * n + p]) > threshold) {
            finished = false;
            rotate(p, q);
            double pair = Math.max(Math.abs(work[p * n + p]), Math.abs(work[q * n + q]));
            largest = Math.max(largest, pair);
          }
        }
      }
    }
  }

  /** Makes the rows and columns p and q of the work matrix diagonal, from both sides. */
  private void rotate(int p, int q) {
    double[] m = {work[p * n + p], work[p * n + q], work[q * n + p], work[q * n + q]};
    Rotation symmetric = symmetric(m);
    symmetric.apply(m, 0, 2, 1, 2);
    Rotation rightRotation = Rotation.jacobi(m[0], m[1], m[3]);
    Rotation leftRotation = symmetric.times(rightRotation.transposed());
    leftRotation.apply(work, p * n, q * n, 1, n);
    leftRotation.apply(left, p * rows, q * rows, 1, rows);
    Rotation turned = rightRotation.transposed();
    turned.apply(work, p, q, n, n);
    turned.apply(right, p * columns, q * columns, 1, columns);
  }

  /** Returns the rotation of rows that makes a matrix of 2 x 2 symmetric. */
  private static Rotation symmetric(double[] m) {
    double sum = m[0] + m[3];
    double difference = m[2] - m[1];
    if (Math.abs(difference) < Double.MIN_NORMAL) {
      return new Rotation(1, 0);
    }
    double u = sum / difference;
    double length = Math.sqrt(1 + u * u);
    return new Rotation(u / length, 1 / length);
  }

  private void finish(double scale) {
    for (int i = 0; i < n; i++) {
      double value = work[i * n + i];
      values[i] = Math.abs(value) * scale;
      if (value < 0) {
        for (int k = 0; k < rows; k++) {
          left[i * rows + k] = -left[i * rows + k];
        }
      }
    }
    for (int i = 0; i < n - 1; i++) {
      int largest = i;
      for (int k = i + 1; k < n; k++) {
        if (values[k] > values[largest]) {
          largest = k;
        }
      }
      if (largest != i) {
        swap(values, i, largest, 1);
        swap(left, i * rows, largest * rows, rows);
        swap(right, i * columns, largest * columns, columns);
      }
    }
  }

  private static void swap(double[] a, int x, int y, int count) {
    for (int i = 0; i < count; i++) {
      double value = a[x + i];
      a[x + i] = a[y + i];
      a[y + i] = value;
    }
  }
}

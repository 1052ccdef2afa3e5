package org.slimgraph.cpu;

/** A plane rotation: (x, y) becomes (c x + s y, c y - s x). */
record Rotation(double c, double s) {

  /**
   * Returns the rotation that turns (p, q) onto the first axis when its transpose is applied.
   * Source: Golub and Van Loan, 2013, Matrix Computations, 4th edition, 5.1.8.
   */
  static Rotation givens(double p, double q) {
    if (q == 0) {
      return new Rotation(p < 0 ? -1 : 1, 0);
    } else if (p == 0) {
      return new Rotation(0, q < 0 ? 1 : -1);
    } else if (Math.abs(p) > Math.abs(q)) {
      double t = q / p;
      double u = Math.copySign(Math.sqrt(1 + t * t), p);
      return new Rotation(1 / u, -t / u);
    }
    double t = p / q;
    double u = Math.copySign(Math.sqrt(1 + t * t), q);
    return new Rotation(t / u, -1 / u);
  }

  /** Returns the rotation that makes the symmetric matrix [[x, y], [y, z]] diagonal; 8.5.2. */
  static Rotation jacobi(double x, double y, double z) {
    double twice = 2 * Math.abs(y);
    if (twice < Double.MIN_NORMAL) {
      return new Rotation(1, 0);
    }
    double tau = (x - z) / twice;
    double w = Math.sqrt(tau * tau + 1);
    double t = tau > 0 ? 1 / (tau + w) : 1 / (tau - w);
    double n = 1 / Math.sqrt(t * t + 1);
    return new Rotation(n, -Math.signum(t) * Math.signum(y) * Math.abs(t) * n);
  }

  Rotation transposed() {
    return new Rotation(c, -s);
  }

  Rotation times(Rotation other) {
    return new Rotation(c * other.c - s * other.s, c * other.s + s * other.c);
  }

  /** Rotates {@code count} pairs whose elements are {@code stride} apart. */
  void apply(double[] a, int x, int y, int stride, int count) {
    for (int i = 0; i < count * stride; i += stride) {
      double xi = a[x + i];
      double yi = a[y + i];
      a[x + i] = c * xi + s * yi;
      a[y + i] = c * yi - s * xi;
    }
  }
}

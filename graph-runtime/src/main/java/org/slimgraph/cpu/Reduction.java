package org.slimgraph.cpu;

/** How a reduction combines two values, and what it makes of none. */
public enum Reduction {
  /** The sum; 0 of nothing. */
  SUM {
    @Override
    float apply(float a, float b) {
      return a + b;
    }

    @Override
    double apply(double a, double b) {
      return a + b;
    }

    @Override
    int apply(int a, int b) {
      return a + b;
    }

    @Override
    long apply(long a, long b) {
      return a + b;
    }
  },
  /** The product; 1 of nothing. */
  PROD {
    @Override
    float apply(float a, float b) {
      return a * b;
    }

    @Override
    double apply(double a, double b) {
      return a * b;
    }

    @Override
    int apply(int a, int b) {
      return a * b;
    }

    @Override
    long apply(long a, long b) {
      return a * b;
    }
  },
  /** The largest value, NaNs skipped; minus infinity or the lowest integer of nothing. */
  MAX {
    @Override
    float apply(float a, float b) {
      return a < b ? b : a;
    }

    @Override
    double apply(double a, double b) {
      return a < b ? b : a;
    }

    @Override
    int apply(int a, int b) {
      return Math.max(a, b);
    }

    @Override
    long apply(long a, long b) {
      return Math.max(a, b);
    }
  },
  /** The smallest value, NaNs skipped; plus infinity or the highest integer of nothing. */
  MIN {
    @Override
    float apply(float a, float b) {
      return b < a ? b : a;
    }

    @Override
    double apply(double a, double b) {
      return b < a ? b : a;
    }

    @Override
    int apply(int a, int b) {
      return Math.min(a, b);
    }

    @Override
    long apply(long a, long b) {
      return Math.min(a, b);
    }
  };

  abstract float apply(float a, float b);

  abstract double apply(double a, double b);

  abstract int apply(int a, int b);

  abstract long apply(long a, long b);

  double identity() {
    return switch (this) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  int intIdentity() {
    return switch (this) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Integer.MIN_VALUE;
      case MIN -> Integer.MAX_VALUE;
    };
  }

  long longIdentity() {
    return switch (this) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
    };
  }
}

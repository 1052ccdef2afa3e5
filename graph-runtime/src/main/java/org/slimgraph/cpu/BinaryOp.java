package org.slimgraph.cpu;

/** Elementwise functions of two arguments that have loops of their own. */
public enum BinaryOp {
  /** The sum. */
  ADD {
    @Override
    public float apply(float a, float b) {
      return a + b;
    }

    @Override
    public double apply(double a, double b) {
      return a + b;
    }
  },
  /** The difference. */
  SUB {
    @Override
    public float apply(float a, float b) {
      return a - b;
    }

    @Override
    public double apply(double a, double b) {
      return a - b;
    }
  },
  /** The product; subnormal floats become zero. */
  MUL {
    @Override
    public float apply(float a, float b) {
      return Subnormals.flush(a * b);
    }

    @Override
    public double apply(double a, double b) {
      return a * b;
    }
  },
  /** The quotient; subnormal floats become zero. */
  DIV {
    @Override
    public float apply(float a, float b) {
      return Subnormals.flush(a / b);
    }

    @Override
    public double apply(double a, double b) {
      return a / b;
    }
  },
  /**
   * TF 1.x: b where a is less than b, else a; so a NaN on the left stays and one on the right does
   * not.
   */
  MAXIMUM {
    @Override
    public float apply(float a, float b) {
      return a < b ? b : a;
    }

    @Override
    public double apply(double a, double b) {
      return a < b ? b : a;
    }
  },
  /**
   * TF 1.x: b where b is less than a, else a; so a NaN on the left stays and one on the right does
   * not. Subnormal floats become zero.
   */
  MINIMUM {
    @Override
    public float apply(float a, float b) {
      return Subnormals.flush(b < a ? b : a);
    }

    @Override
    public double apply(double a, double b) {
      return b < a ? b : a;
    }
  },
  /** The square of the difference. */
  SQUARED_DIFFERENCE {
    @Override
    public float apply(float a, float b) {
      return (a - b) * (a - b);
    }

    @Override
    public double apply(double a, double b) {
      return (a - b) * (a - b);
    }
  },
  /**
   * TF 1.x: gradient a times (b above 0 ? 1 : 0), where b is the input or output of relu; a NaN
   * gradient stays.
   */
  RELU_GRAD {
    @Override
    public float apply(float a, float b) {
      return a * (b > 0f ? 1f : 0f);
    }

    @Override
    public double apply(double a, double b) {
      return a * (b > 0.0 ? 1.0 : 0.0);
    }
  },
  /** TF 1.x: gradient a times (b strictly between 0 and 6 ? 1 : 0). */
  RELU6_GRAD {
    @Override
    public float apply(float a, float b) {
      return a * (b > 0f && b < 6f ? 1f : 0f);
    }

    @Override
    public double apply(double a, double b) {
      return a * (b > 0.0 && b < 6.0 ? 1.0 : 0.0);
    }
  };

  /** Returns the function's value in float. */
  public abstract float apply(float a, float b);

  /** Returns the function's value in double. */
  public abstract double apply(double a, double b);
}

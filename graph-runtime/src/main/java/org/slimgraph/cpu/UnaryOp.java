package org.slimgraph.cpu;

/** Elementwise functions of one argument that have loops of their own. */
public enum UnaryOp {
  /** Minus x. */
  NEG {
    @Override
    public float apply(float x) {
      return -x;
    }

    @Override
    public double apply(double x) {
      return -x;
    }
  },
  /** The absolute value. */
  ABS {
    @Override
    public float apply(float x) {
      return Math.abs(x);
    }

    @Override
    public double apply(double x) {
      return Math.abs(x);
    }
  },
  /** x times x. */
  SQUARE {
    @Override
    public float apply(float x) {
      return x * x;
    }

    @Override
    public double apply(double x) {
      return x * x;
    }
  },
  /** The square root; that of a subnormal float is zero. */
  SQRT {
    @Override
    public float apply(float x) {
      return (float) Math.sqrt(Subnormals.flush(x));
    }

    @Override
    public double apply(double x) {
      return Math.sqrt(x);
    }
  },
  /** One over the square root; plus infinity for zeros of either sign and subnormal floats. */
  RSQRT {
    @Override
    public float apply(float x) {
      return 1f / (float) Math.sqrt(Subnormals.flush(x));
    }

    @Override
    public double apply(double x) {
      return 1.0 / Math.sqrt(x);
    }
  },
  /** One over x. */
  RECIPROCAL {
    @Override
    public float apply(float x) {
      return 1f / x;
    }

    @Override
    public double apply(double x) {
      return 1.0 / x;
    }
  },
  /** The larger of x and 0; NaN stays NaN, subnormal floats become zero. */
  RELU {
    @Override
    public float apply(float x) {
      return x < Float.MIN_NORMAL ? 0f : x;
    }

    @Override
    public double apply(double x) {
      return Math.max(x, 0.0);
    }
  },
  /** x clipped to 0…6; NaN stays NaN. */
  RELU6 {
    @Override
    public float apply(float x) {
      return Math.min(Math.max(x, 0f), 6f);
    }

    @Override
    public double apply(double x) {
      return Math.min(Math.max(x, 0.0), 6.0);
    }
  },
  /** e to the power of x; subnormal floats become zero. */
  EXP {
    @Override
    public float apply(float x) {
      return Subnormals.flush((float) Math.exp(x));
    }

    @Override
    public double apply(double x) {
      return Math.exp(x);
    }
  },
  /** The natural logarithm. */
  LOG {
    @Override
    public float apply(float x) {
      return (float) Math.log(x);
    }

    @Override
    public double apply(double x) {
      return Math.log(x);
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    public float apply(float x) {
      return Saturating.tanh(x);
    }

    @Override
    public double apply(double x) {
      return Math.tanh(x);
    }
  },
  /** One over (1 plus e to the power of minus x). */
  SIGMOID {
    @Override
    public float apply(float x) {
      return Saturating.sigmoid(x);
    }

    @Override
    public double apply(double x) {
      return 1.0 / (1.0 + Math.exp(-x));
    }
  };

  /** Returns the function's value in float. */
  public abstract float apply(float x);

  /** Returns the function's value in double. */
  public abstract double apply(double x);
}

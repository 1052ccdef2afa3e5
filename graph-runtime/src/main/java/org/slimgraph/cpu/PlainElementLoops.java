package org.slimgraph.cpu;

/**
 * Elementwise loops without SIMD instructions of our own: one simple loop an operation, for the
 * compiler to do its best.
 */
final class PlainElementLoops implements ElementLoops {

  @Override
  public void unary(UnaryOp op, float[] x, int xOffset, float[] out, int outOffset, int count) {
    switch (op) {
      case RELU -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = UnaryOp.RELU.apply(x[xOffset + i]);
        }
      }
      case RELU6 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Math.min(Math.max(x[xOffset + i], 0f), 6f);
        }
      }
      case NEG -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = -x[xOffset + i];
        }
      }
      case SQUARE -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = x[xOffset + i] * x[xOffset + i];
        }
      }
      case ABS, SQRT, RSQRT, RECIPROCAL, EXP, LOG, TANH, SIGMOID -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = op.apply(x[xOffset + i]);
        }
      }
    }
  }

  @Override
  public void binary(
      BinaryOp op,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] - b[bOffset + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Subnormals.flush(a[aOffset + i] * b[bOffset + i]);
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < count; i++) {
          float left = a[aOffset + i];
          float right = b[bOffset + i];
          out[outOffset + i] = left < right ? right : left;
        }
      }
      case RELU_GRAD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] * (b[bOffset + i] > 0f ? 1f : 0f);
        }
      }
      case DIV, MINIMUM, SQUARED_DIFFERENCE, RELU6_GRAD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = op.apply(a[aOffset + i], b[bOffset + i]);
        }
      }
    }
  }

  @Override
  public void scalarLeft(
      BinaryOp op, float a, float[] b, int bOffset, float[] out, int outOffset, int count) {
    switch (op) {
      case ADD -> scalarRight(op, b, bOffset, a, out, outOffset, count);
      case MUL -> scalarRight(op, b, bOffset, a, out, outOffset, count);
      case SUB, DIV, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, RELU_GRAD, RELU6_GRAD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = op.apply(a, b[bOffset + i]);
        }
      }
    }
  }

  @Override
  public void scalarRight(
      BinaryOp op, float[] a, int aOffset, float b, float[] out, int outOffset, int count) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] + b;
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] - b;
        }
      }
      case MUL -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Subnormals.flush(a[aOffset + i] * b);
        }
      }
      case DIV, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, RELU_GRAD, RELU6_GRAD -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = op.apply(a[aOffset + i], b);
        }
      }
    }
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = Fma.fma(a[aOffset + i], b[bOffset + i], out[outOffset + i]);
    }
  }

  @Override
  public void addScaled(
      float factor, float[] x, int xOffset, float[] out, int outOffset, int count) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = Fma.fma(factor, x[xOffset + i], out[outOffset + i]);
    }
  }

  @Override
  public void addFourScaled(
      float[] factors,
      int factorOffset,
      float[] x,
      int xOffset,
      int pitch,
      float[] out,
      int outOffset,
      int count) {
    for (int row = 0; row < 4; row++) {
      addScaled(factors[factorOffset + row], x, xOffset + row * pitch, out, outOffset, count);
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      s0 = Fma.fma(a[aOffset + i], b[bOffset + i], s0);
      s1 = Fma.fma(a[aOffset + i + 1], b[bOffset + i + 1], s1);
      s2 = Fma.fma(a[aOffset + i + 2], b[bOffset + i + 2], s2);
      s3 = Fma.fma(a[aOffset + i + 3], b[bOffset + i + 3], s3);
    }
    for (; i < count; i++) {
      s0 = Fma.fma(a[aOffset + i], b[bOffset + i], s0);
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void copyLoosely(float[] from, int fromOffset, float[] to, int toOffset, int count) {
    System.arraycopy(from, fromOffset, to, toOffset, count);
  }

  @Override
  public double sum(float[] x, int offset, int count) {
    // Four chains: a single one waits four cycles for each addition.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      s0 += x[offset + i];
      s1 += x[offset + i + 1];
      s2 += x[offset + i + 2];
      s3 += x[offset + i + 3];
    }
    for (; i < count; i++) {
      s0 += x[offset + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public float max(float[] x, int offset, int count) {
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float value = x[offset + i];
      best = best < value ? value : best;
    }
    return best;
  }

  @Override
  public float min(float[] x, int offset, int count) {
    float best = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float value = x[offset + i];
      best = value < best ? value : best;
    }
    return best;
  }
}

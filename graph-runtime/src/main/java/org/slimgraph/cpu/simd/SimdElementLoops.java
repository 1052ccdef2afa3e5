package org.slimgraph.cpu.simd;

import static org.slimgraph.cpu.Saturating.S0;
import static org.slimgraph.cpu.Saturating.S1;
import static org.slimgraph.cpu.Saturating.S10;
import static org.slimgraph.cpu.Saturating.S2;
import static org.slimgraph.cpu.Saturating.S3;
import static org.slimgraph.cpu.Saturating.S4;
import static org.slimgraph.cpu.Saturating.S5;
import static org.slimgraph.cpu.Saturating.S6;
import static org.slimgraph.cpu.Saturating.S7;
import static org.slimgraph.cpu.Saturating.S8;
import static org.slimgraph.cpu.Saturating.S9;
import static org.slimgraph.cpu.Saturating.SIGMOID_END;
import static org.slimgraph.cpu.Saturating.T0;
import static org.slimgraph.cpu.Saturating.T1;
import static org.slimgraph.cpu.Saturating.T11;
import static org.slimgraph.cpu.Saturating.T13;
import static org.slimgraph.cpu.Saturating.T2;
import static org.slimgraph.cpu.Saturating.T3;
import static org.slimgraph.cpu.Saturating.T4;
import static org.slimgraph.cpu.Saturating.T5;
import static org.slimgraph.cpu.Saturating.T6;
import static org.slimgraph.cpu.Saturating.T7;
import static org.slimgraph.cpu.Saturating.T9;
import static org.slimgraph.cpu.Saturating.TANH_END;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.ElementLoops;
import org.slimgraph.cpu.UnaryOp;

/** Elementwise loops, a vector a step; the rest below a whole vector is done one by one. */
final class SimdElementLoops implements ElementLoops {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  /** Elements summed in single precision before they are folded into a double. */
  private static final int SUM_BLOCK = 2048;

  @Override
  public void unary(UnaryOp op, float[] x, int xOffset, float[] out, int outOffset, int count) {
    switch (op) {
      case NEG -> neg(x, xOffset, out, outOffset, count);
      case ABS -> abs(x, xOffset, out, outOffset, count);
      case SQUARE -> square(x, xOffset, out, outOffset, count);
      case SQRT -> sqrt(x, xOffset, out, outOffset, count);
      case RSQRT -> rsqrt(x, xOffset, out, outOffset, count);
      case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, count);
      case RELU -> relu(x, xOffset, out, outOffset, count);
      case RELU6 -> relu6(x, xOffset, out, outOffset, count);
      case TANH -> tanh(x, xOffset, out, outOffset, count);
      case SIGMOID -> sigmoid(x, xOffset, out, outOffset, count);
      case EXP, LOG -> scalars(op, x, xOffset, out, outOffset, 0, count);
    }
  }

  /** {@link org.slimgraph.cpu.Subnormals#flush}, a vector at a time. */
  private static FloatVector flush(FloatVector v) {
    return v.blend(0f, v.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
  }

  private static void scalars(
      UnaryOp op, float[] x, int xOffset, float[] out, int outOffset, int begin, int end) {
    for (int i = begin; i < end; i++) {
      out[outOffset + i] = op.apply(x[xOffset + i]);
    }
  }

  private static void neg(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.neg().intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.NEG, x, xOffset, out, outOffset, end, count);
  }

  private static void abs(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.abs().intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.ABS, x, xOffset, out, outOffset, end, count);
  }

  private static void square(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.mul(v).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.SQUARE, x, xOffset, out, outOffset, end, count);
  }

  private static void sqrt(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      flush(v).sqrt().intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.SQRT, x, xOffset, out, outOffset, end, count);
  }

  private static void rsqrt(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      one.div(flush(v).sqrt()).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.RSQRT, x, xOffset, out, outOffset, end, count);
  }

  private static void reciprocal(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      one.div(v).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.RECIPROCAL, x, xOffset, out, outOffset, end, count);
  }

  private static void relu(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.blend(0f, v.compare(VectorOperators.LT, Float.MIN_NORMAL)).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.RELU, x, xOffset, out, outOffset, end, count);
  }

  private static void relu6(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.max(0f).min(6f).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.RELU6, x, xOffset, out, outOffset, end, count);
  }

  private static void tanh(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i).max(-TANH_END).min(TANH_END);
      FloatVector z = v.mul(v);
      FloatVector odd = z.mul(T13).add(T11).mul(z).add(T9).mul(z).add(T7);
      odd = odd.mul(z).add(T5).mul(z).add(T3).mul(z).add(T1);
      FloatVector even = z.mul(T6).add(T4).mul(z).add(T2).mul(z).add(T0);
      v.mul(odd).div(even).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.TANH, x, xOffset, out, outOffset, end, count);
  }

  private static void sigmoid(float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i).max(-SIGMOID_END).min(SIGMOID_END);
      FloatVector z = v.mul(v);
      FloatVector odd = z.mul(S9).add(S7).mul(z).add(S5).mul(z).add(S3).mul(z).add(S1);
      FloatVector even = z.mul(S10).add(S8).mul(z).add(S6).mul(z).add(S4);
      even = even.mul(z).add(S2).mul(z).add(S0);
      v.mul(odd).div(even).add(0.5f).max(0f).min(1f).intoArray(out, outOffset + i);
    }
    scalars(UnaryOp.SIGMOID, x, xOffset, out, outOffset, end, count);
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
      case ADD -> add(a, aOffset, b, bOffset, out, outOffset, count);
      case SUB -> sub(a, aOffset, b, bOffset, out, outOffset, count);
      case MUL -> mul(a, aOffset, b, bOffset, out, outOffset, count);
      case DIV -> div(a, aOffset, b, bOffset, out, outOffset, count);
      case MAXIMUM -> maximum(a, aOffset, b, bOffset, out, outOffset, count);
      case MINIMUM -> minimum(a, aOffset, b, bOffset, out, outOffset, count);
      case SQUARED_DIFFERENCE -> squaredDifference(a, aOffset, b, bOffset, out, outOffset, count);
      case RELU_GRAD -> reluGrad(a, aOffset, b, bOffset, out, outOffset, count);
      case RELU6_GRAD -> relu6Grad(a, aOffset, b, bOffset, out, outOffset, count);
    }
    for (int i = S.loopBound(count); i < count; i++) {
      out[outOffset + i] = op.apply(a[aOffset + i], b[bOffset + i]);
    }
  }

  private static void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.add(w).intoArray(out, outOffset + i);
    }
  }

  private static void sub(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.sub(w).intoArray(out, outOffset + i);
    }
  }

  private static void mul(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.mul(w)).intoArray(out, outOffset + i);
    }
  }

  private static void div(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.div(w)).intoArray(out, outOffset + i);
    }
  }

  private static void maximum(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.blend(w, v.compare(VectorOperators.LT, w)).intoArray(out, outOffset + i);
    }
  }

  private static void minimum(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.blend(w, w.compare(VectorOperators.LT, v))).intoArray(out, outOffset + i);
    }
  }

  private static void squaredDifference(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      FloatVector difference = v.sub(w);
      difference.mul(difference).intoArray(out, outOffset + i);
    }
  }

  private static void reluGrad(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.mul(zero.blend(one, w.compare(VectorOperators.GT, 0f))).intoArray(out, outOffset + i);
    }
  }

  private static void relu6Grad(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.mul(
              zero.blend(
                  one, w.compare(VectorOperators.GT, 0f).and(w.compare(VectorOperators.LT, 6f))))
          .intoArray(out, outOffset + i);
    }
  }

  @Override
  public void scalarLeft(
      BinaryOp op, float a, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int begin = S.loopBound(count);
    switch (op) {
      case ADD -> addLeft(a, b, bOffset, out, outOffset, begin);
      case SUB -> subLeft(a, b, bOffset, out, outOffset, begin);
      case MUL -> mulLeft(a, b, bOffset, out, outOffset, begin);
      case DIV -> divLeft(a, b, bOffset, out, outOffset, begin);
      case MAXIMUM -> maximumLeft(a, b, bOffset, out, outOffset, begin);
      case MINIMUM -> minimumLeft(a, b, bOffset, out, outOffset, begin);
      case SQUARED_DIFFERENCE -> squaredDifferenceLeft(a, b, bOffset, out, outOffset, begin);
      case RELU_GRAD, RELU6_GRAD -> begin = 0;
    }
    for (int i = begin; i < count; i++) {
      out[outOffset + i] = op.apply(a, b[bOffset + i]);
    }
  }

  private static void addLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.add(w).intoArray(out, outOffset + i);
    }
  }

  private static void subLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.sub(w).intoArray(out, outOffset + i);
    }
  }

  private static void mulLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.mul(w)).intoArray(out, outOffset + i);
    }
  }

  private static void divLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.div(w)).intoArray(out, outOffset + i);
    }
  }

  private static void maximumLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.blend(w, v.compare(VectorOperators.LT, w)).intoArray(out, outOffset + i);
    }
  }

  private static void minimumLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      flush(v.blend(w, w.compare(VectorOperators.LT, v))).intoArray(out, outOffset + i);
    }
  }

  private static void squaredDifferenceLeft(
      float a, float[] b, int bOffset, float[] out, int outOffset, int end) {
    FloatVector v = FloatVector.broadcast(S, a);
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      FloatVector difference = v.sub(w);
      difference.mul(difference).intoArray(out, outOffset + i);
    }
  }

  @Override
  public void scalarRight(
      BinaryOp op, float[] a, int aOffset, float b, float[] out, int outOffset, int count) {
    int begin = S.loopBound(count);
    switch (op) {
      case ADD -> addRight(a, aOffset, b, out, outOffset, begin);
      case SUB -> subRight(a, aOffset, b, out, outOffset, begin);
      case MUL -> mulRight(a, aOffset, b, out, outOffset, begin);
      case DIV -> divRight(a, aOffset, b, out, outOffset, begin);
      case MAXIMUM -> maximumRight(a, aOffset, b, out, outOffset, begin);
      case MINIMUM -> minimumRight(a, aOffset, b, out, outOffset, begin);
      case SQUARED_DIFFERENCE -> squaredDifferenceRight(a, aOffset, b, out, outOffset, begin);
      case RELU_GRAD, RELU6_GRAD -> begin = 0;
    }
    for (int i = begin; i < count; i++) {
      out[outOffset + i] = op.apply(a[aOffset + i], b);
    }
  }

  private static void addRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      v.add(w).intoArray(out, outOffset + i);
    }
  }

  private static void subRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      v.sub(w).intoArray(out, outOffset + i);
    }
  }

  private static void mulRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      flush(v.mul(w)).intoArray(out, outOffset + i);
    }
  }

  private static void divRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      flush(v.div(w)).intoArray(out, outOffset + i);
    }
  }

  private static void maximumRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      v.blend(w, v.compare(VectorOperators.LT, w)).intoArray(out, outOffset + i);
    }
  }

  private static void minimumRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      flush(v.blend(w, w.compare(VectorOperators.LT, v))).intoArray(out, outOffset + i);
    }
  }

  private static void squaredDifferenceRight(
      float[] a, int aOffset, float b, float[] out, int outOffset, int end) {
    FloatVector w = FloatVector.broadcast(S, b);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector difference = v.sub(w);
      difference.mul(difference).intoArray(out, outOffset + i);
    }
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector w = FloatVector.fromArray(S, b, bOffset + i);
      v.fma(w, FloatVector.fromArray(S, out, outOffset + i)).intoArray(out, outOffset + i);
    }
    for (int i = end; i < count; i++) {
      out[outOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], out[outOffset + i]);
    }
  }

  @Override
  public void addScaled(
      float factor, float[] x, int xOffset, float[] out, int outOffset, int count) {
    int end = S.loopBound(count);
    FloatVector scale = FloatVector.broadcast(S, factor);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.fma(scale, FloatVector.fromArray(S, out, outOffset + i)).intoArray(out, outOffset + i);
    }
    for (int i = end; i < count; i++) {
      out[outOffset + i] = Math.fma(factor, x[xOffset + i], out[outOffset + i]);
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
    int end = S.loopBound(count);
    FloatVector f0 = FloatVector.broadcast(S, factors[factorOffset]);
    FloatVector f1 = FloatVector.broadcast(S, factors[factorOffset + 1]);
    FloatVector f2 = FloatVector.broadcast(S, factors[factorOffset + 2]);
    FloatVector f3 = FloatVector.broadcast(S, factors[factorOffset + 3]);
    for (int i = 0; i < end; i += LANES) {
      FloatVector sum = FloatVector.fromArray(S, out, outOffset + i);
      sum = FloatVector.fromArray(S, x, xOffset + i).fma(f0, sum);
      sum = FloatVector.fromArray(S, x, xOffset + pitch + i).fma(f1, sum);
      sum = FloatVector.fromArray(S, x, xOffset + 2 * pitch + i).fma(f2, sum);
      FloatVector.fromArray(S, x, xOffset + 3 * pitch + i)
          .fma(f3, sum)
          .intoArray(out, outOffset + i);
    }
    for (int i = end; i < count; i++) {
      for (int row = 0; row < 4; row++) {
        float value = x[xOffset + row * pitch + i];
        out[outOffset + i] = Math.fma(factors[factorOffset + row], value, out[outOffset + i]);
      }
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int count) {
    float[] lanes = Lanes.ofThread();
    int end = count / (4 * LANES) * (4 * LANES);
    dotLanes(a, aOffset, b, bOffset, end, lanes);
    float sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
      sum += lanes[lane];
    }
    for (int i = end; i < count; i++) {
      sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
    }
    return sum;
  }

  private static void dotLanes(
      float[] a, int aOffset, float[] b, int bOffset, int count, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int i = 0; i < count; i += 4 * LANES) {
      FloatVector v0 = FloatVector.fromArray(S, a, aOffset + i);
      FloatVector v1 = FloatVector.fromArray(S, a, aOffset + i + LANES);
      FloatVector v2 = FloatVector.fromArray(S, a, aOffset + i + 2 * LANES);
      FloatVector v3 = FloatVector.fromArray(S, a, aOffset + i + 3 * LANES);
      s0 = v0.fma(FloatVector.fromArray(S, b, bOffset + i), s0);
      s1 = v1.fma(FloatVector.fromArray(S, b, bOffset + i + LANES), s1);
      s2 = v2.fma(FloatVector.fromArray(S, b, bOffset + i + 2 * LANES), s2);
      s3 = v3.fma(FloatVector.fromArray(S, b, bOffset + i + 3 * LANES), s3);
    }
    FloatVector.zero(S).add(s0).add(s1).add(s2).add(s3).intoArray(lanes, 0);
  }

  @Override
  public void copyLoosely(float[] from, int fromOffset, float[] to, int toOffset, int count) {
    int whole = (count + LANES - 1) & -LANES;
    if (fromOffset + whole > from.length) {
      System.arraycopy(from, fromOffset, to, toOffset, count);
      return;
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(S, from, fromOffset + i).intoArray(to, toOffset + i);
    }
  }

  @Override
  public double sum(float[] x, int offset, int count) {
    double sum = 0;
    float[] lanes = Lanes.ofThread();
    for (int begin = 0; begin < count; begin += SUM_BLOCK) {
      int block = Math.min(SUM_BLOCK, count - begin);
      int end = block / (4 * LANES) * (4 * LANES);
      if (end > 0) {
        sumBlock(x, offset + begin, end, lanes);
        for (int lane = 0; lane < LANES; lane++) {
          sum += lanes[lane];
        }
      }
      for (int i = end; i < block; i++) {
        sum += x[offset + begin + i];
      }
    }
    return sum;
  }

  private static void sumBlock(float[] x, int offset, int count, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int i = 0; i < count; i += 4 * LANES) {
      s0 = FloatVector.fromArray(S, x, offset + i).add(s0);
      s1 = FloatVector.fromArray(S, x, offset + i + LANES).add(s1);
      s2 = FloatVector.fromArray(S, x, offset + i + 2 * LANES).add(s2);
      s3 = FloatVector.fromArray(S, x, offset + i + 3 * LANES).add(s3);
    }
    FloatVector.zero(S).add(s0).add(s1).add(s2).add(s3).intoArray(lanes, 0);
  }

  @Override
  public float max(float[] x, int offset, int count) {
    float best = Float.NEGATIVE_INFINITY;
    int end = S.loopBound(count);
    if (end > 0) {
      float[] lanes = Lanes.ofThread();
      maxLanes(x, offset, end, lanes);
      for (int lane = 0; lane < LANES; lane++) {
        float value = lanes[lane];
        best = best < value ? value : best;
      }
    }
    for (int i = end; i < count; i++) {
      float value = x[offset + i];
      best = best < value ? value : best;
    }
    return best;
  }

  private static void maxLanes(float[] x, int offset, int count, float[] lanes) {
    FloatVector best = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector worst = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, offset + i);
      // A NaN becomes the worst value, which changes nothing.
      best = worst.blend(v, v.compare(VectorOperators.EQ, v)).max(best);
    }
    worst.max(best).intoArray(lanes, 0);
  }

  @Override
  public float min(float[] x, int offset, int count) {
    float best = Float.POSITIVE_INFINITY;
    int end = S.loopBound(count);
    if (end > 0) {
      float[] lanes = Lanes.ofThread();
      minLanes(x, offset, end, lanes);
      for (int lane = 0; lane < LANES; lane++) {
        float value = lanes[lane];
        best = value < best ? value : best;
      }
    }
    for (int i = end; i < count; i++) {
      float value = x[offset + i];
      best = value < best ? value : best;
    }
    return best;
  }

  private static void minLanes(float[] x, int offset, int count, float[] lanes) {
    FloatVector best = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    FloatVector worst = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    for (int i = 0; i < count; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, offset + i);
      // A NaN becomes the worst value, which changes nothing.
      best = worst.blend(v, v.compare(VectorOperators.EQ, v)).min(best);
    }
    worst.min(best).intoArray(lanes, 0);
  }
}

package org.slimgraph.cpu;

/**
 * Steps of the optimizers that training uses most, on ranges of float arrays. Each reads and writes
 * an element once; results may be written over the values they come from. The loops have no
 * branches, so that the compiler makes vector code of them.
 *
 * <p>TF 1.15: {@code core/kernels/training_ops.cc}, in its order of operations.
 */
public final class OptimizerLoops {
  private OptimizerLoops() {}

  /** Computes {@code out = value - rate * gradient}. */
  public static void gradientDescent(
      float rate, float[] value, float[] gradient, float[] out, int begin, int end) {
    for (int i = begin; i < end; i++) {
      out[i] = value[i] - gradient[i] * rate;
    }
  }

  /** Adds the gradient to the decayed {@code accum} and steps against it. */
  public static void momentum(
      float rate,
      float momentum,
      float[] value,
      float[] accum,
      float[] gradient,
      float[] valueOut,
      float[] accumOut,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      float next = accum[i] * momentum + gradient[i];
      accumOut[i] = next;
      valueOut[i] = value[i] - next * rate;
    }
  }

  /** As {@link #momentum}, looking one step ahead. */
  public static void nesterovMomentum(
      float rate,
      float momentum,
      float[] value,
      float[] accum,
      float[] gradient,
      float[] valueOut,
      float[] accumOut,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      float next = accum[i] * momentum + gradient[i];
      accumOut[i] = next;
      valueOut[i] = value[i] - (gradient[i] * rate + next * momentum * rate);
    }
  }

  /**
   * Steps by the ratio of the averages of the gradient and of its square.
   *
   * @param rate the step, with the bias of both averages taken out
   * @param decay1 1 - beta1
   * @param decay2 1 - beta2
   */
  public static void adam(
      float rate,
      float decay1,
      float decay2,
      float epsilon,
      float[] value,
      float[] mean,
      float[] square,
      float[] gradient,
      float[] valueOut,
      float[] meanOut,
      float[] squareOut,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      float g = gradient[i];
      float m = mean[i] + (g - mean[i]) * decay1;
      float v = square[i] + (g * g - square[i]) * decay2;
      meanOut[i] = m;
      squareOut[i] = v;
      valueOut[i] = value[i] - m * rate / ((float) Math.sqrt(v) + epsilon);
    }
  }

  /** Steps by the gradient over the root of the average of its square, with momentum. */
  public static void rmsProp(
      float rate,
      float rho,
      float momentum,
      float epsilon,
      float[] value,
      float[] square,
      float[] velocity,
      float[] gradient,
      float[] valueOut,
      float[] squareOut,
      float[] velocityOut,
      int begin,
      int end) {
    float decay = 1 - rho;
    for (int i = begin; i < end; i++) {
      float g = gradient[i];
      float s = square[i] + (g * g - square[i]) * decay;
      float v = velocity[i] * momentum + g * rate / (float) Math.sqrt(s + epsilon);
      squareOut[i] = s;
      velocityOut[i] = v;
      valueOut[i] = value[i] - v;
    }
  }

  /** Steps by the gradient over the root of the sum of its squares. */
  public static void adagrad(
      float rate,
      float[] value,
      float[] accum,
      float[] gradient,
      float[] valueOut,
      float[] accumOut,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      float g = gradient[i];
      float next = accum[i] + g * g;
      accumOut[i] = next;
      valueOut[i] = value[i] - g * rate / (float) Math.sqrt(next);
    }
  }
}

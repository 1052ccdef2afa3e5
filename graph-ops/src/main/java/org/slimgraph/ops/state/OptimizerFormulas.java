package org.slimgraph.ops.state;

import org.slimgraph.ops.state.OptimizerFormula.Step;

/**
 * The steps of all optimizers, element by element in double, which serves all types. TF 1.15:
 * {@code core/kernels/training_ops.cc}.
 */
final class OptimizerFormulas {
  private OptimizerFormulas() {}

  static Step gradientDescent(double[] settings, boolean none) {
    double rate = settings[0];
    return (s, g) -> s[0] -= g * rate;
  }

  static Step proximalGradientDescent(double[] settings, boolean none) {
    double rate = settings[0];
    double l1 = settings[1];
    double l2 = settings[2];
    return (s, g) -> s[0] = shrunk(s[0] - g * rate, rate, l1, l2);
  }

  /** Returns {@code x} moved towards zero by the l1 and l2 penalties of a step of size rate. */
  private static double shrunk(double x, double rate, double l1, double l2) {
    double left = l1 > 0 ? Math.signum(x) * Math.max(Math.abs(x) - rate * l1, 0) : x;
    return left / (1 + rate * l2);
  }

  static Step momentum(double[] settings, boolean nesterov) {
    double rate = settings[0];
    double momentum = settings[1];
    return (s, g) -> {
      s[1] = s[1] * momentum + g;
      s[0] -= nesterov ? g * rate + s[1] * momentum * rate : s[1] * rate;
    };
  }

  static Step kerasMomentum(double[] settings, boolean nesterov) {
    double rate = settings[0];
    double momentum = settings[1];
    return (s, g) -> {
      s[1] = s[1] * momentum - g * rate;
      s[0] += nesterov ? s[1] * momentum - g * rate : s[1];
    };
  }

  static Step adagrad(double[] settings, boolean updateSlots) {
    double rate = settings[0];
    return (s, g) -> {
      if (updateSlots) {
        s[1] += g * g;
      }
      s[0] -= g * rate / Math.sqrt(s[1]);
    };
  }

  static Step adagradV2(double[] settings, boolean updateSlots) {
    double rate = settings[0];
    double epsilon = settings[1];
    return (s, g) -> {
      if (updateSlots) {
        s[1] += g * g;
      }
      s[0] -= g * rate / (Math.sqrt(s[1]) + epsilon);
    };
  }

  static Step proximalAdagrad(double[] settings, boolean none) {
    double rate = settings[0];
    double l1 = settings[1];
    double l2 = settings[2];
    return (s, g) -> {
      s[1] += g * g;
      double own = rate / Math.sqrt(s[1]);
      s[0] = shrunk(s[0] - g * own, own, l1, l2);
    };
  }

  static Step adagradDa(double[] settings, boolean none) {
    double rate = settings[0];
    double l1 = settings[1];
    double l2 = settings[2];
    double step = settings[3];
    return (s, g) -> {
      s[1] += g;
      s[2] += g * g;
      double left = l1 > 0 ? Math.signum(s[1]) * Math.max(Math.abs(s[1]) - l1 * step, 0) : s[1];
      s[0] = -rate * left / (l2 * step * rate + Math.sqrt(s[2]));
    };
  }

  static Step adadelta(double[] settings, boolean none) {
    double rate = settings[0];
    double rho = settings[1];
    double epsilon = settings[2];
    return (s, g) -> {
      s[1] = s[1] * rho + g * g * (1 - rho);
      double update = Math.sqrt(s[2] + epsilon) / Math.sqrt(s[1] + epsilon) * g;
      s[0] -= update * rate;
      s[2] = s[2] * rho + update * update * (1 - rho);
    };
  }

  static Step ftrl(double[] settings, boolean none) {
    return ftrl(settings[0], settings[1], settings[2], 0, settings[3]);
  }

  static Step ftrlV2(double[] settings, boolean none) {
    return ftrl(settings[0], settings[1], settings[2], settings[3], settings[4]);
  }

  private static Step ftrl(double rate, double l1, double l2, double l2Shrinkage, double power) {
    return (s, g) -> {
      double accum = s[1] + g * g;
      double change = Math.pow(accum, -power) - Math.pow(s[1], -power);
      s[2] += g + 2 * l2Shrinkage * s[0] - change / rate * s[0];
      double curvature = Math.pow(accum, -power) / rate + 2 * l2;
      s[0] = Math.abs(s[2]) > l1 ? (l1 * Math.signum(s[2]) - s[2]) / curvature : 0;
      s[1] = accum;
    };
  }

  static Step adam(double[] settings, boolean nesterov) {
    double rate = settings[2] * Math.sqrt(1 - settings[1]) / (1 - settings[0]);
    double beta1 = settings[3];
    double beta2 = settings[4];
    double epsilon = settings[5];
    return (s, g) -> {
      s[1] += (g - s[1]) * (1 - beta1);
      s[2] += (g * g - s[2]) * (1 - beta2);
      double mean = nesterov ? g * (1 - beta1) + beta1 * s[1] : s[1];
      s[0] -= mean * rate / (Math.sqrt(s[2]) + epsilon);
    };
  }

  static Step amsgrad(double[] settings, boolean none) {
    double rate = settings[2] * Math.sqrt(1 - settings[1]) / (1 - settings[0]);
    double beta1 = settings[3];
    double beta2 = settings[4];
    double epsilon = settings[5];
    return (s, g) -> {
      s[1] += (g - s[1]) * (1 - beta1);
      s[2] += (g * g - s[2]) * (1 - beta2);
      s[3] = Math.max(s[3], s[2]);
      s[0] -= s[1] * rate / (Math.sqrt(s[3]) + epsilon);
    };
  }

  static Step adaMax(double[] settings, boolean none) {
    double rate = settings[1] / (1 - settings[0]);
    double beta1 = settings[2];
    double beta2 = settings[3];
    double epsilon = settings[4];
    return (s, g) -> {
      s[1] += (g - s[1]) * (1 - beta1);
      s[2] = Math.max(beta2 * s[2], Math.abs(g));
      s[0] -= rate * (s[1] / (s[2] + epsilon));
    };
  }

  static Step rmsProp(double[] settings, boolean none) {
    double rate = settings[0];
    double rho = settings[1];
    double momentum = settings[2];
    double epsilon = settings[3];
    return (s, g) -> {
      s[1] += (g * g - s[1]) * (1 - rho);
      s[2] = s[2] * momentum + g * rate / Math.sqrt(s[1] + epsilon);
      s[0] -= s[2];
    };
  }

  static Step centeredRmsProp(double[] settings, boolean none) {
    double rate = settings[0];
    double rho = settings[1];
    double momentum = settings[2];
    double epsilon = settings[3];
    return (s, g) -> {
      s[2] += (g * g - s[2]) * (1 - rho);
      s[1] += (g - s[1]) * (1 - rho);
      s[3] = s[3] * momentum + g * rate / Math.sqrt(s[2] - s[1] * s[1] + epsilon);
      s[0] -= s[3];
    };
  }

  static Step addSign(double[] settings, boolean none) {
    double rate = settings[0];
    double alpha = settings[1];
    double signDecay = settings[2];
    double beta = settings[3];
    return (s, g) -> {
      s[1] = s[1] * beta + g * (1 - beta);
      s[0] -= rate * (alpha + signDecay * Math.signum(g) * Math.signum(s[1])) * g;
    };
  }

  static Step powerSign(double[] settings, boolean none) {
    double rate = settings[0];
    double logBase = settings[1];
    double signDecay = settings[2];
    double beta = settings[3];
    return (s, g) -> {
      s[1] = s[1] * beta + g * (1 - beta);
      s[0] -= rate * Math.exp(logBase * signDecay * Math.signum(g) * Math.signum(s[1])) * g;
    };
  }
}

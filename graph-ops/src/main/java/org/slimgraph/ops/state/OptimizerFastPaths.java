package org.slimgraph.ops.state;

import org.slimgraph.cpu.OptimizerLoops;

/** The loops over float arrays that stand for the formulas of the usual optimizers. */
final class OptimizerFastPaths {
  private OptimizerFastPaths() {}

  /** Runs an optimizer's loop over a range of elements. */
  @FunctionalInterface
  interface FastPath {

    /**
     * Computes the variable and its slots, {@code after}, from {@code before}; the arrays may be
     * the same.
     *
     * @param settings the scalar inputs, in the op's order
     * @param flag the op's own boolean attribute; false if it has none
     */
    void run(
        float[] settings,
        boolean flag,
        float[][] before,
        float[] gradient,
        float[][] after,
        int begin,
        int end);
  }

  static void gradientDescent(
      float[] settings,
      boolean none,
      float[][] before,
      float[] gradient,
      float[][] after,
      int begin,
      int end) {
    OptimizerLoops.gradientDescent(settings[0], before[0], gradient, after[0], begin, end);
  }

  static void momentum(
      float[] settings,
      boolean nesterov,
      float[][] before,
      float[] gradient,
      float[][] after,
      int begin,
      int end) {
    float rate = settings[0];
    float momentum = settings[1];
    if (nesterov) {
      OptimizerLoops.nesterovMomentum(
          rate, momentum, before[0], before[1], gradient, after[0], after[1], begin, end);
    } else {
      OptimizerLoops.momentum(
          rate, momentum, before[0], before[1], gradient, after[0], after[1], begin, end);
    }
  }

  static void adam(
      float[] settings,
      boolean nesterov,
      float[][] before,
      float[] gradient,
      float[][] after,
      int begin,
      int end) {
    float rate = settings[2] * (float) Math.sqrt(1 - settings[1]) / (1 - settings[0]);
    OptimizerLoops.adam(
        rate,
        1 - settings[3],
        1 - settings[4],
        settings[5],
        before[0],
        before[1],
        before[2],
        gradient,
        after[0],
        after[1],
        after[2],
        begin,
        end);
  }

  static void rmsProp(
      float[] settings,
      boolean none,
      float[][] before,
      float[] gradient,
      float[][] after,
      int begin,
      int end) {
    OptimizerLoops.rmsProp(
        settings[0],
        settings[1],
        settings[2],
        settings[3],
        before[0],
        before[1],
        before[2],
        gradient,
        after[0],
        after[1],
        after[2],
        begin,
        end);
  }

  static void adagrad(
      float[] settings,
      boolean updateSlots,
      float[][] before,
      float[] gradient,
      float[][] after,
      int begin,
      int end) {
    OptimizerLoops.adagrad(
        settings[0], before[0], before[1], gradient, after[0], after[1], begin, end);
  }
}

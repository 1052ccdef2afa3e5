package org.slimgraph.train;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;

/**
 * Learning rates that are functions of the step, computed anew at each step; part of {@link
 * TrainOps}. In all of them {@code step} is a scalar of any number type, usually the global step,
 * and the result is a float scalar.
 */
public interface LearningRates extends Builders {

  /** Adds {@code learningRate·decayRate^(step/decaySteps)}. */
  default Output exponentialDecay(
      double learningRate, Output step, double decaySteps, double decayRate) {
    return exponentialDecay(learningRate, step, decaySteps, decayRate, false);
  }

  /**
   * Adds {@code learningRate·decayRate^(step/decaySteps)}.
   *
   * @param staircase whether the quotient is rounded down, so that the rate falls in steps
   */
  default Output exponentialDecay(
      double learningRate, Output step, double decaySteps, double decayRate, boolean staircase) {
    try (NameScope scope = tf().nameScope("ExponentialDecay")) {
      Output initial = Schedule.initial(tf(), learningRate);
      Output rate = Schedule.number(tf(), decayRate);
      Output progress = Schedule.progress(tf(), step, decaySteps, staircase);
      return tf().multiply(initial, tf().pow(rate, progress), scope.name());
    }
  }

  /** Adds {@code learningRate·exp(-decayRate·step/decaySteps)}, the quotient rounded or not. */
  default Output naturalExpDecay(
      double learningRate, Output step, double decaySteps, double decayRate, boolean staircase) {
    return exponentialDecay(learningRate, step, decaySteps, Math.exp(-decayRate), staircase);
  }

  /** Adds {@code learningRate/(1 + decayRate·step/decaySteps)}, the quotient rounded or not. */
  default Output inverseTimeDecay(
      double learningRate, Output step, double decaySteps, double decayRate, boolean staircase) {
    try (NameScope scope = tf().nameScope("InverseTimeDecay")) {
      Output initial = Schedule.initial(tf(), learningRate);
      Output rate = Schedule.number(tf(), decayRate);
      Output progress = Schedule.progress(tf(), step, decaySteps, staircase);
      Output divisor = tf().add(Schedule.number(tf(), 1), tf().multiply(rate, progress));
      return tf().divide(initial, divisor, scope.name());
    }
  }

  /** Adds a straight line from {@code learningRate} to 0.0001 in {@code decaySteps} steps. */
  default Output polynomialDecay(double learningRate, Output step, double decaySteps) {
    return polynomialDecay(learningRate, step, decaySteps, 0.0001, 1, false);
  }

  /**
   * Adds {@code (learningRate - end)·(1 - s/D)^power + end}.
   *
   * @param decaySteps D; without {@code cycle}, s is the step but at most D
   * @param cycle whether, beyond D, D becomes its first multiple that the step does not exceed
   */
  default Output polynomialDecay(
      double learningRate,
      Output step,
      double decaySteps,
      double endLearningRate,
      double power,
      boolean cycle) {
    try (NameScope scope = tf().nameScope("PolynomialDecay")) {
      Output initial = Schedule.initial(tf(), learningRate);
      Output end = Schedule.number(tf(), endLearningRate);
      Output exponent = Schedule.number(tf(), power);
      Output s = tf().cast(step, DataType.FLOAT);
      Output steps = Schedule.number(tf(), decaySteps);
      if (cycle) {
        Output cycles = tf().ceil(tf().over(s, steps));
        Output first = tf().equal(s, 0);
        steps = tf().multiply(steps, tf().where(first, tf().onesLike(cycles), cycles));
      } else {
        s = tf().minimum(s, steps);
      }
      Output left = tf().minus(1, tf().divide(s, steps));
      Output above = tf().multiply(tf().minus(initial, end), tf().pow(left, exponent));
      return tf().add(above, end, scope.name());
    }
  }

  /**
   * Adds the value of the interval in which {@code x} lies: the first for {@code x} up to and with
   * the first boundary, the last for {@code x} above the last.
   *
   * @param boundaries rising, of the type of {@code x}: {@code Integer}, {@code Long}, {@code
   *     Float} or {@code Double}; Integers fit an int64 too, and Doubles a float
   * @param values one more than the boundaries
   * @throws SlimgraphException INVALID_ARGUMENT if the numbers or the types do not fit
   */
  default Output piecewiseConstant(
      Output x, List<? extends Number> boundaries, List<? extends Number> values) {
    if (boundaries.size() != values.size() - 1) {
      throw SlimgraphException.invalidArgument(
          "The length of boundaries should be 1 less than the length of values; they are %d and %d",
          boundaries.size(), values.size());
    }
    DataType type = x.dataType().base();
    boundaries.forEach(boundary -> Schedule.checkBoundary(boundary, type));
    DataType valueType = Schedule.commonType(values);
    try (NameScope scope = tf().nameScope("PiecewiseConstant")) {
      List<Output> steps = new ArrayList<>();
      for (Number value : values) {
        steps.add(tf().constant(Scalars.of(valueType, value)));
      }
      Output result = steps.get(steps.size() - 1);
      for (int i = boundaries.size() - 1; i >= 0; i--) {
        Output boundary = tf().constant(Scalars.of(type, boundaries.get(i)));
        result = tf().where(tf().lessEqual(x, boundary), steps.get(i), result);
      }
      return tf().identity(result, scope.name());
    }
  }

  /**
   * Adds half a cosine wave from {@code learningRate} to {@code alpha·learningRate} in {@code
   * decaySteps} steps.
   */
  default Output cosineDecay(double learningRate, Output step, double decaySteps, double alpha) {
    try (NameScope scope = tf().nameScope("CosineDecay")) {
      Output initial = Schedule.initial(tf(), learningRate);
      Output steps = Schedule.number(tf(), decaySteps);
      Output s = tf().minimum(tf().cast(step, DataType.FLOAT), steps);
      Output wave = tf().times(0.5, Schedule.cosine(tf(), tf().over(s, steps)));
      Output decayed = tf().plus(tf().times(1 - alpha, wave), alpha);
      return tf().multiply(initial, decayed, scope.name());
    }
  }

  /** Adds {@link #cosineDecay(double, Output, double, double)} down to 0. */
  default Output cosineDecay(double learningRate, Output step, double decaySteps) {
    return cosineDecay(learningRate, step, decaySteps, 0);
  }

  /** Adds half cosine waves, each twice as long as the one before, down to 0. */
  default Output cosineDecayRestarts(double learningRate, Output step, double firstDecaySteps) {
    return cosineDecayRestarts(learningRate, step, firstDecaySteps, 2, 1, 0);
  }

  /**
   * Adds half cosine waves, one after the other.
   *
   * @param firstDecaySteps the length of the first
   * @param lengths how many times as long as the one before each is
   * @param heights how many times as high as the one before each starts
   * @param alpha how far down they go, a part of {@code learningRate}
   */
  default Output cosineDecayRestarts(
      double learningRate,
      Output step,
      double firstDecaySteps,
      double lengths,
      double heights,
      double alpha) {
    try (NameScope scope = tf().nameScope("SGDRDecay")) {
      Output initial = Schedule.initial(tf(), learningRate);
      Output first = Schedule.number(tf(), firstDecaySteps);
      Output done = tf().over(tf().cast(step, DataType.FLOAT), first);
      Output restarts;
      Output within;
      if (lengths == 1) {
        restarts = tf().floor(done);
        within = tf().minus(done, restarts);
      } else {
        Output logarithm = tf().log(tf().minus(1.0, tf().times(done, 1 - lengths)));
        restarts = tf().floor(tf().over(logarithm, Math.log(lengths)));
        Output length = tf().toThePower(lengths, restarts);
        Output before = tf().over(tf().minus(1.0, length), 1 - lengths);
        within = tf().over(tf().minus(done, before), length);
      }
      Output height = tf().times(0.5, tf().toThePower(heights, restarts));
      Output wave = tf().times(height, Schedule.cosine(tf(), within));
      Output decayed = tf().plus(tf().times(1 - alpha, wave), alpha);
      return tf().multiply(initial, decayed, scope.name());
    }
  }
}

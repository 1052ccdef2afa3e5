package org.slimgraph.train;

import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/**
 * The builders of {@code tf.train}: optimizers, learning rates that change with the step, moving
 * averages. A learning rate is a number, or a float tensor such as one of the schedules.
 */
public final class TrainOps implements LearningRates {
  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}; users call {@code tf.train()}. */
  public TrainOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  // Optimizers

  /** Returns the optimizer {@code w -= learningRate·g}. */
  public Optimizer gradientDescent(double learningRate) {
    return gradientDescent(learningRate, o -> {});
  }

  /** Returns the optimizer {@code w -= learningRate·g}. */
  public Optimizer gradientDescent(
      double learningRate, Consumer<? super GradientDescentOptions> set) {
    return gradientDescent(Setting.of(learningRate), set);
  }

  /** Returns the optimizer {@code w -= learningRate·g}. */
  public Optimizer gradientDescent(Output learningRate) {
    return gradientDescent(learningRate, o -> {});
  }

  /** Returns the optimizer {@code w -= learningRate·g}. */
  public Optimizer gradientDescent(
      Output learningRate, Consumer<? super GradientDescentOptions> set) {
    return gradientDescent(Setting.of(learningRate), set);
  }

  private Optimizer gradientDescent(Setting rate, Consumer<? super GradientDescentOptions> set) {
    return new GradientDescent(tf, rate, set(new GradientDescentOptions(), set));
  }

  /** Returns the optimizer {@code a = momentum·a + g; w -= learningRate·a}. */
  public Optimizer momentum(double learningRate, double momentum) {
    return momentum(learningRate, momentum, o -> {});
  }

  /** Returns the optimizer {@code a = momentum·a + g; w -= learningRate·a}, or Nesterov's form. */
  public Optimizer momentum(
      double learningRate, double momentum, Consumer<? super MomentumOptions> set) {
    return momentum(Setting.of(learningRate), Setting.of(momentum), set);
  }

  /** Returns the optimizer {@code a = momentum·a + g; w -= learningRate·a}. */
  public Optimizer momentum(Output learningRate, double momentum) {
    return momentum(learningRate, momentum, o -> {});
  }

  /** Returns the optimizer {@code a = momentum·a + g; w -= learningRate·a}, or Nesterov's form. */
  public Optimizer momentum(
      Output learningRate, double momentum, Consumer<? super MomentumOptions> set) {
    return momentum(Setting.of(learningRate), Setting.of(momentum), set);
  }

  /** Returns the optimizer {@code a = momentum·a + g; w -= learningRate·a}, or Nesterov's form. */
  public Optimizer momentum(
      Output learningRate, Output momentum, Consumer<? super MomentumOptions> set) {
    return momentum(Setting.of(learningRate), Setting.of(momentum), set);
  }

  private Optimizer momentum(
      Setting rate, Setting momentum, Consumer<? super MomentumOptions> set) {
    return new Momentum(tf, rate, momentum, set(new MomentumOptions(), set));
  }

  /** Returns Adam with TF's defaults: learning rate 0.001, β1 0.9, β2 0.999, epsilon 1e-8. */
  public Optimizer adam() {
    return adam(0.001);
  }

  /** Returns Adam. */
  public Optimizer adam(double learningRate) {
    return adam(learningRate, o -> {});
  }

  /** Returns Adam. */
  public Optimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
    return adam(learningRate, o -> o.beta1(beta1).beta2(beta2).epsilon(epsilon));
  }

  /** Returns Adam. */
  public Optimizer adam(double learningRate, Consumer<? super AdamOptions> set) {
    return new Adam(tf, Setting.of(learningRate), set(new AdamOptions(), set));
  }

  /** Returns Adam. */
  public Optimizer adam(Output learningRate, Consumer<? super AdamOptions> set) {
    return new Adam(tf, Setting.of(learningRate), set(new AdamOptions(), set));
  }

  /** Returns RMSProp, which divides the gradient by the root of its running mean square. */
  public Optimizer rmsProp(double learningRate) {
    return rmsProp(learningRate, o -> {});
  }

  /** Returns RMSProp, which divides the gradient by the root of its running mean square. */
  public Optimizer rmsProp(double learningRate, Consumer<? super RmsPropOptions> set) {
    return new RmsProp(tf, Setting.of(learningRate), set(new RmsPropOptions(), set));
  }

  /** Returns RMSProp, which divides the gradient by the root of its running mean square. */
  public Optimizer rmsProp(Output learningRate, Consumer<? super RmsPropOptions> set) {
    return new RmsProp(tf, Setting.of(learningRate), set(new RmsPropOptions(), set));
  }

  /** Returns Adagrad, {@code a += g²; w -= learningRate·g/sqrt(a)}, where a starts at 0.1. */
  public Optimizer adagrad(double learningRate) {
    return adagrad(learningRate, 0.1);
  }

  /**
   * Returns Adagrad, {@code a += g²; w -= learningRate·g/sqrt(a)}.
   *
   * @param initialAccumulatorValue how a starts, more than 0
   */
  public Optimizer adagrad(double learningRate, double initialAccumulatorValue) {
    return adagrad(learningRate, initialAccumulatorValue, o -> {});
  }

  /** Returns Adagrad, as {@link #adagrad(double, double)}. */
  public Optimizer adagrad(
      double learningRate, double initialAccumulatorValue, Consumer<? super AdagradOptions> set) {
    Setting rate = Setting.of(learningRate);
    return new Adagrad(tf, rate, initialAccumulatorValue, set(new AdagradOptions(), set));
  }

  /** Returns Adagrad, as {@link #adagrad(double, double)}. */
  public Optimizer adagrad(
      Output learningRate, double initialAccumulatorValue, Consumer<? super AdagradOptions> set) {
    Setting rate = Setting.of(learningRate);
    return new Adagrad(tf, rate, initialAccumulatorValue, set(new AdagradOptions(), set));
  }

  /** Returns Adadelta with TF's learning rate, 0.001. */
  public Optimizer adadelta() {
    return adadelta(0.001, o -> {});
  }

  /** Returns Adadelta. */
  public Optimizer adadelta(double learningRate, Consumer<? super AdadeltaOptions> set) {
    return new Adadelta(tf, Setting.of(learningRate), set(new AdadeltaOptions(), set));
  }

  /** Returns Adadelta. */
  public Optimizer adadelta(Output learningRate, Consumer<? super AdadeltaOptions> set) {
    return new Adadelta(tf, Setting.of(learningRate), set(new AdadeltaOptions(), set));
  }

  /** Returns FTRL. */
  public Optimizer ftrl(double learningRate) {
    return ftrl(learningRate, o -> {});
  }

  /** Returns FTRL. */
  public Optimizer ftrl(double learningRate, Consumer<? super FtrlOptions> set) {
    return new Ftrl(tf, Setting.of(learningRate), set(new FtrlOptions(), set));
  }

  /** Returns FTRL. */
  public Optimizer ftrl(Output learningRate, Consumer<? super FtrlOptions> set) {
    return new Ftrl(tf, Setting.of(learningRate), set(new FtrlOptions(), set));
  }

  private static <O> O set(O options, Consumer<? super O> set) {
    set.accept(options);
    return options;
  }

  // Moving averages

  /** Returns moving averages that keep {@code decay} of their value at each update. */
  public ExponentialMovingAverage exponentialMovingAverage(double decay) {
    return exponentialMovingAverage(decay, o -> {});
  }

  /** Returns moving averages that keep {@code decay} of their value at each update. */
  public ExponentialMovingAverage exponentialMovingAverage(
      double decay, Consumer<? super ExponentialMovingAverageOptions> set) {
    return new ExponentialMovingAverage(
        tf, Setting.of(decay), set(new ExponentialMovingAverageOptions(), set));
  }

  /**
   * Adds {@code variable -= (variable - value)·(1 - decay)}, corrected for a start at zero: TF's
   * default here, unlike in batch normalisation.
   *
   * @return by reference: the reference after the update; by handle: the new value
   */
  public Output assignMovingAverage(Variable variable, Output value, double decay) {
    return assignMovingAverage(variable, value, decay, true);
  }

  /**
   * Adds {@code variable -= (variable - value)·(1 - decay)}.
   *
   * @param zeroDebias whether the average is corrected for having started at zero
   * @return by reference: the reference after the update; by handle: the new value
   */
  public Output assignMovingAverage(
      Variable variable, Output value, double decay, boolean zeroDebias) {
    return zeroDebias
        ? MovingAverage.assignZeroDebiased(tf, variable, value, decay)
        : MovingAverage.assign(tf, variable, value, decay);
  }

  /**
   * Adds the moving average of {@code value·weight} over that of {@code weight}.
   *
   * @return the quotient, of the shape of {@code value}
   */
  public Output weightedMovingAverage(Output value, double decay, Output weight) {
    return WeightedMovingAverage.build(tf, value, Setting.of(decay), weight);
  }

  // Checkpoints

  /**
   * Adds the operations that save and restore all global variables that exist now. TF:
   * tf.train.Saver.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if there are none
   */
  public Saver saver() {
    return saver(o -> {});
  }

  /** Adds the operations that save and restore variables, as {@code set} says. */
  public Saver saver(Consumer<? super SaverOptions> set) {
    return new Saver(tf.graph(), set(new SaverOptions(), set));
  }
}

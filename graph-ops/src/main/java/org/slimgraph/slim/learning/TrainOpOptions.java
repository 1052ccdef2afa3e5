package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.gradients.GradientOptions.Aggregation;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.ops.Ops;
import org.slimgraph.train.MinimizeOptions.Gate;
import org.slimgraph.variables.Variable;

/** Options of {@link Learning#createTrainOp}, with TF's defaults. Not thread-safe. */
public final class TrainOpOptions {
  private boolean defaultGlobalStep = true;
  private @Nullable Variable globalStep;
  private @Nullable ImmutableSet<GraphElement> updateOps;
  private @Nullable ImmutableList<Variable> variablesToTrain;
  private double clipGradientNorm;
  private boolean summarizeGradients;
  private Gate gateGradients = Gate.OP;
  private Aggregation aggregationMethod = Aggregation.ADD_N;
  private boolean colocateGradientsWithOps;
  private GradientMultipliers gradientMultipliers = new GradientMultipliers();
  private boolean checkNumerics = true;

  TrainOpOptions() {}

  /**
   * Sets the counter that grows by one with each step; null for none. Default: the global step,
   * which is added if there is none.
   */
  public TrainOpOptions globalStep(@Nullable Variable globalStep) {
    this.defaultGlobalStep = false;
    this.globalStep = globalStep;
    return this;
  }

  /**
   * Sets what runs with each step. Default: the members of UPDATE_OPS at the time of the call.
   * Leaving members out is allowed and logged; an empty collection switches the updates off.
   */
  public TrainOpOptions updateOps(Collection<? extends GraphElement> updateOps) {
    this.updateOps = ImmutableSet.copyOf(updateOps);
    return this;
  }

  /** Sets the variables that are changed. Default: all trainable ones. */
  public TrainOpOptions variablesToTrain(List<Variable> variables) {
    this.variablesToTrain = ImmutableList.copyOf(variables);
    return this;
  }

  /**
   * Sets the largest norm that the gradient of a single variable may have; it is not the norm of
   * all gradients together. Default: 0, no clipping.
   */
  public TrainOpOptions clipGradientNorm(double norm) {
    this.clipGradientNorm = norm;
    return this;
  }

  /** Sets whether gradients and their norms are summarized. Default: false. */
  public TrainOpOptions summarizeGradients(boolean summarize) {
    this.summarizeGradients = summarize;
    return this;
  }

  /** Sets what must be computed before a gradient may be used. Default: {@link Gate#OP}. */
  public TrainOpOptions gateGradients(Gate gate) {
    this.gateGradients = gate;
    return this;
  }

  /** Sets how several gradients of one tensor are added. Default: ADD_N. */
  public TrainOpOptions aggregationMethod(Aggregation method) {
    this.aggregationMethod = method;
    return this;
  }

  /** Sets whether gradients are colocated with the operations they belong to. Default: false. */
  public TrainOpOptions colocateGradientsWithOps(boolean colocate) {
    this.colocateGradientsWithOps = colocate;
    return this;
  }

  /** Sets factors for the gradients of some variables. Default: none. */
  public TrainOpOptions gradientMultipliers(GradientMultipliers multipliers) {
    this.gradientMultipliers = multipliers;
    return this;
  }

  /** Sets whether a loss that is infinite or NaN fails the step. Default: true. */
  public TrainOpOptions checkNumerics(boolean check) {
    this.checkNumerics = check;
    return this;
  }

  /** Returns the counter, which is added if the default is wanted and there is none. */
  Optional<Variable> globalStepOrDefault(Ops tf) {
    return defaultGlobalStep
        ? Optional.of(tf.getOrCreateGlobalStep())
        : Optional.ofNullable(globalStep);
  }

  Optional<ImmutableSet<GraphElement>> updateOps() {
    return Optional.ofNullable(updateOps);
  }

  Optional<ImmutableList<Variable>> variablesToTrain() {
    return Optional.ofNullable(variablesToTrain);
  }

  double clipGradientNorm() {
    return clipGradientNorm;
  }

  boolean summarizeGradients() {
    return summarizeGradients;
  }

  Gate gateGradients() {
    return gateGradients;
  }

  Aggregation aggregationMethod() {
    return aggregationMethod;
  }

  boolean colocateGradientsWithOps() {
    return colocateGradientsWithOps;
  }

  GradientMultipliers gradientMultipliers() {
    return gradientMultipliers;
  }

  boolean checkNumerics() {
    return checkNumerics;
  }
}

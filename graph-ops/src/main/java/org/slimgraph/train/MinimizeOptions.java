package org.slimgraph.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.gradients.GradientOptions;
import org.slimgraph.graph.Output;
import org.slimgraph.variables.Variable;

/**
 * Options of {@link Optimizer#minimize} and {@link Optimizer#computeGradients}, with TF's defaults;
 * the latter ignores {@link #globalStep} and {@link #name}. Not thread-safe.
 */
public final class MinimizeOptions {
  private @Nullable ImmutableList<Variable> varList;
  private @Nullable Variable globalStep;
  private @Nullable Output gradLoss;
  private Gate gate = Gate.OP;
  private GradientOptions.Aggregation aggregation = GradientOptions.Aggregation.ADD_N;
  private boolean colocate;
  private String name = "";

  /** What must be computed before a gradient may be used. */
  public enum Gate {
    /** Nothing: an update may run while other gradients still read the old value. */
    NONE,
    /** The gradients of all inputs of the same operation. */
    OP,
    /** All gradients of all variables. */
    GRAPH
  }

  MinimizeOptions() {}

  /** Sets the variables to change. Default: all trainable ones. */
  public MinimizeOptions varList(List<Variable> variables) {
    varList = ImmutableList.copyOf(variables);
    return this;
  }

  /** Sets a counter that grows by one after the updates. Default: none. */
  public MinimizeOptions globalStep(Variable step) {
    globalStep = step;
    return this;
  }

  /** Sets the gradient of the loss. Default: ones. */
  public MinimizeOptions gradLoss(Output gradient) {
    gradLoss = gradient;
    return this;
  }

  /** Sets what must be computed before a gradient may be used. Default: {@link Gate#OP}. */
  public MinimizeOptions gateGradients(Gate gate) {
    this.gate = gate;
    return this;
  }

  /** Sets how several gradients of one tensor are added. Default: ADD_N. */
  public MinimizeOptions aggregationMethod(GradientOptions.Aggregation method) {
    aggregation = method;
    return this;
  }

  /** Sets whether gradients are colocated with the operations they belong to. Default: false. */
  public MinimizeOptions colocateGradientsWithOps(boolean colocate) {
    this.colocate = colocate;
    return this;
  }

  /** Sets the name of the step. Default: that of the optimizer. */
  public MinimizeOptions name(String name) {
    this.name = name;
    return this;
  }

  Optional<ImmutableList<Variable>> varList() {
    return Optional.ofNullable(varList);
  }

  Optional<Variable> globalStep() {
    return Optional.ofNullable(globalStep);
  }

  Optional<Output> gradLoss() {
    return Optional.ofNullable(gradLoss);
  }

  Gate gate() {
    return gate;
  }

  String name() {
    return name;
  }

  /** Hands over what tf.gradients wants to know. */
  void apply(GradientOptions gradients) {
    gradients
        .gateGradients(gate == Gate.OP)
        .aggregationMethod(aggregation)
        .colocateGradientsWithOps(colocate);
    gradLoss().ifPresent(gradient -> gradients.gradYs(List.of(gradient)));
  }
}

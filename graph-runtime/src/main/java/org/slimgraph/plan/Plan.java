package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/** The steps of one {@link Signature}, before the shapes of the fed values are known. Immutable. */
public final class Plan {
  private final Signature signature;
  private final OpRegistry ops;
  private final ImmutableList<Step> steps;
  private final ImmutableList<DataType> valueTypes;
  private final int[] feedValues;
  private final int[] fetchValues;
  private final PlanOptions options;
  private final boolean controlFlow;

  Plan(
      Signature signature,
      OpRegistry ops,
      ImmutableList<Step> steps,
      ImmutableList<DataType> valueTypes,
      int[] feedValues,
      int[] fetchValues,
      PlanOptions options) {
    this.signature = signature;
    this.ops = ops;
    this.steps = steps;
    this.valueTypes = valueTypes;
    this.feedValues = feedValues;
    this.fetchValues = fetchValues;
    this.options = options;
    this.controlFlow =
        steps.stream().anyMatch(step -> step.traits().control() != OpTraits.ControlRole.NONE);
  }

  /**
   * Returns a plan without control flow that does what this one does when feeds have the values
   * {@code known}, by number; nothing if what runs depends on more than these, or the plan must run
   * as written.
   */
  public Optional<Plan> withConditions(Map<Integer, Tensor> known) {
    return options.optimize() ? ConditionStage.run(this, known) : Optional.empty();
  }

  /** Returns a plan of other steps for the same signature. */
  Plan with(ImmutableList<Step> otherSteps, int[] otherFetchValues) {
    return new Plan(signature, ops, otherSteps, valueTypes, feedValues, otherFetchValues, options);
  }

  /** Returns what the plan is for. */
  public Signature signature() {
    return signature;
  }

  /** Returns the steps in the order they run. */
  public ImmutableList<Step> steps() {
    return steps;
  }

  /** Returns the number of values. */
  public int valueCount() {
    return valueTypes.size();
  }

  /** Returns the type of value {@code v}; a reference type for references. */
  public DataType valueType(int v) {
    return valueTypes.get(v);
  }

  /** Returns the value number of feed {@code i}. */
  public int feedValue(int i) {
    return feedValues[i];
  }

  /** Returns the value number of fetch {@code i}. */
  public int fetchValue(int i) {
    return fetchValues[i];
  }

  /** Returns whether a step takes part in control flow, so that not every step runs once. */
  public boolean hasControlFlow() {
    return controlFlow;
  }

  OpRegistry ops() {
    return ops;
  }

  /** Returns how the plan was made. */
  public PlanOptions options() {
    return options;
  }

  int[] feedValues() {
    return feedValues;
  }

  int[] fetchValues() {
    return fetchValues;
  }
}

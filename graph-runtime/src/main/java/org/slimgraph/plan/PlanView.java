package org.slimgraph.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** What a {@link Rewrite} sees of a plan whose shapes are known. */
public final class PlanView {
  private final Plan plan;
  private final Shape[] shapes;
  private final int[] uses;
  private final @Nullable Step[] readers;
  private final Set<Step> replaced = new HashSet<>();

  PlanView(Plan plan, List<Step> steps, ShapeStage.Result values) {
    this.plan = plan;
    this.shapes = values.shapes();
    this.uses = new int[plan.valueCount()];
    this.readers = new Step[plan.valueCount()];
    for (Step step : steps) {
      for (int i = 0; i < step.inputCount(); i++) {
        uses[step.input(i)]++;
        readers[step.input(i)] = step;
      }
    }
    for (int fetched : plan.fetchValues()) {
      uses[fetched] = Integer.MAX_VALUE / 2;
    }
  }

  /** Returns what is known of the shape of value {@code v}. */
  public Shape shape(int v) {
    return shapes[v];
  }

  /** Returns the type of value {@code v}; a reference type for references. */
  public DataType type(int v) {
    return plan.valueType(v);
  }

  /**
   * Returns the step that alone reads output 0 of {@code step}, once, if there is one, neither the
   * value nor another output of {@code step} leaves the run, and both steps only compute.
   */
  public Optional<Step> onlyReader(Step step) {
    int value = step.output(0);
    Step reader = readers[value];
    if (reader == null
        || uses[value] != 1
        || replaced.contains(reader)
        || !computesOnly(step)
        || !computesOnly(reader)) {
      return Optional.empty();
    }
    return usesOtherOutputs(step) ? Optional.empty() : Optional.of(reader);
  }

  /** Returns whether the other outputs of {@code step} than the first are read. */
  public boolean usesOtherOutputs(Step step) {
    for (int i = 1; i < step.outputCount(); i++) {
      if (uses[step.output(i)] > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean computesOnly(Step step) {
    return !step.isFetch()
        && !step.operation().def().isStateful()
        && step.traits().access().isEmpty()
        && step.traits().control() == OpTraits.ControlRole.NONE;
  }

  boolean isReplaced(Step step) {
    return replaced.contains(step);
  }

  void replace(List<Step> steps) {
    replaced.addAll(steps);
  }
}

package org.slimgraph.ops.flow;

import java.util.Optional;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.proto.CondContextDef;
import org.slimgraph.ops.Ops;

/**
 * One branch of a conditional. Values from outside pass a Switch on the predicate, so that they are
 * dead if the other branch is taken; operations without inputs wait for the branch's pivot.
 */
public final class CondContext extends FlowContext {
  private final String name;
  private final Output predicate;
  private final Output pivot;
  private final int branch;

  /**
   * Creates the context of a branch.
   *
   * @param pivot the Identity that is live if the branch is taken
   * @param branch 1 if the branch is taken for true, 0 for false
   */
  CondContext(Ops tf, Output predicate, Output pivot, int branch) {
    super(tf);
    this.name = graph().uniqueName("cond_text", true);
    this.predicate = predicate;
    this.pivot = pivot;
    this.branch = branch;
    bringIn(predicate, predicate);
    know(pivot);
    graph().setControlFlowContext(pivot.operation(), this);
  }

  /** Returns the predicate, a bool scalar. */
  public Output predicate() {
    return predicate;
  }

  /** Returns 1 if the branch is taken for true, 0 for false. */
  public int branch() {
    return branch;
  }

  @Override
  CondContextDef toProto() {
    return CondContextDef.newBuilder()
        .setContextName(name)
        .setPredName(predicate.name())
        .setPivotName(pivot.name())
        .setBranch(branch)
        .setValuesDef(valuesProto())
        .addAllNestedContexts(nestedProtos())
        .build();
  }

  @Override
  public Output controlPivot() {
    return pivot;
  }

  @Override
  public Optional<WhileContext> loop() {
    return outer().flatMap(FlowContext::loop);
  }

  @Override
  public Output addValue(Output value) {
    if (knows(value)) {
      return inside(value);
    }
    Output outside = fromOuter(value);
    Operation choice;
    try (Scope cleared = graph().clearControlDependencies()) {
      choice = Switch.beside(tf(), outside, predicate);
    }
    graph().preventFetching(choice);
    graph().setControlFlowContext(choice, this);
    Output inside = choice.output(branch);
    bringIn(value, inside);
    bringIn(outside, inside);
    knowOutside(inside);
    return inside;
  }

  @Override
  public void add(Operation operation) {
    if (operation.inputs().isEmpty()) {
      dropControlsFromOutsideLoop(operation);
      if (operation.controlInputs().stream().noneMatch(this::isInside)) {
        graph().addControlInput(operation, pivot.operation());
      }
    } else {
      bringInInputs(operation);
      dropControlsFromOutsideLoop(operation);
    }
    operation.outputs().forEach(this::knowOutside);
    if (outer().isPresent() || !isExit(operation)) {
      graph().preventFetching(operation);
    }
  }

  /**
   * Returns {@code result} as the conditional's Merge takes it: dead if the branch is not taken.
   */
  Output result(Output result) {
    if (knows(result)) {
      return inside(result);
    }
    // A branch that just returns a value from outside.
    Output outside = fromOuter(result);
    know(result);
    know(outside);
    Output inside = Switch.beside(tf(), outside, predicate).output(branch);
    bringIn(result, inside);
    bringIn(outside, inside);
    return inside;
  }

  private boolean isInside(Operation operation) {
    FlowContext context = of(operation);
    return context != null && context.isIn(this);
  }

  /** Values that are made inside need not be brought into any context around. */
  private void knowOutside(Output value) {
    FlowContext context = this;
    while (context != null) {
      context.know(value);
      context = context.outerOrNull();
    }
  }
}

package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Makes a plan without control flow from one whose conditions are all known, as when {@code
 * is_training} is fed:
 *
 * <pre>
 *        x   is_training=true
 *        └ Switch ┘                     x
 *      false   true                     │
 *    (dead)│    │           ⇒        training
 *  inference  training                  │
 *          └Merge┘                      y
 *             │
 *             y
 * </pre>
 *
 * <p>What TF's executor finds out while it runs is found out here: which values are dead, which
 * input a Merge passes on. The other steps stay, in their order. Loops are not touched.
 */
final class ConditionStage {
  private final Plan plan;

  /** By value: the value that is the same, of which there is one step or feed. */
  private final int[] standsFor;

  private final boolean[] dead;
  private final @Nullable Tensor[] constants;
  private final Set<Operation> deadOperations = new HashSet<>();
  private final boolean[] read;

  private ConditionStage(Plan plan) {
    this.plan = plan;
    int count = plan.valueCount();
    standsFor = new int[count];
    for (int v = 0; v < count; v++) {
      standsFor[v] = v;
    }
    dead = new boolean[count];
    constants = new Tensor[count];
    read = new boolean[count];
    for (Step step : plan.steps()) {
      for (int i = 0; i < step.inputCount(); i++) {
        read[step.input(i)] = true;
      }
    }
    for (int v : plan.fetchValues()) {
      read[v] = true;
    }
  }

  /**
   * Returns what is left of {@code plan}; nothing if a condition is not known, there is a loop, or
   * something fetched would be dead.
   *
   * @param known the values of some feeds
   */
  static Optional<Plan> run(Plan plan, Map<Integer, Tensor> known) {
    ConditionStage stage = new ConditionStage(plan);
    known.forEach((value, tensor) -> stage.constants[value] = tensor);
    List<Step> left = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (!stage.visit(step, left)) {
        return Optional.empty();
      }
    }
    int[] fetches = plan.fetchValues().clone();
    for (int i = 0; i < fetches.length; i++) {
      if (stage.dead[fetches[i]]) {
        return Optional.empty();
      }
      fetches[i] = stage.standsFor[fetches[i]];
    }
    return Optional.of(plan.with(stage.needed(left, fetches), fetches));
  }

  /** Returns whether the step can be done without control flow. */
  private boolean visit(Step step, List<Step> left) {
    switch (step.traits().control()) {
      case MERGE:
        return merge(step);
      case SWITCH:
        return choose(step);
      case NONE:
        return keep(step, left);
      case CONTROL_TRIGGER:
        return true;
      case ENTER:
      case EXIT:
      case NEXT_ITERATION:
      case LOOP_COND:
        return false;
    }
    throw new AssertionError(step.traits().control());
  }

  private boolean merge(Step step) {
    int live = -1;
    for (int i = 0; i < step.inputCount(); i++) {
      if (!dead[step.input(i)]) {
        if (live >= 0) {
          return false;
        }
        live = i;
      }
    }
    if (live < 0) {
      die(step);
      return true;
    }
    standsFor[step.output(0)] = standsFor[step.input(live)];
    return !read[step.output(1)];
  }

  private boolean choose(Step step) {
    if (isDead(step)) {
      die(step);
      return true;
    }
    Tensor condition = constants[standsFor[step.input(1)]];
    if (condition == null) {
      return false;
    }
    int taken = condition.booleans()[0] ? 1 : 0;
    standsFor[step.output(taken)] = standsFor[step.input(0)];
    dead[step.output(1 - taken)] = true;
    return true;
  }

  private boolean keep(Step step, List<Step> left) {
    if (isDead(step)) {
      die(step);
      return !step.isFetch();
    }
    int[] inputs = new int[step.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = standsFor[step.input(i)];
    }
    fold(step, inputs);
    left.add(step.withInputs(inputs));
    return true;
  }

  private boolean isDead(Step step) {
    for (int i = 0; i < step.inputCount(); i++) {
      if (dead[step.input(i)]) {
        return true;
      }
    }
    return !step.isFetch()
        && !Collections.disjoint(deadOperations, step.operation().controlInputs());
  }

  private void die(Step step) {
    deadOperations.add(step.operation());
    for (int i = 0; i < step.outputCount(); i++) {
      dead[step.output(i)] = true;
    }
  }

  /** Computes conditions that follow from others. */
  private void fold(Step step, int[] inputs) {
    if (step.outputCount() != 1 || plan.valueType(step.output(0)) != DataType.BOOL) {
      return;
    }
    List<Tensor> values = new ArrayList<>(inputs.length);
    for (int input : inputs) {
      Tensor value = constants[input];
      if (value == null) {
        return;
      }
      values.add(value);
    }
    constants[step.output(0)] =
        plan.ops()
            .find(step.operation().type())
            .map(RegisteredOp::constant)
            .flatMap(constant -> constant.evaluate(step.operation().attrs(), values))
            .map(outputs -> outputs.get(0))
            .orElse(null);
  }

  /**
   * Leaves out what only computes values that nothing reads any more and nothing waits for, such as
   * moments of the batch when the given ones are used.
   */
  private ImmutableList<Step> needed(List<Step> steps, int[] fetches) {
    boolean[] wanted = new boolean[plan.valueCount()];
    for (int fetch : fetches) {
      wanted[fetch] = true;
    }
    Set<Operation> awaited = new HashSet<>(plan.signature().targets());
    List<Step> kept = new ArrayList<>(steps.size());
    for (int s = steps.size() - 1; s >= 0; s--) {
      Step step = steps.get(s);
      boolean needed =
          step.isFetch()
              || step.outputCount() == 0
              || step.operation().def().isStateful()
              || !step.traits().access().isEmpty()
              || step.traits().control() != ControlRole.NONE
              || awaited.contains(step.operation());
      for (int i = 0; i < step.outputCount(); i++) {
        needed |= wanted[step.output(i)];
      }
      if (needed) {
        kept.add(step);
        awaited.addAll(step.operation().controlInputs());
        for (int i = 0; i < step.inputCount(); i++) {
          wanted[step.input(i)] = true;
        }
      }
    }
    Collections.reverse(kept);
    return ImmutableList.copyOf(kept);
  }
}

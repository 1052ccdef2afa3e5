package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.exec.FrameInstance.Iteration;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.plan.FrameAnalysis;
import org.slimgraph.plan.FrameAnalysis.Edge;
import org.slimgraph.plan.Plan;
import org.slimgraph.plan.Step;
import org.slimgraph.state.SessionState;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * One run at a time of a plan with control flow.
 *
 * <p>A value is live (a Tensor or a Variable) or {@link #DEAD}. A step whose input or control input
 * is dead does not run and makes all its outputs dead; Merge, Enter, Exit, NextIteration, Switch
 * and ControlTrigger have rules of their own, as in TF's executor (core/common_runtime/executor.cc
 * of 1.15, ExecutorState::ActivateNodes and PropagateOutputs).
 */
final class FrameRun extends StepContext {
  private static final Object DEAD = new Object();

  /** A step that may run in an iteration. */
  private record Ready(int step, Iteration iteration, boolean isDead, long order) {}

  private final Plan plan;
  private final FrameAnalysis frames;
  private final PriorityQueue<Ready> ready =
      new PriorityQueue<>(
          (a, b) ->
              a.step != b.step ? Integer.compare(a.step, b.step) : Long.compare(a.order, b.order));

  /** The last live value of each fetch, in whatever frame it was computed. */
  private final Map<Integer, Object> fetched = new HashMap<>();

  private final BitSet fetches = new BitSet();
  private long order;
  private @Nullable Iteration current;

  FrameRun(Plan plan, FrameAnalysis frames, SessionState session, Parallel parallel) {
    super(plan, plan.steps().size(), session, parallel);
    this.plan = plan;
    this.frames = frames;
    for (int i = 0; i < plan.signature().fetches().size(); i++) {
      fetches.set(plan.fetchValue(i));
    }
  }

  List<Tensor> execute(List<Tensor> feeds, Cancellation cancellation) {
    begin(cancellation);
    FrameInstance root = new FrameInstance(0, null, 1);
    Iteration start = root.begin();
    for (int s = 0; s < plan.steps().size(); s++) {
      if (frames.dataInputs(s) + frames.controlInputs(s) == 0) {
        schedule(s, start, false);
      }
    }
    for (int i = 0; i < feeds.size(); i++) {
      deliver(plan.feedValue(i), feeds.get(i), start);
    }
    while (!ready.isEmpty()) {
      checkCancelled();
      Ready next = ready.poll();
      process(next);
      next.iteration().outstanding--;
      next.iteration().frame().closeIfDone(this);
    }
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < plan.signature().fetches().size(); i++) {
      Object value = fetched.get(plan.fetchValue(i));
      if (!(value instanceof Tensor tensor)) {
        throw SlimgraphException.invalidArgument(
            "Retval[%d] does not have value: '%s' was not computed, because a conditional took"
                + " another branch",
            i, plan.signature().fetches().get(i).name());
      }
      results.add(tensor);
    }
    return results;
  }

  void clear() {
    ready.clear();
    fetched.clear();
    current = null;
  }

  private void schedule(int step, Iteration iteration, boolean isDead) {
    iteration.outstanding++;
    ready.add(new Ready(step, iteration, isDead, order++));
  }

  private void process(Ready next) {
    Step step = plan.steps().get(next.step());
    Iteration iteration = next.iteration();
    current = iteration;
    boolean dead = next.isDead() && step.traits().control() != ControlRole.CONTROL_TRIGGER;
    long begin = trace().isOn() ? trace().now() : 0;
    switch (step.traits().control()) {
      case ENTER:
        enter(next.step(), step, iteration, dead ? DEAD : input(step, 0, iteration));
        break;
      case EXIT:
        exit(next.step(), step, iteration, dead ? DEAD : input(step, 0, iteration));
        break;
      case NEXT_ITERATION:
        if (!dead) {
          Iteration following = iteration.frame().iterationAfter(iteration, this);
          complete(next.step(), step, following, input(step, 0, iteration));
        }
        break;
      case SWITCH:
        branch(next.step(), step, iteration, dead);
        break;
      case MERGE:
        merge(next.step(), step, iteration, dead);
        break;
      default:
        if (dead) {
          kill(next.step(), step, iteration);
        } else {
          compute(next.step(), step, iteration);
        }
        return;
    }
    if (trace().isOn() && !dead) {
      trace().note(step, begin, List.of());
    }
  }

  /** Returns a value that a step passes on: the variable itself only where references go on. */
  private Object input(Step step, int i, Iteration iteration) {
    Object value = iteration.values.get(step.input(i));
    if (value == null) {
      throw SlimgraphException.internal(
          "Input %d of '%s' has no value", i, step.operation().name());
    }
    return value instanceof Variable variable && !plan.valueType(step.output(0)).isRef()
        ? snapshot(variable)
        : value;
  }

  private void compute(int s, Step step, Iteration iteration) {
    run(step, s);
    for (int i = 0; i < step.outputCount(); i++) {
      Object output = iteration.values.get(step.output(i));
      deliver(step.output(i), output == null ? DEAD : output, iteration);
    }
    releaseWaiting(s, iteration, false);
  }

  private void kill(int s, Step step, Iteration iteration) {
    for (int i = 0; i < step.outputCount(); i++) {
      deliver(step.output(i), DEAD, iteration);
    }
    releaseWaiting(s, iteration, true);
  }

  /** Delivers the only output of a step that passes a value on, and lets go who waits for it. */
  private void complete(int s, Step step, Iteration target, Object value) {
    deliver(step.output(0), value, target);
    releaseWaiting(s, target, value == DEAD);
  }

  private void branch(int s, Step step, Iteration iteration, boolean dead) {
    int taken = -1;
    if (!dead) {
      Tensor predicate = predicate(step, iteration);
      taken = TensorStorage.booleans(predicate)[0] ? 1 : 0;
    }
    for (int i = 0; i < 2; i++) {
      deliver(step.output(i), i == taken ? input(step, 0, iteration) : DEAD, iteration);
    }
    releaseWaiting(s, iteration, dead);
  }

  private Tensor predicate(Step step, Iteration iteration) {
    if (input(step, 1, iteration) instanceof Tensor tensor && tensor.shape().rank() == 0) {
      return tensor;
    }
    throw SlimgraphException.invalidArgument(
        "The second input must be a scalar, but it has shape %s\n\t [[{{node %s}}]]",
        input(step, 1, iteration) instanceof Tensor tensor ? tensor.shape().toBrackets() : "?",
        step.operation().name());
  }

  private void merge(int s, Step step, Iteration iteration, boolean dead) {
    int arrived = -1;
    for (int i = 0; !dead && i < step.inputCount() && arrived < 0; i++) {
      Object value = iteration.values.get(step.input(i));
      arrived = value != null && value != DEAD ? i : -1;
    }
    if (arrived < 0) {
      kill(s, step, iteration);
      return;
    }
    deliver(step.output(0), input(step, arrived, iteration), iteration);
    deliver(step.output(1), Tensor.scalar(arrived), iteration);
    releaseWaiting(s, iteration, false);
  }

  private void enter(int s, Step step, Iteration iteration, Object value) {
    int frame = frames.frameOfOutputs(s);
    FrameInstance child = iteration.child(frame, frames.enters(frame));
    if (step.operation().attrs().bool("is_constant")) {
      child.addConstant(s, step, value, this);
    } else {
      complete(s, step, child.first(), value);
    }
    child.entersLeft--;
    child.closeIfDone(this);
  }

  /** Makes the constant that {@code step} brings into a loop known in {@code iteration}. */
  void bringConstant(int s, Step step, Object value, Iteration iteration) {
    complete(s, step, iteration, value);
  }

  private void exit(int s, Step step, Iteration iteration, Object value) {
    if (value == DEAD) {
      iteration.frame().rememberDeadExit(s, iteration);
    } else {
      complete(s, step, iteration.frame().parent(), value);
    }
  }

  /** Tells the parent that a loop which ended never gave this value. */
  void deliverDeadExit(int s, Iteration parent) {
    complete(s, plan.steps().get(s), parent, DEAD);
  }

  private void deliver(int v, Object value, Iteration iteration) {
    iteration.values.put(v, value);
    if (fetches.get(v) && value != DEAD) {
      fetched.put(v, value);
    }
    for (Edge edge : frames.readers(v)) {
      arrive(edge, value == DEAD, iteration, v);
    }
  }

  private void releaseWaiting(int s, Iteration iteration, boolean dead) {
    for (Edge edge : frames.waiting(s)) {
      arrive(edge, dead, iteration, -1);
    }
  }

  private void arrive(Edge edge, boolean dead, Iteration iteration, int value) {
    Step step = plan.steps().get(edge.step());
    Iteration.Arrivals arrivals = iteration.arrivals(edge.step());
    if (step.traits().control() == ControlRole.MERGE) {
      if (edge.isControl()) {
        arrivals.controls++;
      } else if (dead) {
        arrivals.deadData++;
        // A loop on the untaken branch of a conditional: its Merge hears only from the dead Enter.
        arrivals.deadEnter |= frames.isEntered(value);
      } else {
        arrivals.liveData++;
      }
      boolean allDead = arrivals.deadData == frames.dataInputs(edge.step()) || arrivals.deadEnter;
      boolean ripe =
          arrivals.controls == frames.controlInputs(edge.step())
              && (arrivals.liveData > 0 || allDead);
      if (ripe && !arrivals.scheduled) {
        arrivals.scheduled = true;
        schedule(edge.step(), iteration, arrivals.liveData == 0);
      }
      return;
    }
    arrivals.deadData += dead ? 1 : 0;
    arrivals.controls++;
    if (arrivals.controls == frames.dataInputs(edge.step()) + frames.controlInputs(edge.step())) {
      schedule(edge.step(), iteration, arrivals.deadData > 0);
    }
  }

  private Iteration current() {
    if (current == null) {
      throw new IllegalStateException("No step is running");
    }
    return current;
  }

  @Override
  @Nullable Object value(int v) {
    return current().values.get(v);
  }

  @Override
  void setValue(int v, Object value) {
    current().values.put(v, value);
  }

  @Override
  @Nullable Tensor planned(int v, Shape shape) {
    return null;
  }

  @Override
  boolean isConstant(int v) {
    return false;
  }

  @Override
  boolean isUsedValue(int v) {
    return true;
  }
}

package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The gradient of one loop while it is built: a second loop that runs as often as the first did,
 * backwards. The first is given a counter, and a stack for each value that the second needs of
 * every iteration; the second pops them. Used by the one thread that builds the graph.
 *
 * <pre>
 * forward:  while (c) { stack.push(v); count++; ... }
 * backward: while (count >= 1) { v = stack.pop(); ...; count--; }
 * </pre>
 *
 * <p>Behaviour as in TF 1.15, python/ops/control_flow_state.py, _GradLoopState.
 */
final class LoopGradient {
  private final Ops tf;
  private final Graph graph;
  private final WhileContext forward;
  private final @Nullable LoopGradient outer;
  private final @Nullable FlowContext caller;
  private final WhileContext backward;
  private final Operation forwardNext;
  private final Operation backwardNext;
  private @Nullable Operation forwardSync;
  private @Nullable Operation backwardSync;
  private final Map<Output, Output> history = new HashMap<>();

  /** The Merges that carry the gradient of each loop variable, by the variable's Switch. */
  final Map<Operation, Flowing> merges = new LinkedHashMap<>();

  /** The loop's Exits, without those that gradients add. */
  final List<Output> forwardExits;

  /** Exits that were reached, and wait until all are. */
  final List<Output> deferredExits = new ArrayList<>();

  /** Exits whose values the ys do not depend on, but that other loop variables may need. */
  final List<Output> unusedExits = new ArrayList<>();

  /** How many Exits were not reached yet. */
  int pendingExits;

  LoopGradient(Ops tf, WhileContext forward, @Nullable LoopGradient outer) {
    this.tf = tf;
    this.graph = tf.graph();
    this.forward = forward;
    this.outer = outer;
    this.caller = FlowContext.current(graph);
    this.forwardExits = List.copyOf(forward.exits());
    this.pendingExits = forwardExits.size();
    Output count;
    FlowContext around = outer == null ? forward.outerOrNull() : outer.forward;
    try (Scope beside = graph.enterContext(around)) {
      count = countForward();
    }
    this.forwardNext = next(forward);
    if (outer == null) {
      try (Scope beside = graph.enterContext(forward.outerOrNull())) {
        this.backward = new WhileContext(tf, forward, this);
        this.backwardNext = countBackward(count);
      }
    } else {
      // Remember how often each execution of this inner loop went round.
      outer.forward.know(count);
      Output counts = outer.accumulate(count, false);
      try (Scope beside = graph.enterContext(outer.backward)) {
        this.backward = new WhileContext(tf, forward, this);
        this.backwardNext = countBackward(outer.pop(counts, count, false));
      }
    }
  }

  WhileContext backward() {
    return backward;
  }

  /** Returns whether {@code value} is computed in the loop whose gradient this is. */
  boolean isOfForward(Output value) {
    FlowContext context = FlowContext.ofOutputs(value.operation());
    return context != null && context.loop().equals(Optional.of(forward));
  }

  /** Returns whether {@code operation} was made in the loop whose gradient this is. */
  boolean isMadeInForward(Operation operation) {
    FlowContext context = FlowContext.of(operation);
    return context != null && context.loop().equals(Optional.of(forward));
  }

  /** The NextIteration of the counter, which was the last one added. */
  private static Operation next(WhileContext loop) {
    return loop.counterNext();
  }

  private Output countForward() {
    Output zero = tf.constant(0, "f_count");
    if (outer != null) {
      // The pushes of one execution of the inner loop come before those of the next.
      graph.addControlInput(zero.operation(), outer.forwardStep());
    }
    try (Scope inside = forward.enter()) {
      forward.know(zero);
      Output enter = forward.enterHere(zero, "f_count");
      Output merge = Merge.of(tf, List.of(enter, enter));
      Operation choice = Switch.of(tf, merge, forward.pivot());
      Output next = NextIteration.of(tf, tf.add(choice.output(1), 1));
      graph.replaceInput(merge.operation(), 1, next);
      forward.count(next.operation());
      Output total = Exit.of(tf, choice.output(0), "f_count");
      forward.leave(List.of(total));
      return total;
    }
  }

  private Operation countBackward(Output count) {
    Output one = tf.constant(1, "b_count");
    try (Scope inside = backward.enter()) {
      backward.know(count);
      Output enter = backward.enterHere(count, "b_count");
      Output merge = Merge.of(tf, List.of(enter, enter));
      backward.beginCondition(merge);
      Output goesOn =
          tf.graph()
              .opBuilder("LoopCond", "b_count")
              .input(tf.greaterEqual(merge, one))
              .build()
              .output(0);
      backward.endCondition(goesOn);
      Operation choice = Switch.of(tf, merge, goesOn);
      Output index = tf.subtract(choice.output(1), one);
      backward.beginBody(index);
      Output next = NextIteration.of(tf, index);
      graph.replaceInput(merge.operation(), 1, next);
      Output zero = Exit.of(tf, choice.output(0), "b_count");
      if (outer != null) {
        // The pops of one execution of the inner loop come before those of the next.
        graph.addControlInput(outer.backwardSync(), zero.operation());
      }
      backward.leave(List.of(zero));
      return next.operation();
    }
  }

  /** Returns the operation that counts an iteration of the forward loop. */
  private Operation forwardStep() {
    return forwardNext.input(0).operation();
  }

  /** Waits for what is pushed in branches, even if it is not; the next iteration waits for it. */
  private Operation forwardSync() {
    if (forwardSync == null) {
      forwardSync = sync("f_sync", forward, forwardNext);
    }
    return forwardSync;
  }

  /** Waits for all that is popped in an iteration; the next iteration waits for it. */
  private Operation backwardSync() {
    if (backwardSync == null) {
      backwardSync = sync("b_sync", backward, backwardNext);
    }
    return backwardSync;
  }

  private Operation sync(String name, WhileContext loop, Operation next) {
    Operation sync;
    try (Scope cleared = graph.clearControlDependencies()) {
      sync = graph.opBuilder("ControlTrigger", name).build();
    }
    graph.setControlFlowContext(sync, loop);
    graph.addControlInput(next, sync);
    return sync;
  }

  /**
   * Pushes {@code value} in every iteration of the forward loop.
   *
   * @param deadBranch whether it is computed where the conditional it belongs to is not taken
   * @return the stack
   */
  Output accumulate(Output value, boolean deadBranch) {
    try (Scope cleared = graph.clearControlDependencies()) {
      Output stack;
      try (Scope around = graph.enterContext(caller);
          Scope beside = tf.colocateWith(value)) {
        stack = StackV2.stack(tf, tf.constant(-1), value.dataType().base(), "f_acc");
      }
      Output entered = forward.addValue(stack);
      FlowContext context = FlowContext.ofOutputs(value.operation());
      Operation push;
      if (context == forward) {
        push = push(entered, value, forward);
        graph.addControlInput(forwardNext, push);
      } else if (context instanceof CondContext) {
        push = push(entered, value, deadBranch ? context.outerOrNull() : context);
        graph.setControlFlowContext(push, context);
        graph.addControlInput(forwardSync(), push);
      } else {
        throw SlimgraphException.internal(
            "'%s' is needed of every iteration of '%s', but belongs to another loop",
            value.name(), forward.frame());
      }
      graph.addControlInput(push, forwardStep());
      return stack;
    }
  }

  private Operation push(Output stack, Output value, @Nullable FlowContext context) {
    try (Scope inside = graph.enterContext(context)) {
      return StackV2.push(tf, stack, value).operation();
    }
  }

  /** Returns what {@link #accumulate} pushed on {@code stack}, in the backward loop. */
  Output pop(Output stack, Output value, boolean deadBranch) {
    CondContext branch = branchOf(value, FlowContext.of(stack.operation()));
    Output popped;
    try (Scope cleared = graph.clearControlDependencies();
        Scope inside = backward.enter()) {
      Output guarded = stack;
      if (branch != null) {
        int taken = deadBranch ? 1 - branch.branch() : branch.branch();
        guarded = Switch.beside(tf, stack, recorded(branch.predicate())).output(taken);
      }
      popped = StackV2.pop(tf, guarded, value.dataType().base());
      popped.setShape(value.shape());
    }
    if (backward.parallelIterations() > 1) {
      graph.addControlInput(backwardSync(), popped.operation());
    }
    return popped;
  }

  private static @Nullable CondContext branchOf(Output value, @Nullable FlowContext end) {
    FlowContext context = FlowContext.of(value.operation());
    while (context != null && context != end) {
      if (context instanceof CondContext branch) {
        return branch;
      }
      context = context.outerOrNull();
    }
    return null;
  }

  /** Returns the predicate as the backward loop has it; itself if it is of no iteration. */
  private Output recorded(Output predicate) {
    for (LoopGradient loop = this; loop != null; loop = loop.outer) {
      Output real = loop.history.get(predicate);
      if (real != null) {
        return real;
      }
    }
    return predicate;
  }

  /** Returns {@code predicate}, of a conditional in the forward loop, for the backward loop. */
  Output predicate(Output predicate) {
    Output known = history.get(predicate);
    if (known != null) {
      return known;
    }
    Output real = pushed(predicate);
    history.put(predicate, real);
    return real;
  }

  /** Returns {@code value} of the forward loop as it was in the iteration that is gone back. */
  Output pushed(Output value) {
    return pushed(value, false);
  }

  Output pushed(Output value, boolean deadBranch) {
    Output stack;
    try (Scope around = graph.enterContext(caller)) {
      stack = accumulate(value, deadBranch);
    }
    return pop(stack, value, deadBranch);
  }

  /** Returns what stands for {@code value}, which is computed in the forward loop. */
  Output realValue(Output value) {
    Output known = history.get(value);
    if (known == null) {
      known = record(value);
      history.put(value, known);
    }
    return known;
  }

  private Output record(Output value) {
    Output current = value;
    LoopGradient loop = this;
    Optional<Output> outside = enteredFrom(current);
    while (outside.isPresent()) {
      // What the loop does not change comes from the loop around, or from outside of all.
      current = outside.get();
      if (loop.outer == null) {
        return backward.addValue(current);
      }
      loop = loop.outer;
      outside = enteredFrom(current);
    }
    if (current.operation().type().equals("Const")) {
      return tf.constant(current.operation().attrs().tensor("value"));
    }
    Output real = loop.pushed(current);
    return loop == this ? real : backward.addValue(real);
  }

  private static Optional<Output> enteredFrom(Output value) {
    Operation operation = value.operation();
    while (operation.type().endsWith("Switch") || operation.type().endsWith("Identity")) {
      operation = operation.input(0).operation();
    }
    return FlowContext.isConstantEnter(operation)
        ? Optional.of(operation.input(0))
        : Optional.empty();
  }

  /** Brings what flows into an Exit of the forward loop into the backward loop. */
  Flowing enterExit(Flowing gradient) {
    return gradient.map(
        part -> {
          backward.know(part);
          try (Scope inside = backward.enter()) {
            return backward.enterHere(part, "b_exit");
          }
        });
  }

  /** Takes what flows into the Enter of a loop variable out of the backward loop. */
  Flowing leave(Flowing gradient) {
    Flowing left = gradient.map(part -> Exit.of(tf, part, "Exit"));
    backward.leave(left.tensors());
    return left;
  }

  /** Adds up, over all iterations, what flows into {@code enter}, which never changes. */
  Output addUp(Operation enter, Output gradient) {
    Output zeros;
    try (Scope around = graph.enterContext(caller)) {
      zeros = zerosFor(enter, gradient);
    }
    try (Scope inside = backward.enter()) {
      return accumulators(
              List.of(zeros),
              List.of(gradient.shape()),
              current -> List.of(tf.add(current.get(0), gradient)))
          .get(0);
    }
  }

  private Output zerosFor(Operation enter, Output gradient) {
    if (gradient.shape().isFullyDefined()) {
      try (Scope beside = graph.enterContext(backward.outerOrNull())) {
        Tensor zeros = Tensor.zeros(gradient.dataType().base(), gradient.shape());
        return tf.constant(zeros, "b_acc");
      }
    }
    Output shape = shapeOutside(enter.input(0));
    try (Scope beside = graph.enterContext(backward.outerOrNull())) {
      return FlowZeros.zeros(tf, shape, gradient.dataType().base());
    }
  }

  /** Returns the shape of {@code value}, from outside of the forward loop, for the backward's. */
  private Output shapeOutside(Output value) {
    if (outer != null) {
      Output shape;
      try (Scope beside = graph.enterContext(forward.outerOrNull())) {
        shape = FlowZeros.shape(tf, value);
      }
      return outer.pushed(shape);
    }
    try (Scope beside = graph.enterContext(backward.outerOrNull())) {
      return FlowZeros.shape(tf, value);
    }
  }

  /** Joins, over all iterations, the rows that flow into {@code enter}, which never changes. */
  IndexedSlices addUp(Operation enter, IndexedSlices gradient) {
    Shape values = gradient.values().shape();
    Output first;
    Output shape;
    Output index;
    try (Scope around = graph.enterContext(caller)) {
      Output whole = shapeOutside(enter.input(0));
      try (Scope beside = graph.enterContext(backward.outerOrNull())) {
        first = FlowZeros.firstRow(tf, gradient, whole);
        index = tf.constant(Tensor.zeros(gradient.indices().dataType(), Shape.of(1)), "Const");
        shape = FlowZeros.zerosLike(tf, tf.cast(whole, gradient.denseShape().dataType()));
      }
    }
    Shape rows = values.isRankKnown() ? Shape.of(-1).concat(values.slice(1)) : Shape.unknown();
    try (Scope inside = backward.enter()) {
      List<Output> sums =
          accumulators(
              List.of(index, first, shape),
              List.of(Shape.of(-1), rows, gradient.denseShape().shape()),
              current ->
                  List.of(
                      tf.concat(List.of(current.get(0), gradient.indices()), 0),
                      tf.concat(List.of(current.get(1), gradient.values()), 0),
                      tf.maximum(gradient.denseShape(), current.get(2))));
      return new IndexedSlices(sums.get(1), sums.get(0), sums.get(2));
    }
  }

  /** The next values of accumulators from the current ones. */
  private interface Step {
    List<Output> next(List<Output> current);
  }

  private List<Output> accumulators(List<Output> initial, List<Shape> shapes, Step step) {
    List<Output> merges = new ArrayList<>();
    List<Operation> choices = new ArrayList<>();
    for (int i = 0; i < initial.size(); i++) {
      backward.know(initial.get(i));
      Output enter = backward.enterHere(initial.get(i), shapes.get(i), "b_acc");
      merges.add(Merge.of(tf, List.of(enter, enter), "b_acc"));
    }
    merges.forEach(merge -> choices.add(Switch.of(tf, merge, backward.pivot())));
    List<Output> next = step.next(choices.stream().map(choice -> choice.output(1)).toList());
    for (int i = 0; i < initial.size(); i++) {
      graph.replaceInput(merges.get(i).operation(), 1, NextIteration.of(tf, next.get(i)));
    }
    List<Output> sums =
        choices.stream().map(choice -> Exit.of(tf, choice.output(0), "b_acc")).toList();
    backward.leave(sums);
    return sums;
  }

  /**
   * Ends the building. A loop variable whose next value does not depend on its last one has a
   * gradient in the last iteration only: zeros flow into those before.
   */
  void finish() {
    for (Flowing merge : merges.values()) {
      for (int i = 0; i < merge.tensors().size(); i++) {
        Operation operation = merge.tensors().get(i).operation();
        if (operation.input(0).equals(operation.input(1))) {
          close(operation, i);
        }
      }
    }
  }

  private void close(Operation merge, int part) {
    Output enter = merge.input(0);
    Output next;
    if (part > 0) {
      // Of rows, the places and the whole shape stay; only their values become zeros.
      try (Scope inside = backward.enter()) {
        next = NextIteration.of(tf, enter.operation().input(0));
      }
    } else if (enter.shape().isFullyDefined()) {
      try (Scope inside = backward.enter()) {
        next =
            NextIteration.of(
                tf, tf.constant(Tensor.zeros(enter.dataType().base(), enter.shape()), "Const"));
      }
    } else {
      Output zeros;
      try (Scope beside = graph.enterContext(backward.outerOrNull())) {
        Output shape = FlowZeros.shape(tf, enter.operation().input(0));
        zeros = FlowZeros.zeros(tf, shape, enter.dataType().base());
      }
      try (Scope inside = backward.enter()) {
        next = NextIteration.of(tf, zeros);
      }
    }
    graph.replaceInput(merge, 1, next);
  }
}

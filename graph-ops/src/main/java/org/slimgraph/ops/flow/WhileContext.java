package org.slimgraph.ops.flow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.proto.WhileContextDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/**
 * A loop: its condition and its body. Values from outside pass an Enter, which keeps them for all
 * iterations; operations that depend on nothing that changes wait for the pivot, so that they run
 * once an iteration and only while the loop goes on.
 */
public final class WhileContext extends FlowContext {
  private static final ImmutableSet<String> OF_SHAPES = ImmutableSet.of("Shape", "Size", "Rank");

  private final String frame;
  private final WhileOptions options;
  private @Nullable Output pivotOfCondition;
  private @Nullable Output pivotOfBody;
  private @Nullable Output loopCond;
  private List<Output> enters = List.of();
  private List<Output> exits = List.of();
  private final @Nullable LoopGradient gradient;
  private @Nullable Operation counterNext;

  WhileContext(Ops tf, WhileOptions options) {
    super(tf);
    this.frame = graph().uniqueName("while_context", true);
    this.options = options;
    this.gradient = null;
  }

  /** Creates the loop that computes the gradient of {@code forward}. */
  WhileContext(Ops tf, WhileContext forward, LoopGradient gradient) {
    super(tf);
    this.frame = graph().uniqueName(forward.frame, true);
    this.options = forward.options;
    this.gradient = gradient;
  }

  /** Returns the frame's name, the attribute {@code frame_name} of its Enters. */
  public String frame() {
    return frame;
  }

  /** Returns whether gradients flow through the loop. */
  public boolean backProp() {
    return options.backProp;
  }

  /** Returns how many iterations may be in flight. */
  public int parallelIterations() {
    return options.parallelIterations;
  }

  /** Returns the limit of iterations, if there is one. */
  public Optional<Output> maximumIterations() {
    return Optional.ofNullable(options.maximumIterations);
  }

  /** Returns the output of LoopCond, once the condition is built. */
  public Optional<Output> loopCond() {
    return Optional.ofNullable(loopCond);
  }

  /** Returns the Enters of the loop variables. */
  public List<Output> enters() {
    return enters;
  }

  /** Returns the Exits of the loop variables, once the loop is built. */
  public List<Output> exits() {
    return exits;
  }

  @Override
  WhileContextDef toProto() {
    WhileContextDef.Builder def =
        WhileContextDef.newBuilder()
            .setContextName(frame)
            .setParallelIterations(options.parallelIterations)
            .setBackProp(options.backProp)
            .setValuesDef(valuesProto())
            .addAllNestedContexts(nestedProtos());
    maximumIterations().ifPresent(limit -> def.setMaximumIterationsName(limit.name()));
    if (loopCond != null) {
      def.setPivotName(loopCond.name());
    }
    if (pivotOfCondition != null) {
      def.setPivotForPredName(pivotOfCondition.name());
    }
    if (pivotOfBody != null) {
      def.setPivotForBodyName(pivotOfBody.name());
    }
    exits.forEach(exit -> def.addLoopExitNames(exit.name()));
    enters.forEach(enter -> def.addLoopEnterNames(enter.name()));
    return def.build();
  }

  @Override
  public Output controlPivot() {
    Output pivot = pivotOfBody != null ? pivotOfBody : pivotOfCondition;
    if (pivot == null) {
      throw new IllegalStateException("The loop '" + frame + "' has no variable yet");
    }
    return pivot;
  }

  @Override
  public Optional<WhileContext> loop() {
    return Optional.of(this);
  }

  /** Returns what this loop computes the gradient of; null if of nothing. */
  @Nullable LoopGradient gradient() {
    return gradient;
  }

  /** Returns whether the loop goes on, once the condition is built. */
  Output pivot() {
    if (loopCond == null) {
      throw new IllegalStateException("The loop '" + frame + "' has no condition yet");
    }
    return loopCond;
  }

  /** Notes the NextIteration of a counter of iterations. */
  void count(Operation next) {
    counterNext = next;
  }

  Operation counterNext() {
    if (counterNext == null) {
      throw new IllegalStateException("The loop '" + frame + "' has no counter");
    }
    return counterNext;
  }

  /** Adds the Enter of one more loop variable, in this loop, of the shape of {@code value}. */
  Output enterHere(Output value, String name) {
    return enterHere(value, value.shape(), name);
  }

  Output enterHere(Output value, Shape shape, String name) {
    Output entered =
        graph()
            .opBuilder(value.dataType().isRef() ? "RefEnter" : "Enter", name)
            .input(value)
            .attr("frame_name", frame)
            .attr("is_constant", false)
            .attr("parallel_iterations", options.parallelIterations)
            .build()
            .output(0);
    entered.setShape(shape);
    enters = ImmutableList.<Output>builder().addAll(enters).add(entered).build();
    return entered;
  }

  /** Notes what one more loop variable gives: the outer context sees it. */
  void leave(List<Output> results) {
    exits = ImmutableList.<Output>builder().addAll(exits).addAll(results).build();
    giveOutside(results);
  }

  void beginCondition(Output firstMerge) {
    pivotOfCondition = firstMerge;
  }

  void endCondition(Output cond) {
    loopCond = cond;
  }

  void beginBody(Output firstVariable) {
    pivotOfBody = firstVariable;
  }

  /** Ends the loop: the outer context sees what it gives. */
  void end(List<Output> results) {
    exits = List.copyOf(results);
    giveOutside(results);
  }

  /** Returns Enters of the loop variables' initial values. */
  List<Output> enterVariables(List<Output> initial) {
    List<Output> outside = initial.stream().map(this::fromOuter).toList();
    List<Operation> made = outside.stream().map(value -> enter(value, false)).toList();
    Optional<Output> pivot = outer().map(FlowContext::controlPivot);
    for (Operation enter : made) {
      if (pivot.isPresent() && isConstantEnter(enter.input(0).operation())) {
        graph().addControlInput(enter, pivot.get().operation());
      }
    }
    enters = made.stream().map(enter -> enter.output(0)).toList();
    enters.forEach(this::know);
    return enters;
  }

  @Override
  public Output addValue(Output value) {
    if (knows(value) || of(value.operation()) == this) {
      return inside(value);
    }
    LoopGradient built = FlowGradients.current(graph());
    if (built != null && built.isOfForward(value)) {
      Output real = built.realValue(value);
      bringIn(value, real);
      return real;
    }
    Output outside = fromOuter(value);
    Output inside = enter(outside, true).output(0);
    inside.setShape(outside.shape());
    bringIn(value, inside);
    return inside;
  }

  @Override
  public void add(Operation operation) {
    FlowContext forward = whereShapeIsKnown(operation);
    if (forward == null) {
      join(operation);
      return;
    }
    graph().setControlFlowContext(operation, forward);
    if (forward instanceof WhileContext loop) {
      loop.join(operation);
    } else {
      forward.add(operation);
    }
  }

  /**
   * Returns where the shape of a value of the forward loop is taken: there, so that the gradient
   * keeps a shape of each iteration, not the whole value. Null for all else.
   */
  private @Nullable FlowContext whereShapeIsKnown(Operation operation) {
    LoopGradient built = FlowGradients.current(graph());
    if (built == null || !OF_SHAPES.contains(operation.type())) {
      return null;
    }
    Operation producer = operation.input(0).operation();
    return built.isMadeInForward(producer) ? of(producer) : null;
  }

  private void join(Operation operation) {
    List<Operation> dropped;
    if (operation.inputs().isEmpty()) {
      dropped = dropControlsFromOutsideLoop(operation);
      if (operation.controlInputs().isEmpty()) {
        graph().addControlInput(operation, controlPivot().operation());
      }
    } else {
      bringInInputs(operation);
      dropped = dropControlsFromOutsideLoop(operation);
      if (operation.controlInputs().isEmpty() && isInvariant(operation)) {
        graph().addControlInput(operation, controlPivot().operation());
      }
    }
    operation.outputs().forEach(this::know);
    waitInside(operation, dropped);
    if (outer().isPresent() || !isExit(operation)) {
      graph().preventFetching(operation);
      operation.outputs().forEach(graph()::preventFeeding);
    }
  }

  private static boolean isInvariant(Operation operation) {
    return operation.inputs().stream().allMatch(input -> isConstantEnter(input.operation()));
  }

  /** Makes {@code operation} wait for operations outside, which run once, not once an iteration. */
  private void waitInside(Operation operation, List<Operation> outside) {
    if (outside.isEmpty()) {
      return;
    }
    List<Operation> carried = new ArrayList<>();
    try (Scope cleared = graph().clearControlDependencies();
        Scope inside = enter()) {
      for (Operation control : outside) {
        // TF 1.x: an operation without outputs is not waited for at all.
        if (control.outputCount() > 0) {
          carried.add(tf().identity(control.output(0)).operation());
        }
      }
    }
    carried.forEach(control -> graph().addControlInput(operation, control));
  }

  private Operation enter(Output value, boolean isConstant) {
    Operation enter;
    try (Scope outside = graph().enterContext(null)) {
      enter =
          graph()
              .opBuilder(value.dataType().isRef() ? "RefEnter" : "Enter", "Enter")
              .input(value)
              .attr("frame_name", frame)
              .attr("is_constant", isConstant)
              .attr("parallel_iterations", options.parallelIterations)
              .build();
    }
    List<Operation> controls =
        enter.controlInputs().stream().filter(this::isWhereLoopStands).toList();
    graph().setControlInputs(enter, controls);
    graph().setControlFlowContext(enter, this);
    graph().preventFetching(enter);
    graph().preventFeeding(enter.output(0));
    return enter;
  }

  /** Returns whether {@code control} lies in a context around this one, but in no outer loop's. */
  private boolean isWhereLoopStands(Operation control) {
    FlowContext wanted = ofOutputs(control);
    FlowContext context = outerOrNull();
    FlowContext outerLoop = context == null ? null : context.loop().orElse(null);
    while (context != wanted) {
      if (context == null || context == outerLoop) {
        return false;
      }
      context = context.outerOrNull();
    }
    return true;
  }
}

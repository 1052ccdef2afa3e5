package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * The loops that one call of gradients goes back through: which backward loop an operation's
 * gradient belongs to, when a loop's Exits may be gone back through, zeros where none flow.
 *
 * <p>Behaviour as in TF 1.15, python/ops/control_flow_state.py, _ControlFlowState.
 */
public final class LoopGradients {
  private final Ops tf;
  private final Map<WhileContext, LoopGradient> loops = new LinkedHashMap<>();

  /** Creates the state of a call of gradients that met no loop yet. */
  public LoopGradients(Ops tf) {
    this.tf = tf;
  }

  /** Returns whether {@code operation} takes a value out of a loop. */
  public static boolean isExit(Operation operation) {
    return FlowContext.isExit(operation);
  }

  /** Returns whether {@code operation} is the Switch of a loop variable. */
  public static boolean isLoopSwitch(Operation operation) {
    return FlowZeros.isSwitch(operation) && FlowContext.of(operation) instanceof WhileContext;
  }

  /** Returns whether {@code operation} is the Switch of a variable of the loop now being built. */
  public boolean isSwitchOfLoopBeingBuilt(Operation operation) {
    return isLoopSwitch(operation) && FlowContext.of(operation) == FlowContext.current(tf.graph());
  }

  /**
   * Begins the backward loop of the loop that {@code exit} leaves, once.
   *
   * @return the Exits of all variables of the loop if it began; else none
   * @throws SlimgraphException INVALID_ARGUMENT if the loop was imported without what is known of
   *     it
   */
  public List<Output> begin(Operation exit) {
    if (!(FlowContext.of(exit) instanceof WhileContext forward)) {
      throw SlimgraphException.invalidArgument(
          "Failed to call gradients on a while loop without properly serializing graph via"
              + " MetaGraphDef: nothing is known of the loop that '%s' leaves; build the loop with"
              + " tf.whileLoop",
          exit.name());
    }
    if (loops.containsKey(forward)) {
      return List.of();
    }
    LoopGradient outer = forward.outer().flatMap(FlowContext::loop).map(loops::get).orElse(null);
    LoopGradient loop = new LoopGradient(tf, forward, outer);
    loops.put(forward, loop);
    return loop.forwardExits;
  }

  /** Returns the Enters of all variables of the loops, which gradients reach in any case. */
  public List<Operation> enters() {
    List<Operation> enters = new ArrayList<>();
    for (WhileContext loop : loops.keySet()) {
      loop.enters().forEach(enter -> enters.add(enter.operation()));
    }
    return enters;
  }

  /**
   * Notes the Exits that nothing between xs and ys uses.
   *
   * @param isUnused whether nothing uses an Exit
   * @param isY whether an operation gives one of the ys
   * @return the Exits that zeros must flow into at once, since all of their loop are known
   */
  public List<Output> unusedExits(Predicate<Operation> isUnused, Predicate<Operation> isY) {
    List<Output> ready = new ArrayList<>();
    for (LoopGradient loop : loops.values()) {
      for (Output exit : loop.forwardExits) {
        if (isUnused.test(exit.operation())) {
          loop.pendingExits--;
          if (!isY.test(exit.operation())) {
            loop.unusedExits.add(exit);
          }
          if (loop.pendingExits == 0) {
            ready.addAll(loop.unusedExits);
          }
        }
      }
    }
    return ready;
  }

  /**
   * The Exits of a loop that can be gone back through.
   *
   * @param live those with a gradient
   * @param unused those without
   */
  public record Ready(List<Output> live, List<Output> unused) {}

  /**
   * Notes that all that flows into {@code exit} has come; an Exit waits for those of its loop.
   *
   * @param hasGradient whether anything flows into an Exit
   * @return all Exits of the loop if this was the last one
   */
  public Optional<Ready> arrive(Output exit, Predicate<Output> hasGradient) {
    LoopGradient loop = loops.get(FlowContext.of(exit.operation()));
    if (loop == null) {
      throw new IllegalStateException("The loop of '" + exit.name() + "' was not begun");
    }
    loop.deferredExits.add(exit);
    loop.pendingExits--;
    if (loop.pendingExits > 0) {
      return Optional.empty();
    }
    List<Output> live = new ArrayList<>();
    for (Output deferred : loop.deferredExits) {
      (hasGradient.test(deferred) ? live : loop.unusedExits).add(deferred);
    }
    return Optional.of(new Ready(live, loop.unusedExits));
  }

  /** Opens the block in which what flows into {@code operation}'s outputs is added up. */
  public Scope enterForOutputs(Operation operation) {
    return enter(FlowContext.ofOutputs(operation));
  }

  /** Opens the block in which the gradient of {@code operation} is built. */
  public Scope enterFor(Operation operation) {
    return enter(FlowContext.of(operation));
  }

  private Scope enter(@Nullable FlowContext context) {
    LoopGradient loop = loopOf(context);
    return loop == null ? () -> {} : loop.backward().enter();
  }

  private @Nullable LoopGradient loopOf(@Nullable FlowContext context) {
    return context == null ? null : context.loop().map(loops::get).orElse(null);
  }

  /** Returns zeros for a loop variable whose last value the ys do not depend on. */
  public Output zerosForExit(Output exit) {
    FlowContext forward = FlowContext.of(exit.operation());
    FlowContext around = forward == null ? null : forward.outerOrNull();
    LoopGradient outer = loopOf(around);
    DataType type = exit.dataType().base();
    if (outer == null) {
      return exit.shape().isFullyDefined()
          ? tf.zeros(exit.shape(), type)
          : FlowZeros.zerosLike(tf, exit);
    }
    if (exit.shape().isFullyDefined()) {
      try (Scope inside = outer.backward().enter()) {
        return tf.zeros(exit.shape(), type);
      }
    }
    Output shape;
    try (Scope inside = tf.graph().enterContext(around)) {
      shape = FlowZeros.shape(tf, exit);
    }
    Output real = outer.pushed(shape);
    try (Scope inside = outer.backward().enter()) {
      return FlowZeros.zeros(tf, real, type);
    }
  }

  /**
   * Returns zeros for output {@code i} of {@code operation}, into which no gradient flows; none if
   * nothing need flow there.
   */
  public Optional<Output> zerosLike(Operation operation, int i) {
    if (isLoopSwitch(operation)) {
      return Optional.empty();
    }
    FlowContext context = FlowContext.of(operation);
    LoopGradient loop = loopOf(context);
    return loop == null || context == null
        ? FlowZeros.zerosLike(tf, operation, i)
        : zerosInLoop(operation, operation.output(i), context, loop);
  }

  private Optional<Output> zerosInLoop(
      Operation operation, Output value, FlowContext context, LoopGradient loop) {
    DataType type = value.dataType().base();
    CondContext branch =
        FlowZeros.isSwitch(operation) && context instanceof CondContext cond ? cond : null;
    if (type == DataType.RESOURCE) {
      return operation
          .outputHandle(value.index())
          .map(of -> FlowZeros.zeros(tf, FlowZeros.variableShape(tf, value), of.type()))
          .map(zeros -> branch == null ? zeros : untaken(zeros, branch, loop));
    }
    if (value.shape().isFullyDefined()) {
      Output zeros = tf.constant(Tensor.zeros(type, value.shape()), "Const");
      return Optional.of(branch == null ? zeros : untaken(zeros, branch, loop));
    }
    Output shape = branch == null ? shape(value, context) : untakenShape(operation, branch);
    return Optional.of(FlowZeros.zeros(tf, loop.pushed(shape, branch != null), type));
  }

  private Output untaken(Output zeros, CondContext branch, LoopGradient loop) {
    Output predicate = loop.predicate(branch.predicate());
    return Switch.beside(tf, zeros, predicate).output(1 - branch.branch());
  }

  private Output shape(Output value, FlowContext context) {
    try (Scope inside = context.enter()) {
      return FlowZeros.shape(tf, value);
    }
  }

  /** Returns the shape of what a Switch chooses, computed where its branch is not taken. */
  private Output untakenShape(Operation choice, CondContext branch) {
    Output other;
    Output shape;
    try (Scope around = tf.graph().enterContext(branch.outerOrNull())) {
      other = Switch.beside(tf, choice.input(0), branch.predicate()).output(1 - branch.branch());
      shape = FlowZeros.shape(tf, other);
    }
    tf.graph().setControlFlowContext(other.operation(), branch);
    tf.graph().setControlFlowContext(shape.operation(), branch);
    return shape;
  }

  /** Ends the building, when all gradients are there. */
  public void finish() {
    loops.values().forEach(LoopGradient::finish);
  }
}

package org.slimgraph.ops.flow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.ControlFlowContext;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.ProtoMember;
import org.slimgraph.graphdef.proto.CondContextDef;
import org.slimgraph.graphdef.proto.ControlFlowContextDef;
import org.slimgraph.graphdef.proto.ValuesDef;
import org.slimgraph.graphdef.proto.WhileContextDef;
import org.slimgraph.ops.Ops;

/**
 * What a branch of a conditional and the body of a loop have in common: they know which values are
 * inside, and bring others in, once each. Used by the one thread that builds the graph.
 *
 * <p>Behaviour as in TF 1.15, python/ops/control_flow_ops.py, ControlFlowContext.
 */
public abstract sealed class FlowContext implements ControlFlowContext, ProtoMember
    permits CondContext, WhileContext {
  private final Ops tf;
  private final @Nullable FlowContext outer;
  private final List<FlowContext> nested = new ArrayList<>();
  private final Set<Output> known = new LinkedHashSet<>();
  private final Map<Output, Output> broughtIn = new LinkedHashMap<>();

  FlowContext(Ops tf) {
    this.tf = tf;
    this.outer = of(tf.graph().controlFlowContext());
    if (outer != null) {
      outer.nested.add(this);
    }
  }

  @Override
  public final ByteString toProtoBytes() {
    return toProto().toByteString();
  }

  /** Returns the message that meta graphs hold. */
  abstract Message toProto();

  /** Returns the tensors that the context knows, by name. TF: {@code _to_values_def}. */
  final ValuesDef valuesProto() {
    ValuesDef.Builder values = ValuesDef.newBuilder();
    known.stream().map(Output::name).sorted().forEach(values::addValues);
    broughtIn.forEach((outside, inside) -> values.putExternalValues(outside.name(), inside.name()));
    return values.build();
  }

  /** Returns the messages of the contexts in this one. */
  final List<ControlFlowContextDef> nestedProtos() {
    return nested.stream()
        .map(
            context ->
                context.toProto() instanceof CondContextDef cond
                    ? ControlFlowContextDef.newBuilder().setCondCtxt(cond).build()
                    : ControlFlowContextDef.newBuilder()
                        .setWhileCtxt((WhileContextDef) context.toProto())
                        .build())
        .toList();
  }

  /** Returns the context that {@code operation} was made in; null outside of all. */
  static @Nullable FlowContext of(Operation operation) {
    return of(operation.controlFlowContext());
  }

  private static @Nullable FlowContext of(Optional<ControlFlowContext> context) {
    return context.isPresent() && context.get() instanceof FlowContext flow ? flow : null;
  }

  /** Returns the context that is being built; null outside of all. */
  static @Nullable FlowContext current(Graph graph) {
    return of(graph.controlFlowContext());
  }

  /** Returns the context that sees the outputs of {@code operation}: an Exit gives to the outer. */
  static @Nullable FlowContext ofOutputs(Operation operation) {
    FlowContext context = of(operation);
    return context != null && isExit(operation) ? context.outer : context;
  }

  static boolean isExit(Operation operation) {
    return operation.type().equals("Exit") || operation.type().equals("RefExit");
  }

  static boolean isConstantEnter(Operation operation) {
    return (operation.type().equals("Enter") || operation.type().equals("RefEnter"))
        && operation.attrs().bool("is_constant");
  }

  /** Returns the context that this one was made in, if there is one. */
  public final Optional<FlowContext> outer() {
    return Optional.ofNullable(outer);
  }

  /** Returns the innermost loop that this context is, or is part of. */
  public abstract Optional<WhileContext> loop();

  /**
   * Returns the output whose operation runs whenever the context does: a control edge from it makes
   * an operation without inputs run in this branch, or once an iteration.
   */
  public abstract Output controlPivot();

  /** Returns {@code value} as the inside sees it, brought in if it comes from outside. */
  public abstract Output addValue(Output value);

  final Ops tf() {
    return tf;
  }

  final Graph graph() {
    return tf.graph();
  }

  final @Nullable FlowContext outerOrNull() {
    return outer;
  }

  /** Opens the block in which operations are made inside. */
  final Scope enter() {
    return graph().enterContext(this);
  }

  /** Notes that {@code value} is inside; returns false if that was known. */
  final boolean know(Output value) {
    return known.add(value);
  }

  final boolean knows(Output value) {
    return known.contains(value);
  }

  /** Notes that {@code inside} stands for {@code outside} here. */
  final void bringIn(Output outside, Output inside) {
    known.add(outside);
    known.add(inside);
    broughtIn.put(outside, inside);
  }

  /** Returns what stands for {@code value} here; itself if it was made inside. */
  final Output inside(Output value) {
    return broughtIn.getOrDefault(value, value);
  }

  /** Makes what this context gives known in the context around it. */
  final void giveOutside(List<Output> results) {
    FlowContext around = outer;
    if (around != null) {
      results.forEach(around::know);
    }
  }

  /** Returns {@code value} as the outer context sees it. */
  final Output fromOuter(Output value) {
    return outer == null ? value : outer.addValue(value);
  }

  /** Returns whether this context is {@code other} or lies in it. */
  final boolean isIn(@Nullable FlowContext other) {
    FlowContext context = this;
    while (context != null && context != other) {
      context = context.outer;
    }
    return context == other;
  }

  final void bringInInputs(Operation operation) {
    for (int i = 0; i < operation.inputs().size(); i++) {
      Output inside = addValue(operation.input(i));
      if (!inside.equals(operation.input(i))) {
        graph().replaceInput(operation, i, inside);
      }
    }
  }

  /**
   * Drops the control inputs that lie outside of the enclosing loop, which would be of another
   * frame; returns them.
   */
  final List<Operation> dropControlsFromOutsideLoop(Operation operation) {
    Optional<WhileContext> loop = loop();
    if (loop.isEmpty() || operation.controlInputs().isEmpty()) {
      return List.of();
    }
    List<Operation> inside = new ArrayList<>();
    List<Operation> dropped = new ArrayList<>();
    for (Operation control : operation.controlInputs()) {
      FlowContext context = ofOutputs(control);
      boolean sameLoop = context != null && context.loop().equals(loop);
      (sameLoop ? inside : dropped).add(control);
    }
    if (!dropped.isEmpty()) {
      graph().setControlInputs(operation, inside);
    }
    return dropped;
  }
}

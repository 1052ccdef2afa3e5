package org.slimgraph.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.AttrValue;

/** Collects one operation; {@link #build} checks it and adds it to the graph. Not thread-safe. */
public final class OperationBuilder {
  private final Graph graph;
  private final String type;
  private final String name;
  private final List<List<Output>> inputs = new ArrayList<>();
  private final Set<Operation> controlInputs = new LinkedHashSet<>();
  private final Map<String, AttrValue> attrs = new LinkedHashMap<>();
  private @Nullable String device;

  OperationBuilder(Graph graph, String type, String name) {
    this.graph = graph;
    this.type = type;
    this.name = name;
  }

  /** Adds the next input: one tensor. The tensors of a list may be added one by one as well. */
  public OperationBuilder input(Output input) {
    inputs.add(List.of(input));
    return this;
  }

  /** Adds the next input: a list of tensors ({@code N * T} or a list of types). */
  public OperationBuilder inputs(Collection<Output> list) {
    inputs.add(List.copyOf(list));
    return this;
  }

  /** Adds a control input. */
  public OperationBuilder controlInput(Operation control) {
    controlInputs.add(control);
    return this;
  }

  /**
   * Sets an attribute, converted as by {@link AttrValue#from}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if no attribute can hold the value
   */
  public OperationBuilder attr(String attr, Object value) {
    attrs.put(attr, AttrValue.from(value));
    return this;
  }

  /** Sets the requested device; without it the open device scopes decide. */
  public OperationBuilder device(String device) {
    this.device = device;
    return this;
  }

  /**
   * Adds the operation to the graph.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if inputs or attributes do not fit the op's
   *     definition or its shape rule, NOT_FOUND for an op that is not registered,
   *     FAILED_PRECONDITION if the graph is finalized
   */
  public Operation build() {
    return graph.add(this);
  }

  String type() {
    return type;
  }

  String name() {
    return name;
  }

  List<List<Output>> inputs() {
    return inputs;
  }

  Set<Operation> controlInputs() {
    return controlInputs;
  }

  Map<String, AttrValue> attrs() {
    return attrs;
  }

  @Nullable String requestedDevice() {
    return device;
  }
}

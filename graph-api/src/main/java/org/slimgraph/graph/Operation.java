package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.op.AttrValue;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.OpDef;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A node of a graph: a type, inputs, control inputs, attributes, outputs. Users cannot change one;
 * only builders of control flow close loops and add control inputs through the graph. Reads are
 * safe from any thread.
 */
public final class Operation implements GraphElement {
  private final Graph graph;
  private final int id;
  private final String name;
  private final OpDef def;
  private final Attributes attrs;
  private final ImmutableList<DataType> outputTypes;
  private final String device;
  private final CreationSite site;
  private final @Nullable Message source;
  private final Shape[] outputShapes;
  private final @Nullable HandleInfo[] outputHandles;
  private volatile ImmutableList<Output> inputs;
  private volatile ImmutableList<Operation> controlInputs;
  private volatile @Nullable ControlFlowContext context;

  /** Creates an operation whose shapes are not known yet. */
  Operation(
      Graph graph,
      int id,
      String name,
      OpDef def,
      Attributes attrs,
      ImmutableList<DataType> outputTypes,
      String device,
      CreationSite site,
      @Nullable Message source) {
    this.graph = graph;
    this.id = id;
    this.name = name;
    this.def = def;
    this.attrs = attrs;
    this.outputTypes = outputTypes;
    this.device = device;
    this.site = site;
    this.source = source;
    this.outputShapes = new Shape[outputTypes.size()];
    Arrays.fill(outputShapes, Shape.unknown());
    this.outputHandles = new HandleInfo[outputTypes.size()];
    this.inputs = ImmutableList.of();
    this.controlInputs = ImmutableList.of();
  }

  /** Returns the graph the operation belongs to. */
  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Operation operation() {
    return this;
  }

  /** Returns the position in creation order, from 1. */
  public int id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the op type, such as {@code "Conv2D"}. */
  public String type() {
    return def.name();
  }

  /** Returns the op's definition; for an op that is not registered, one made from its use. */
  public OpDef def() {
    return def;
  }

  /** Returns the attributes. */
  public Attributes attrs() {
    return attrs;
  }

  /** Returns the attribute {@code attr}, given or default. */
  public AttrValue attr(String attr) {
    return attrs.get(attr);
  }

  /** Returns the data inputs in order. */
  public ImmutableList<Output> inputs() {
    return inputs;
  }

  /** Returns data input {@code i}. */
  public Output input(int i) {
    return inputs.get(i);
  }

  /** Returns the operations that must have run before this one, apart from its data inputs. */
  public ImmutableList<Operation> controlInputs() {
    return controlInputs;
  }

  /** Returns the number of outputs. */
  public int outputCount() {
    return outputTypes.size();
  }

  /** Returns output {@code i}. */
  public Output output(int i) {
    return new Output(this, i);
  }

  /** Returns all outputs. */
  public ImmutableList<Output> outputs() {
    ImmutableList.Builder<Output> outputs = ImmutableList.builder();
    for (int i = 0; i < outputTypes.size(); i++) {
      outputs.add(new Output(this, i));
    }
    return outputs.build();
  }

  /** Returns the type of output {@code i}. */
  public DataType outputType(int i) {
    return outputTypes.get(i);
  }

  /** Returns the static shape of output {@code i}. */
  public Shape outputShape(int i) {
    synchronized (outputShapes) {
      return outputShapes[i];
    }
  }

  void mergeOutputShape(int i, Shape shape) {
    synchronized (outputShapes) {
      outputShapes[i] = outputShapes[i].merge(shape);
    }
  }

  /** Returns what the handle at output {@code i} refers to, if that is known. */
  public Optional<HandleInfo> outputHandle(int i) {
    return Optional.ofNullable(outputHandles[i]);
  }

  /** Returns the requested device, "" for none. Sessions have the CPU only. */
  public String device() {
    return device;
  }

  /** Returns the user's line that made the operation. */
  public CreationSite site() {
    return site;
  }

  /** Returns the message the operation was read from, so that fields unknown to us survive. */
  public Optional<Message> source() {
    return Optional.ofNullable(source);
  }

  /** Returns the conditional or loop that the operation was made in, if there is one. */
  public Optional<ControlFlowContext> controlFlowContext() {
    return Optional.ofNullable(context);
  }

  void setControlFlowContext(@Nullable ControlFlowContext context) {
    this.context = context;
  }

  /** Returns the colocation groups, {@code loc:@name}; the operation's own if none was set. */
  public List<String> colocationGroups() {
    Optional<AttrValue> groups = attrs.find("_class");
    if (groups.isPresent() && groups.get() instanceof AttrValue.ListOf) {
      List<String> found = new ArrayList<>(attrs.strings("_class"));
      found.removeIf(group -> !group.startsWith("loc:@"));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of("loc:@" + name);
  }

  void setOutputShape(int i, Shape shape) {
    synchronized (outputShapes) {
      outputShapes[i] = shape;
    }
  }

  void setOutputHandle(int i, HandleInfo info) {
    outputHandles[i] = info;
  }

  void setInputs(List<Output> data, List<Operation> controls) {
    inputs = ImmutableList.copyOf(data);
    controlInputs = ImmutableList.copyOf(controls);
  }

  void addControlInput(Operation control) {
    if (!controlInputs.contains(control)) {
      controlInputs = ImmutableList.<Operation>builder().addAll(controlInputs).add(control).build();
    }
  }

  void setControlInputs(List<Operation> controls) {
    controlInputs = ImmutableList.copyOf(controls);
  }

  void replaceInput(int i, Output input) {
    Output[] changed = inputs.toArray(new Output[0]);
    changed[i] = input;
    inputs = ImmutableList.copyOf(Arrays.asList(changed));
  }

  @Override
  public String toString() {
    return "Operation(" + name + ", type=" + type() + ")";
  }
}

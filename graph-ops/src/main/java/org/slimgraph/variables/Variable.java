package org.slimgraph.variables;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.ProtoMember;
import org.slimgraph.graphdef.proto.VariableDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A variable of a graph: the operations that hold, initialize and read it. Its values live in
 * sessions. As a control input or a fetch it stands for its holding operation {@code w}.
 *
 * <p>There are two kinds, by reference (VariableV2) and by handle (VarHandleOp); both behave the
 * same here. A third kind only reads: what a custom getter computes from variables.
 */
public final class Variable implements GraphElement, ProtoMember {

  /** How a variable is held. */
  public enum Kind {
    /** By reference: VariableV2, Assign. */
    REFERENCE,
    /** By handle: VarHandleOp, AssignVariableOp. */
    RESOURCE,
    /** Not at all: a tensor computed from variables. */
    COMPUTED
  }

  private final Kind kind;
  private final Output handle;
  private final Output snapshot;
  private final @Nullable Operation initializer;
  private final @Nullable Output initialValue;
  private final boolean trainable;
  private final @Nullable UnaryOperator<Output> constraint;
  private @Nullable VariableSlice slice;
  private @Nullable VariableDef read;

  Variable(
      Kind kind,
      Output handle,
      Output snapshot,
      @Nullable Operation initializer,
      @Nullable Output initialValue,
      boolean trainable,
      @Nullable UnaryOperator<Output> constraint) {
    this.kind = kind;
    this.handle = handle;
    this.snapshot = snapshot;
    this.initializer = initializer;
    this.initialValue = initialValue;
    this.trainable = trainable;
    this.constraint = constraint;
  }

  /**
   * Returns the variable that operations already in a graph make up, such as those of a file.
   *
   * @param handle the output of VariableV2 or VarHandleOp
   * @param snapshot the output that reads it
   * @param initializer the operation that assigns the initial value
   * @param trainable whether optimizers change it
   */
  public static Variable existing(
      Output handle, Output snapshot, Operation initializer, boolean trainable) {
    Kind kind = handle.dataType() == DataType.RESOURCE ? Kind.RESOURCE : Kind.REFERENCE;
    return new Variable(kind, handle, snapshot, initializer, initializer.input(1), trainable, null);
  }

  /**
   * Returns {@code value} in the place of a variable, for custom getters: it can be read, not
   * assigned.
   */
  public static Variable computed(Output value) {
    return new Variable(Kind.COMPUTED, value, value, null, null, false, null);
  }

  /**
   * Returns the variable that {@code def}, of a file, says the graph's operations make up.
   *
   * @param trainable whether it is trained; files from before TF 1.9 do not say so in {@code def}
   */
  static Variable of(Graph graph, VariableDef def, boolean trainable) {
    Operation initializer = graph.operation(def.getInitializerName());
    Output initial =
        def.getInitialValueName().isEmpty()
            ? initializer.input(1)
            : graph.output(def.getInitialValueName());
    Variable variable =
        new Variable(
            def.getIsResource() ? Kind.RESOURCE : Kind.REFERENCE,
            graph.output(def.getVariableName()),
            graph.output(def.getSnapshotName()),
            initializer,
            initial,
            trainable,
            null);
    if (def.hasSaveSliceInfoDef()) {
      variable.slice = VariableSlice.of(def.getSaveSliceInfoDef());
    }
    variable.read = def;
    return variable;
  }

  /** Returns the VariableDef that meta graphs hold in collections of variables. */
  @Override
  public ByteString toProtoBytes() {
    VariableDef.Builder def =
        read == null ? VariableDef.newBuilder().setTrainable(trainable) : read.toBuilder();
    def.setVariableName(name())
        .setInitializerName(initializer().name())
        .setSnapshotName(snapshot.name())
        .setIsResource(isResource());
    if (read == null || !read.getInitialValueName().isEmpty()) {
      def.setInitialValueName(initialValue().name());
    }
    if (slice != null) {
      def.setSaveSliceInfoDef(slice.toProto());
    }
    return def.build().toByteString();
  }

  /** Returns the variables among {@code members} of a collection. */
  static List<Variable> among(List<?> members) {
    return members.stream().filter(Variable.class::isInstance).map(Variable.class::cast).toList();
  }

  /** Returns how the variable is held. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether the variable is held by handle. */
  public boolean isResource() {
    return kind == Kind.RESOURCE;
  }

  /** Returns the operation that holds the variable; its name is the variable's in checkpoints. */
  @Override
  public Operation operation() {
    return handle.operation();
  }

  /** Returns TF's name of the variable, {@code "w:0"}. */
  @Override
  public String name() {
    return handle.name();
  }

  /** Returns the name in checkpoints, {@code "w"}. */
  public String opName() {
    return handle.operation().name();
  }

  /** Returns the element type, never a reference type. */
  public DataType dataType() {
    return snapshot.dataType().base();
  }

  /** Returns what is known of the shape: all, unless the variable was made without validation. */
  public Shape shape() {
    return snapshot.shape();
  }

  /** Returns the reference or the handle, as assigning ops take it. */
  public Output ref() {
    return handle;
  }

  /**
   * Returns the value: the output of the reading operation that was made with the variable, {@code
   * w/read} or {@code w/Read/ReadVariableOp}. It waits for no control dependency of the caller; use
   * {@link #readValue} for that.
   */
  public Output value() {
    return snapshot;
  }

  /** Adds an operation that reads the value; it waits for the control inputs in force. */
  public Output readValue() {
    if (!isResource()) {
      return graph().opBuilder("Identity", "read").input(handle).build().output(0);
    }
    Output read;
    try (NameScope scope = graph().nameScope("Read")) {
      read = readHandle();
    }
    return graph().opBuilder("Identity", "Identity").input(read).build().output(0);
  }

  private Output readHandle() {
    return graph()
        .opBuilder("ReadVariableOp", "ReadVariableOp")
        .input(handle)
        .attr("dtype", dataType())
        .build()
        .output(0);
  }

  /** Returns which part of a partitioned variable this is, if it is one. */
  public Optional<VariableSlice> slice() {
    return Optional.ofNullable(slice);
  }

  /**
   * States that the variable is part of a larger one; checkpoints store it as a slice of that. TF:
   * {@code _set_save_slice_info}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the slice has another shape than the variable
   */
  public Variable setSlice(VariableSlice part) {
    if (!part.shapeAndSlice().part().isCompatibleWith(shape())) {
      throw SlimgraphException.invalidArgument(
          "'%s' of shape %s is no slice '%s' of %s",
          opName(), shape(), part.shapeAndSlice(), part.fullName());
    }
    slice = part;
    return this;
  }

  /** Returns whether optimizers change the variable. */
  public boolean trainable() {
    return trainable;
  }

  /** Returns the projection that optimizers apply after each update, if there is one. */
  public Optional<UnaryOperator<Output>> constraint() {
    return Optional.ofNullable(constraint);
  }

  /**
   * Returns the operation that assigns the initial value.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for a computed one
   */
  public Operation initializer() {
    if (initializer == null) {
      throw notHeld();
    }
    return initializer;
  }

  /**
   * Returns the initial value.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for a computed one
   */
  public Output initialValue() {
    if (initialValue == null) {
      throw notHeld();
    }
    return initialValue;
  }

  /**
   * Adds a conditional: the value, or the initial value while there is none. For initial values of
   * other variables, so that one run may initialize both in any order.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for a computed one
   */
  public Output initializedValue() {
    try (Scope independent = graph().clearControlDependencies()) {
      Output isInitialized =
          isInitialized(isResource() ? "VarIsInitializedOp" : "IsVariableInitialized");
      return Ops.on(graph()).cond(isInitialized, this::readValue, this::initialValue);
    }
  }

  /** Adds an operation that says whether the variable has a value. */
  public Output isInitialized(String name) {
    return held(isResource() ? "VarIsInitializedOp" : "IsVariableInitialized", name)
        .build()
        .output(0);
  }

  /**
   * Adds an assignment of {@code value}. Whoever uses the result sees the assigned value.
   *
   * @return by reference: the reference; by handle: the value, read after the assignment
   */
  public Output assign(Output value) {
    return assign(value, isResource() ? "AssignVariableOp" : "Assign");
  }

  /** Adds an assignment of {@code value}, as {@link #assign(Output)}. */
  public Output assign(Output value, String name) {
    return result(assignOp(value, name));
  }

  /** Adds {@code delta} to the value; returns as {@link #assign(Output)}. */
  public Output assignAdd(Output delta) {
    return assignAdd(delta, isResource() ? "AssignAddVariableOp" : "AssignAdd");
  }

  /** Adds {@code delta} to the value; returns as {@link #assign(Output)}. */
  public Output assignAdd(Output delta, String name) {
    return result(assignAddOp(delta, name));
  }

  /** Subtracts {@code delta} from the value; returns as {@link #assign(Output)}. */
  public Output assignSub(Output delta) {
    return assignSub(delta, isResource() ? "AssignSubVariableOp" : "AssignSub");
  }

  /** Subtracts {@code delta} from the value; returns as {@link #assign(Output)}. */
  public Output assignSub(Output delta, String name) {
    return result(assignSubOp(delta, name));
  }

  /** Adds an operation that assigns {@code value} and nothing else. */
  public Operation assignOp(Output value, String name) {
    if (isResource()) {
      if (!shape().isCompatibleWith(value.shape())) {
        throw SlimgraphException.invalidArgument(
            "Shapes %s and %s are incompatible; variable '%s'", shape(), value.shape(), opName());
      }
      return held("AssignVariableOp", name).input(value).build();
    }
    return update("Assign", value, name);
  }

  /** Adds an operation that adds {@code delta} to the value and nothing else. */
  public Operation assignAddOp(Output delta, String name) {
    return isResource()
        ? held("AssignAddVariableOp", name).input(delta).build()
        : update("AssignAdd", delta, name);
  }

  /** Adds an operation that subtracts {@code delta} from the value and nothing else. */
  public Operation assignSubOp(Output delta, String name) {
    return isResource()
        ? held("AssignSubVariableOp", name).input(delta).build()
        : update("AssignSub", delta, name);
  }

  /** TF 1.x: methods of variables do not lock, the function tf.assign does. */
  private Operation update(String type, Output value, String name) {
    try (Scope colocated = graph().colocateWith(handle)) {
      return held(type, name).input(value).attr("use_locking", false).build();
    }
  }

  private OperationBuilder held(String type, String name) {
    if (kind == Kind.COMPUTED) {
      throw notHeld();
    }
    return graph().opBuilder(type, name).input(handle);
  }

  private Output result(Operation assignment) {
    if (!isResource()) {
      return assignment.output(0);
    }
    try (Scope after = graph().controlDependencies(assignment)) {
      return readHandle();
    }
  }

  /**
   * Assigns {@code value} in {@code session}, at once.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if type or shape do not fit
   */
  public void load(Tensor value, Session session) {
    Operation assign = initializer();
    session.runner().feed(assign.input(1), value).target(assign).run();
  }

  private SlimgraphException notHeld() {
    return SlimgraphException.invalidArgument(
        "'%s' is no variable but a tensor that a custom getter computed; it can only be read",
        name());
  }

  @Override
  public Graph graph() {
    return handle.graph();
  }

  @Override
  public String toString() {
    return "Variable(" + name() + ", shape=" + shape() + ", dtype=" + dataType().tfName() + ")";
  }
}

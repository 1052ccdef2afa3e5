package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.AttrValue;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A TF 1.x graph: operations in creation order, their names, and the scopes and collections of the
 * program that builds it. Append-only.
 *
 * <p>Every method may be called from any thread, but the open scopes belong to the graph: one
 * thread builds at a time, others may run what is there.
 */
public final class Graph {
  private final OpRegistry registry;
  private final Compat compat;
  private final NameTable names;
  private final GraphCollections collections = new GraphCollections();
  private final ControlScopes controls = new ControlScopes();
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Operation> byName = new HashMap<>();
  private final Set<Output> unfeedable = new HashSet<>();
  private final Set<Operation> unfetchable = new HashSet<>();
  private final Map<Class<?>, Object> attachments = new HashMap<>();
  private Deque<Operation> colocation = new ArrayDeque<>();
  private @Nullable String futureColocation;
  private ImmutableMap<String, String> gradientOverrides = ImmutableMap.of();
  private String device = "";
  private @Nullable ControlFlowContext context;
  private @Nullable Integer seed;
  private boolean finalized;
  private @Nullable ImmutableList<Operation> snapshot;

  /** Creates an empty graph of TF 1.15's ops and behaviour. */
  public Graph() {
    this(OpRegistry.standard(), Compat.TF_1_15);
  }

  /** Creates an empty graph of TF 1.15's ops that behaves as {@code compat} says. */
  public Graph(Compat compat) {
    this(OpRegistry.standard(), compat);
  }

  /** Creates an empty graph whose ops are those of {@code registry}. */
  public Graph(OpRegistry registry, Compat compat) {
    this.registry = registry;
    this.compat = compat;
    this.names = new NameTable(compat);
  }

  /** Returns the ops the graph is built from. */
  public OpRegistry registry() {
    return registry;
  }

  /** Returns which TF release's behaviour the graph is built with. */
  public Compat compat() {
    return compat;
  }

  // Operations

  /**
   * Starts an operation.
   *
   * @param type the op type
   * @param name the wished name: made unique in the current name scope; "" means the type; with a
   *     trailing slash it is taken verbatim (without the slash)
   */
  public OperationBuilder opBuilder(String type, String name) {
    return new OperationBuilder(this, type, name);
  }

  synchronized Operation add(OperationBuilder builder) {
    checkNotFinalized();
    OpDef def = registry.get(builder.type()).def();
    List<Output> inputs = new ArrayList<>();
    builder.inputs().forEach(inputs::addAll);
    inputs.forEach(this::checkOwn);
    builder.controlInputs().forEach(this::checkOwn);
    String wished = builder.name().isEmpty() ? def.name() : builder.name();
    Attributes attrs = InputBinding.complete(def, wished, builder.inputs(), builder.attrs());
    InputBinding.checkTypes(def, wished, attrs, inputs);
    String name = names.forOperation(wished);
    if (byName.containsKey(name)) {
      throw SlimgraphException.alreadyExists(
          "Duplicate node name in graph: '%s'; the name is already used by %s",
          name, byName.get(name));
    }
    String requested = builder.requestedDevice();
    Operation operation =
        new Operation(
            this,
            operations.size() + 1,
            name,
            def,
            withScopes(def, attrs),
            ShapeInference.outputTypes(def, attrs),
            requested == null ? currentDevice() : requested,
            CreationSite.capture(),
            null);
    operation.setInputs(inputs, controls.controlsFor(inputs, builder.controlInputs()));
    new ShapeInference(registry).infer(operation);
    append(operation);
    controls.made(operation);
    joinContext(operation);
    return operation;
  }

  private void joinContext(Operation operation) {
    operation.setControlFlowContext(context);
    if (context != null) {
      String previous = names.scope();
      names.restoreScope(operation.name());
      try {
        context.add(operation);
      } finally {
        names.restoreScope(previous);
      }
    }
  }

  private void append(Operation operation) {
    names.mark(operation.name());
    operations.add(operation);
    byName.put(operation.name(), operation);
    snapshot = null;
  }

  /** Adds operations that {@code importer} made, all or none of which are valid. */
  synchronized void addImported(List<Operation> imported) {
    checkNotFinalized();
    imported.forEach(this::append);
  }

  /** Adds the hidden attributes that the open scopes ask for, where none is given. */
  private Attributes withScopes(OpDef def, Attributes attrs) {
    Map<String, AttrValue> given = new LinkedHashMap<>(attrs.given());
    Set<String> groups = colocationGroups();
    if (!groups.isEmpty()) {
      given.putIfAbsent("_class", AttrValue.list(groups));
    }
    String gradient = gradientOverrides.get(def.name());
    if (gradient != null) {
      given.putIfAbsent("_gradient_op_type", AttrValue.of(gradient));
    }
    return given.size() == attrs.given().size()
        ? attrs
        : new Attributes(def, ImmutableMap.copyOf(given));
  }

  private Set<String> colocationGroups() {
    Set<String> groups = new TreeSet<>();
    colocation.forEach(op -> groups.addAll(op.colocationGroups()));
    if (groups.isEmpty() && futureColocation != null) {
      groups.add(futureColocation);
    }
    return groups;
  }

  private String currentDevice() {
    Operation target = colocation.peekLast();
    return target != null && !target.device().isEmpty() ? target.device() : device;
  }

  /** Starts an import of nodes that were read from a file. */
  public GraphImporter importer() {
    return new GraphImporter(this);
  }

  /** Returns all operations in creation order. */
  public synchronized ImmutableList<Operation> operations() {
    ImmutableList<Operation> current = snapshot;
    if (current == null) {
      current = ImmutableList.copyOf(operations);
      snapshot = current;
    }
    return current;
  }

  /** Returns the number of operations, which grows with each one added; 0 for an empty graph. */
  public synchronized int version() {
    return operations.size();
  }

  /** Returns the operation {@code name}, if there is one. */
  public synchronized Optional<Operation> findOperation(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Returns the operation {@code name}.
   *
   * @throws SlimgraphException NOT_FOUND if there is none, INVALID_ARGUMENT if the name is a
   *     tensor's
   */
  public Operation operation(String name) {
    if (name.indexOf(':') >= 0) {
      throw SlimgraphException.invalidArgument(
          "Name '%s' appears to refer to a Tensor, not a Operation.", name);
    }
    return findOperation(name)
        .orElseThrow(
            () ->
                SlimgraphException.notFound(
                    "The name '%s' refers to an Operation not in the graph.", name));
  }

  /**
   * Returns the output {@code name}, such as {@code "a:0"}.
   *
   * @throws SlimgraphException NOT_FOUND if there is none, INVALID_ARGUMENT if the name is not a
   *     tensor's
   */
  public Output output(String name) {
    int colon = name.lastIndexOf(':');
    if (colon < 0) {
      throw SlimgraphException.invalidArgument(
          findOperation(name).isPresent()
              ? "The name '%s' refers to an Operation, not a Tensor. Tensor names must be of the"
                  + " form \"<op_name>:<output_index>\"."
              : "The name '%s' looks like an (invalid) Operation name, not a Tensor. Tensor names"
                  + " must be of the form \"<op_name>:<output_index>\".",
          name);
    }
    int index = parseIndex(name, colon);
    String opName = name.substring(0, colon);
    Operation op =
        findOperation(opName)
            .orElseThrow(
                () ->
                    SlimgraphException.notFound(
                        "The name '%s' refers to a Tensor which does not exist. The operation,"
                            + " '%s', does not exist in the graph.",
                        name, opName));
    if (index >= op.outputCount()) {
      throw SlimgraphException.notFound(
          "The name '%s' refers to a Tensor which does not exist. The operation, '%s', exists but"
              + " only has %d outputs.",
          name, opName, op.outputCount());
    }
    return op.output(index);
  }

  private static int parseIndex(String name, int colon) {
    String digits = name.substring(colon + 1);
    if (name.indexOf(':') != colon
        || digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw SlimgraphException.invalidArgument(
          "The name '%s' looks a like a Tensor name, but is not a valid one. Tensor names must be"
              + " of the form \"<op_name>:<output_index>\".",
          name);
    }
    return Integer.parseInt(digits);
  }

  /**
   * Returns the value of {@code output} if it follows from constants alone. A tensor whose value
   * was used so can no longer be fed.
   */
  public synchronized Optional<Tensor> constantValue(Output output) {
    checkOwn(output);
    Optional<Tensor> value = new ConstantValues(registry).of(output);
    value.ifPresent(v -> unfeedable.add(output));
    return value;
  }

  /** Returns the shape that an integer vector describes, as far as it is known before running. */
  public synchronized Shape constantShape(Output output) {
    checkOwn(output);
    return new ConstantValues(registry).shapeOf(output);
  }

  /** Adds a control input to an existing operation. For builders of control flow. */
  public synchronized void addControlInput(Operation operation, Operation control) {
    checkNotFinalized();
    checkOwn(operation);
    checkOwn(control);
    operation.addControlInput(control);
    snapshot = null;
  }

  /** Sets the control inputs of an existing operation. For builders of control flow. */
  public synchronized void setControlInputs(Operation operation, List<Operation> controls) {
    checkNotFinalized();
    checkOwn(operation);
    controls.forEach(this::checkOwn);
    operation.setControlInputs(List.copyOf(new LinkedHashSet<>(controls)));
    snapshot = null;
  }

  /** Replaces an input of an existing operation, to close a loop. For builders of control flow. */
  public synchronized void replaceInput(Operation operation, int i, Output input) {
    checkNotFinalized();
    checkOwn(operation);
    checkOwn(input);
    operation.replaceInput(i, input);
    snapshot = null;
  }

  private void checkOwn(GraphElement element) {
    if (element.graph() != this) {
      throw SlimgraphException.invalidArgument(
          "%s is not an element of this graph: all inputs of an operation must be from the same"
              + " graph as the operation.",
          element);
    }
  }

  // Names and scopes

  /**
   * Returns the name an operation or scope called {@code name} would get here.
   *
   * @param markAsUsed whether the name counts as taken from now on
   */
  public synchronized String uniqueName(String name, boolean markAsUsed) {
    return names.unique(name, markAsUsed);
  }

  /**
   * Opens a name scope: {@code "foo"} is made unique below the current scope, {@code "foo/"}
   * re-enters exactly that scope, {@code ""} is the root.
   */
  public synchronized NameScope nameScope(String name) {
    checkNotFinalized();
    String previous = names.scope();
    String entered = names.enterScope(name);
    return new NameScope(
        entered,
        () -> {
          synchronized (this) {
            names.restoreScope(previous);
          }
        });
  }

  /** Returns the current name scope with a trailing slash; "" at the root. */
  public synchronized String currentNameScope() {
    return names.scope().isEmpty() ? "" : names.scope() + "/";
  }

  /**
   * Opens a block in which every new operation waits for {@code elements}, unless one of its inputs
   * was made in the block and so waits already.
   */
  public synchronized Scope controlDependencies(Iterable<? extends GraphElement> elements) {
    checkNotFinalized();
    Set<Operation> operations = new LinkedHashSet<>();
    for (GraphElement element : elements) {
      checkOwn(element);
      operations.add(element.operation());
    }
    return locked(controls.open(operations));
  }

  /** Opens a block as {@link #controlDependencies(Iterable)} does. */
  public Scope controlDependencies(GraphElement... elements) {
    return controlDependencies(Arrays.asList(elements));
  }

  /**
   * Opens a block in which new operations wait for nothing that encloses it and stand outside of
   * every conditional and loop.
   */
  public synchronized Scope clearControlDependencies() {
    Scope cleared = controls.clear();
    Scope outside = enterContext(null);
    return locked(
        () -> {
          outside.close();
          cleared.close();
        });
  }

  /** Opens a block whose operations belong to {@code context}; null is outside of all. */
  public synchronized Scope enterContext(@Nullable ControlFlowContext context) {
    ControlFlowContext previous = this.context;
    this.context = context;
    return locked(() -> this.context = previous);
  }

  /**
   * Makes an existing operation belong to {@code context}, which does not rewire it. For builders
   * of control flow, whose own operations bring values in.
   */
  public synchronized void setControlFlowContext(Operation operation, ControlFlowContext context) {
    checkNotFinalized();
    checkOwn(operation);
    operation.setControlFlowContext(context);
  }

  /** Returns the conditional or loop that is being built, if there is one. */
  public synchronized Optional<ControlFlowContext> controlFlowContext() {
    return Optional.ofNullable(context);
  }

  /** Opens a block in which new operations are colocated with {@code operation} (attr _class). */
  public synchronized Scope colocateWith(GraphElement operation) {
    checkOwn(operation);
    Deque<Operation> previous = colocation;
    String previousDevice = device;
    colocation = new ArrayDeque<>(previous);
    colocation.addLast(operation.operation());
    device = "";
    return locked(
        () -> {
          colocation = previous;
          device = previousDevice;
        });
  }

  /**
   * Opens a block in which new operations are colocated with the operation that will be called
   * {@code name}, unless they are with an existing one: how a variable's initial value is built.
   */
  public synchronized Scope colocateWithFuture(String name) {
    String previous = futureColocation;
    futureColocation = "loc:@" + name;
    return locked(() -> futureColocation = previous);
  }

  /** Opens a block in which no colocation is in force. */
  public synchronized Scope clearColocation() {
    Deque<Operation> previous = colocation;
    String previousFuture = futureColocation;
    colocation = new ArrayDeque<>();
    futureColocation = null;
    return locked(
        () -> {
          colocation = previous;
          futureColocation = previousFuture;
        });
  }

  /**
   * Opens a block whose operations ask for {@code name}, merged with the enclosing request; "" asks
   * for nothing. Sessions have the CPU only, and refuse others unless they may place softly.
   */
  public synchronized Scope device(String name) {
    String previous = device;
    device = name.isEmpty() ? "" : DeviceSpec.merge(previous, name);
    return locked(() -> device = previous);
  }

  /**
   * Opens a block whose operations of the given types ask for other gradients, by name (attr
   * _gradient_op_type). Inner blocks win.
   */
  public synchronized Scope gradientOverrideMap(Map<String, String> namesByType) {
    ImmutableMap<String, String> previous = gradientOverrides;
    gradientOverrides =
        ImmutableMap.<String, String>builder()
            .putAll(previous)
            .putAll(namesByType)
            .buildKeepingLast();
    return locked(() -> gradientOverrides = previous);
  }

  private Scope locked(Scope scope) {
    return () -> {
      synchronized (this) {
        scope.close();
      }
    };
  }

  // Collections

  /** Appends {@code member} to the collection {@code key}. */
  public <T> void addToCollection(GraphKey<T> key, T member) {
    addToCollection(key.name(), member);
  }

  /** Appends {@code member} to the collection {@code key}. */
  public synchronized void addToCollection(String key, Object member) {
    checkNotFinalized();
    collections.add(key, member);
  }

  /** Appends {@code member} to each of the collections, once however often a key is named. */
  public void addToCollections(Collection<String> keys, Object member) {
    new LinkedHashSet<>(keys).forEach(key -> addToCollection(key, member));
  }

  /** Returns a copy of the collection {@code key}; empty if there is none. */
  @SuppressWarnings("unchecked") // members were added under a key of this type
  public <T> List<T> collection(GraphKey<T> key) {
    return (List<T>) collection(key.name());
  }

  /** Returns the members of {@code key} whose name the regular expression matches at its start. */
  @SuppressWarnings("unchecked") // members were added under a key of this type
  public <T> List<T> collection(GraphKey<T> key, String scope) {
    return (List<T>) collection(key.name(), scope);
  }

  /** Returns a copy of the collection {@code key}; empty if there is none. */
  public synchronized List<Object> collection(String key) {
    return collections.copy(key);
  }

  /** Returns the members of {@code key} whose name the regular expression matches at its start. */
  public synchronized List<Object> collection(String key, String scope) {
    return collections.copy(key, scope);
  }

  /** Returns the live list of the collection {@code key}, made if there was none. */
  public synchronized List<Object> collectionRef(String key) {
    return collections.live(key);
  }

  /** Removes the collection {@code key}. */
  public synchronized void clearCollection(String key) {
    checkNotFinalized();
    collections.clear(key);
  }

  /** Returns the keys of all collections in order of creation. */
  public synchronized Set<String> collectionKeys() {
    return collections.keys();
  }

  // State

  /** Sets the seed from which operations without a seed of their own derive theirs. */
  public synchronized void setSeed(int seed) {
    this.seed = seed;
  }

  /** Returns the graph's seed, if one was set. */
  public synchronized Optional<Integer> seed() {
    return Optional.ofNullable(seed);
  }

  /** Refuses every later change. */
  public synchronized void finalizeGraph() {
    finalized = true;
  }

  /** Returns whether the graph is finalized. */
  public synchronized boolean isFinalized() {
    return finalized;
  }

  private void checkNotFinalized() {
    if (finalized) {
      throw SlimgraphException.failedPrecondition("Graph is finalized and cannot be modified.");
    }
  }

  /** Forbids feeding {@code output}. */
  public synchronized void preventFeeding(Output output) {
    unfeedable.add(output);
  }

  /** Returns whether {@code output} may be fed. */
  public synchronized boolean isFeedable(Output output) {
    return !unfeedable.contains(output);
  }

  /** Forbids fetching {@code operation} and its outputs. */
  public synchronized void preventFetching(Operation operation) {
    unfetchable.add(operation);
  }

  /** Returns whether {@code operation} and its outputs may be fetched. */
  public synchronized boolean isFetchable(Operation operation) {
    return !unfetchable.contains(operation);
  }

  /**
   * Returns the graph's object of class {@code type}, made on first use: where builders keep their
   * own state, such as the variables by name.
   */
  public synchronized <T> T attachment(Class<T> type, Supplier<T> factory) {
    Object existing = attachments.get(type);
    if (existing == null) {
      existing = factory.get();
      attachments.put(type, existing);
    }
    return type.cast(existing);
  }
}

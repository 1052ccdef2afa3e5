package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.gradients.GradientBuilder;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.train.MinimizeOptions.Gate;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/**
 * Adds to a graph the operations that change variables so that a loss becomes smaller. {@link
 * TrainOps} makes the kinds.
 *
 * <pre>{@code
 * Optimizer momentum = tf.train().momentum(0.1, 0.9);
 * try (Scope updates = tf.controlDependencies(tf.collection(UPDATE_OPS))) {
 *   Operation step = momentum.minimize(loss);
 * }
 * }</pre>
 *
 * <p>An optimizer belongs to one graph and to the thread that builds it. TF 1.15: {@code
 * training/optimizer.py}.
 */
public abstract sealed class Optimizer
    permits Adadelta, Adagrad, Adam, Ftrl, GradientDescent, Momentum, RmsProp {
  private static final Set<DataType> TYPES =
      Set.of(DataType.HALF, DataType.BFLOAT16, DataType.FLOAT, DataType.DOUBLE);

  final Ops tf;
  private final String name;
  private final boolean useLocking;
  private final Slots slots;
  private final ImmutableMap<String, Setting> settings;
  private final Map<String, Output> prepared = new HashMap<>();

  /**
   * Makes an optimizer.
   *
   * @param settings the numbers that the update takes, such as the learning rate, by their names in
   *     the scope of the step
   */
  Optimizer(Ops tf, OptimizerOptions<?> options, ImmutableMap<String, Setting> settings) {
    this.tf = tf;
    this.name = options.name();
    this.useLocking = options.useLocking();
    this.slots = new Slots(tf);
    this.settings = settings;
  }

  // What a kind of optimizer says

  /** Makes the slots of variables that have none yet. */
  abstract void createSlots(List<Variable> variables);

  /** Adds the update by a gradient of the variable's shape. */
  abstract Operation applyDense(Output gradient, Variable variable);

  /** Adds the update by some rows, each given once. */
  abstract Operation applyRows(Output values, Output indices, Variable variable);

  /** Adds the update by some rows, which may repeat: they are added up first. */
  Operation applyRepeatedRows(IndexedSlices rows, Variable variable) {
    List<Output> unique = tf.unique(rows.indices());
    SliceMasks one = SliceMasks.none().withShrinkAxis(1);
    Output shape = tf.shape(unique.get(0));
    Output count = tf.stridedSlice(shape, new int[] {0}, new int[] {1}, new int[] {1}, one);
    Output sums = tf.unsortedSegmentSum(rows.values(), unique.get(1), count);
    return applyRows(sums, unique.get(0), variable);
  }

  /** Adds what ends a step: the group of all updates. */
  Operation finish(List<Operation> updates, String scope) {
    return tf.group(updates, scope);
  }

  // What users call

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Adds a step that makes {@code loss} smaller by changing all trainable variables. */
  public Operation minimize(Output loss) {
    return minimize(loss, o -> {});
  }

  /**
   * Adds a step that makes {@code loss} smaller: {@link #computeGradients}, then {@link
   * #applyGradients}. Control dependencies in force hold for all of it but the slots.
   *
   * @return the operation that runs all updates
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables, or none has a gradient
   */
  public Operation minimize(Output loss, Consumer<? super MinimizeOptions> set) {
    MinimizeOptions options = new MinimizeOptions();
    set.accept(options);
    List<GradientAndVariable> gradients = computeGradients(loss, options);
    if (gradients.stream().noneMatch(GradientAndVariable::hasGradient)) {
      throw SlimgraphException.invalidArgument(
          "No gradients provided for any variable, check your graph for ops that do not support"
              + " gradients, between variables %s and loss %s.",
          gradients.stream().map(pair -> pair.variable().toString()).toList(), loss);
    }
    return apply(gradients, options.globalStep(), options.name());
  }

  /** Adds the gradients of {@code loss} with respect to all trainable variables. */
  public List<GradientAndVariable> computeGradients(Output loss) {
    return computeGradients(loss, o -> {});
  }

  /**
   * Adds the gradients of {@code loss} with respect to variables.
   *
   * @param loss of a floating-point type
   * @return one pair a variable, in order
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables, or a type has no
   *     gradients
   */
  public List<GradientAndVariable> computeGradients(
      Output loss, Consumer<? super MinimizeOptions> set) {
    MinimizeOptions options = new MinimizeOptions();
    set.accept(options);
    return computeGradients(loss, options);
  }

  /** Adds a step that applies {@code gradients}, as {@link #applyGradients(List, Variable)}. */
  public Operation applyGradients(List<GradientAndVariable> gradients) {
    return apply(gradients, Optional.empty(), "");
  }

  /**
   * Adds a step that applies {@code gradients}; variables without one stay as they are. The step
   * joins TRAIN_OP.
   *
   * @param globalStep a counter that grows by one after the updates
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables, or none has a gradient
   */
  public Operation applyGradients(List<GradientAndVariable> gradients, Variable globalStep) {
    return apply(gradients, Optional.of(globalStep), "");
  }

  /** Adds a step called {@code name}, as {@link #applyGradients(List, Variable)}. */
  public Operation applyGradients(
      List<GradientAndVariable> gradients, Variable globalStep, String name) {
    return apply(gradients, Optional.of(globalStep), name);
  }

  /** Adds a step called {@code name}, as {@link #applyGradients(List)}. */
  public Operation applyGradients(List<GradientAndVariable> gradients, String name) {
    return apply(gradients, Optional.empty(), name);
  }

  /** Returns the slot {@code key} of {@code variable}, such as "momentum", if there is one. */
  public Optional<Variable> getSlot(Variable variable, String key) {
    return slots.find(variable, key);
  }

  /** Returns the keys of the slots that were made so far, in order. */
  public List<String> getSlotNames() {
    return List.copyOf(slots.names());
  }

  // Gradients

  private List<GradientAndVariable> computeGradients(Output loss, MinimizeOptions options) {
    checkType(loss.dataType(), loss.name());
    options.gradLoss().ifPresent(gradient -> checkType(gradient.dataType(), gradient.name()));
    List<Variable> variables = options.varList().map(List::copyOf).orElseGet(this::trainable);
    if (variables.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "No variables to optimize. Trainable variables must exist before the optimizer is asked");
    }
    List<Optional<Function<Variable, GradientAndVariable>>> gradients =
        GradientBuilder.gradientsInRows(
            tf,
            List.of(loss),
            variables.stream().map(Variable::ref).toList(),
            options::apply,
            whole -> variable -> GradientAndVariable.of(whole, variable),
            rows -> variable -> GradientAndVariable.of(rows, variable));
    List<GradientAndVariable> pairs = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      pairs.add(gradients.get(i).orElse(GradientAndVariable::none).apply(variable));
    }
    pairs.stream()
        .filter(GradientAndVariable::hasGradient)
        .forEach(pair -> checkType(pair.variable().dataType(), pair.variable().name()));
    return options.gate() == Gate.GRAPH ? gate(pairs) : pairs;
  }

  private List<Variable> trainable() {
    List<Variable> variables = new ArrayList<>(tf.trainableVariables());
    variables.addAll(tf.variablesIn(GraphKeys.TRAINABLE_RESOURCE_VARIABLES, ""));
    return variables;
  }

  /** Lets every gradient wait for all. */
  private List<GradientAndVariable> gate(List<GradientAndVariable> pairs) {
    List<Output> values = pairs.stream().flatMap(pair -> pair.values().stream()).toList();
    if (values.isEmpty()) {
      return pairs;
    }
    var gated = tf.tuple(values).iterator();
    return pairs.stream().map(pair -> pair.map(value -> gated.next())).toList();
  }

  private static void checkType(DataType type, String tensor) {
    if (!TYPES.contains(type.base())) {
      throw SlimgraphException.invalidArgument(
          "Invalid type %s for %s, expected: float16, bfloat16, float32 or float64.",
          type.tfName(), tensor);
    }
  }

  // Updates

  private Operation apply(
      List<GradientAndVariable> pairs, Optional<Variable> globalStep, String stepName) {
    if (pairs.isEmpty()) {
      throw SlimgraphException.invalidArgument("No variables provided.");
    }
    List<GradientAndVariable> given =
        pairs.stream().filter(GradientAndVariable::hasGradient).toList();
    if (given.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "No gradients provided for any variable: %s.",
          pairs.stream().map(pair -> pair.variable().toString()).toList());
    }
    try (Scope independent = tf.graph().clearControlDependencies()) {
      createSlots(given.stream().map(GradientAndVariable::variable).toList());
    }
    Operation step;
    try (NameScope scope = tf.nameScope(stepName.isEmpty() ? name : stepName)) {
      settings.forEach((key, setting) -> prepared.put(key, setting.in(tf, key)));
      List<Operation> updates = given.stream().map(this::update).toList();
      step =
          globalStep.isPresent()
              ? count(globalStep.get(), finish(updates, "update"), scope.name())
              : finish(updates, scope.name());
    }
    if (!tf.collection(GraphKeys.TRAIN_OP).contains((GraphElement) step)) {
      tf.graph().addToCollection(GraphKeys.TRAIN_OP, step);
    }
    return step;
  }

  private Operation count(Variable globalStep, Operation updates, String stepName) {
    try (Scope after = tf.controlDependencies(updates);
        Scope colocated = tf.colocateWith(globalStep)) {
      DataType type = globalStep.dataType();
      String one = globalStep.isResource() ? "Const" : stepName + "value";
      return globalStep.assignAddOp(tf.constant(Scalars.of(type, 1), one), stepName);
    }
  }

  private Operation update(GradientAndVariable pair) {
    Variable variable = pair.variable();
    try (NameScope scope = tf.nameScope("update_" + variable.opName());
        Scope colocated = tf.colocateWith(variable)) {
      if (pair.rows().isPresent()) {
        if (variable.constraint().isPresent()) {
          throw SlimgraphException.invalidArgument(
              "Cannot use a constraint function on a sparse variable. (%s)", variable.name());
        }
        return applyRepeatedRows(pair.rows().get(), variable);
      }
      Operation update = applyDense(pair.gradient().orElseThrow(), variable);
      return variable.constraint().isPresent() ? constrain(variable, update) : update;
    }
  }

  private Operation constrain(Variable variable, Operation update) {
    try (Scope after = tf.controlDependencies(update)) {
      // TF 1.x: the constraint of a reference variable sees w/read, which does not wait for the
      // update; reading anew gives what is meant.
      Output projected = variable.constraint().orElseThrow().apply(variable.readValue());
      return variable.assign(projected).operation();
    }
  }

  // What kinds of optimizers are made of

  /** Makes the slot {@code key} of zeros. */
  void zerosSlot(Variable variable, String key) {
    slot(variable, key, Initializers.zeros());
  }

  /** Makes the slot {@code key}. */
  void slot(Variable variable, String key, Initializer initializer) {
    slots.make(variable, key, name, variable.shape(), initializer);
  }

  /** Makes the slot {@code key} that starts as {@code initialValue}. */
  void slot(Variable variable, String key, Output initialValue) {
    slots.make(variable, key, name, Shape.unknown(), Initializers.value(initialValue));
  }

  /** Returns the slot {@code key} of {@code variable}, which {@link #createSlots} made. */
  Variable slot(Variable variable, String key) {
    return slots
        .find(variable, key)
        .orElseThrow(
            () -> new IllegalStateException(variable.name() + " has no slot '" + key + "'"));
  }

  /**
   * Starts an update op: {@code Apply…} for reference variables, {@code ResourceApply…} for those
   * held by handle, with the variable and its slots as the first inputs.
   */
  OperationBuilder updateOp(String type, Variable variable, String... slotKeys) {
    String prefixed = variable.isResource() ? "Resource" + type : type;
    OperationBuilder op =
        tf.graph()
            .opBuilder(prefixed, prefixed)
            .input(variable.ref())
            .attr("use_locking", useLocking);
    for (String key : slotKeys) {
      op.input(slot(variable, key).ref());
    }
    return op;
  }

  /** Returns a setting as a tensor of the type of {@code variable}. */
  Output setting(String key, Variable variable) {
    return tf.cast(setting(key), variable.dataType());
  }

  /** Returns a setting as a tensor. */
  Output setting(String key) {
    Output value = prepared.get(key);
    if (value == null) {
      throw new IllegalStateException("The setting '" + key + "' of " + name + " is not prepared");
    }
    return value;
  }

  boolean useLocking() {
    return useLocking;
  }
}

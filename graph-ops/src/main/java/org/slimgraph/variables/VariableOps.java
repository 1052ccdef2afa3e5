package org.slimgraph.variables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Builders of variables and variable scopes; part of {@link org.slimgraph.ops.Ops}. */
public interface VariableOps extends Builders {

  // Variables

  /**
   * Adds a variable that starts as {@code initialValue}, which must have a known shape. Its name
   * comes from the current name scope, and {@code getVariable} does not find it.
   */
  default Variable variable(Output initialValue, Consumer<VariableOptions> options) {
    return VariableCreation.create(graph(), InitialValue.of(initialValue), options);
  }

  /** Adds a variable that starts as {@code initialValue}. */
  default Variable variable(Output initialValue) {
    return variable(initialValue, o -> {});
  }

  /** Adds a variable that starts as the constant {@code initialValue}. */
  default Variable variable(Tensor initialValue, Consumer<VariableOptions> options) {
    return VariableCreation.create(graph(), InitialValue.of(graph(), initialValue), options);
  }

  /** Adds a variable that starts as the constant {@code initialValue}. */
  default Variable variable(Tensor initialValue) {
    return variable(initialValue, o -> {});
  }

  /**
   * Adds a variable that starts as what {@code initialValue} builds, in the variable's own scope
   * {@code Initializer} and free of control dependencies.
   */
  default Variable variable(Supplier<Output> initialValue, Consumer<VariableOptions> options) {
    return VariableCreation.create(graph(), InitialValue.built(initialValue), options);
  }

  /**
   * Returns the variable {@code name} of the current variable scope, made or shared as the scope's
   * reuse says.
   *
   * @param name the name below the variable scope; the name scope does not matter
   * @param shape its shape; {@link Shape#unknown} to take that of an existing variable or of a
   *     constant initial value
   * @throws SlimgraphException INVALID_ARGUMENT if it exists and may not be reused, does not exist
   *     and must, or has another shape or type
   */
  default Variable getVariable(String name, Shape shape, Consumer<GetVariableOptions> options) {
    GetVariableOptions set = new GetVariableOptions();
    options.accept(set);
    return VariableStore.of(graph()).get(getVariableScope(), name, shape, set);
  }

  /** Returns the variable {@code name} of the current variable scope. */
  default Variable getVariable(String name, Shape shape) {
    return getVariable(name, shape, o -> {});
  }

  /** Returns the variable {@code name} of the current variable scope, whatever its shape. */
  default Variable getVariable(String name, Consumer<GetVariableOptions> options) {
    return getVariable(name, Shape.unknown(), options);
  }

  /** Returns the variable {@code name} of the current variable scope, whatever its shape. */
  default Variable getVariable(String name) {
    return getVariable(name, Shape.unknown());
  }

  /** Returns a variable that is not saved nor trained: a member of LOCAL_VARIABLES only. */
  default Variable getLocalVariable(
      String name, Shape shape, Consumer<GetVariableOptions> options) {
    return getVariable(
        name,
        shape,
        o -> {
          options.accept(o);
          o.trainable(false).collections(GraphKeys.LOCAL_VARIABLES);
        });
  }

  // Variable scopes

  /** Returns the current variable scope. */
  default VariableScope getVariableScope() {
    return VariableScopes.of(graph()).current();
  }

  /**
   * Opens a variable scope and a name scope as {@code options} says.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is neither name, scope nor default name,
   *     or reuse is asked for with a default name only
   */
  default OpenVariableScope variableScope(Consumer<VariableScopeOptions> options) {
    VariableScopeOptions set = new VariableScopeOptions();
    options.accept(set);
    return VariableScopes.of(graph()).open(set);
  }

  /**
   * Prolongs the current variable scope by {@code name}, and opens the name scope {@code name},
   * which is made unique.
   */
  default OpenVariableScope variableScope(String name) {
    return variableScope(o -> o.name(name));
  }

  /** Prolongs the current variable scope by {@code name}, with this reuse. */
  default OpenVariableScope variableScope(String name, Reuse reuse) {
    return variableScope(o -> o.name(name).reuse(reuse));
  }

  /** Re-enters {@code scope}, wherever the current one is. */
  default OpenVariableScope variableScope(VariableScope scope) {
    return variableScope(o -> o.scope(scope));
  }

  /** Re-enters {@code scope}, wherever the current one is, with this reuse. */
  default OpenVariableScope variableScope(VariableScope scope, Reuse reuse) {
    return variableScope(o -> o.scope(scope).reuse(reuse));
  }

  // Groups of variables

  /** Returns the variables of GLOBAL_VARIABLES. */
  default List<Variable> globalVariables() {
    return globalVariables("");
  }

  /** Returns those whose names the regular expression {@code scope} matches at their start. */
  default List<Variable> globalVariables(String scope) {
    return variablesIn(GraphKeys.GLOBAL_VARIABLES, scope);
  }

  /** Returns the variables of LOCAL_VARIABLES. */
  default List<Variable> localVariables() {
    return localVariables("");
  }

  /** Returns those whose names the regular expression {@code scope} matches at their start. */
  default List<Variable> localVariables(String scope) {
    return variablesIn(GraphKeys.LOCAL_VARIABLES, scope);
  }

  /** Returns the variables of MODEL_VARIABLES. */
  default List<Variable> modelVariables() {
    return modelVariables("");
  }

  /** Returns those whose names the regular expression {@code scope} matches at their start. */
  default List<Variable> modelVariables(String scope) {
    return variablesIn(GraphKeys.MODEL_VARIABLES, scope);
  }

  /** Returns the variables of TRAINABLE_VARIABLES. */
  default List<Variable> trainableVariables() {
    return trainableVariables("");
  }

  /** Returns those whose names the regular expression {@code scope} matches at their start. */
  default List<Variable> trainableVariables(String scope) {
    return variablesIn(GraphKeys.TRAINABLE_VARIABLES, scope);
  }

  /** Returns the variables of MOVING_AVERAGE_VARIABLES. */
  default List<Variable> movingAverageVariables() {
    return movingAverageVariables("");
  }

  /** Returns those whose names the regular expression {@code scope} matches at their start. */
  default List<Variable> movingAverageVariables(String scope) {
    return variablesIn(GraphKeys.MOVING_AVERAGE_VARIABLES, scope);
  }

  /**
   * Returns the variables of the collection {@code key} whose names the regular expression {@code
   * scope} matches at their start.
   */
  default List<Variable> variablesIn(GraphKey<GraphElement> key, String scope) {
    return Variable.among(graph().collection(key, scope));
  }

  // Initializing

  /** Adds an operation, {@code init}, that initializes all global variables that exist now. */
  default Operation globalVariablesInitializer() {
    return variablesInitializer(globalVariables());
  }

  /** Adds an operation, {@code init}, that initializes all local variables that exist now. */
  default Operation localVariablesInitializer() {
    return variablesInitializer(localVariables());
  }

  /** Adds an operation that initializes {@code variables}. */
  default Operation variablesInitializer(List<Variable> variables) {
    return variablesInitializer(variables, "init");
  }

  /** Adds an operation that initializes {@code variables}. */
  default Operation variablesInitializer(List<Variable> variables, String name) {
    return tf().group(variables.stream().map(Variable::initializer).toList(), name);
  }

  /** Adds an operation that says whether {@code variable} has a value. */
  default Output isVariableInitialized(Variable variable) {
    return variable.isInitialized(
        variable.isResource() ? "VarIsInitializedOp" : "IsVariableInitialized");
  }

  /** Adds the names of all global and local variables that have no value, a string vector. */
  default Output reportUninitializedVariables() {
    List<Variable> all = new ArrayList<>(globalVariables());
    all.addAll(localVariables());
    return reportUninitializedVariables(all, "report_uninitialized_variables");
  }

  /** Adds the names of those {@code variables} that have no value, a string vector. */
  default Output reportUninitializedVariables(List<Variable> variables, String name) {
    return UninitializedReport.build(tf(), variables, name);
  }

  // The step counter

  /**
   * Returns the variable of GLOBAL_STEP; without one, the variable called {@code global_step}, if
   * there is one.
   */
  default Optional<Variable> getGlobalStep() {
    return GlobalStep.find(graph());
  }

  /**
   * Adds the step counter: an int64 scalar, {@code global_step}, that is not trained.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is one
   */
  default Variable createGlobalStep() {
    return GlobalStep.create(tf());
  }

  /** Returns the step counter, which is added if there is none. */
  default Variable getOrCreateGlobalStep() {
    return getGlobalStep().orElseGet(this::createGlobalStep);
  }
}

package org.slimgraph.variables;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The variables that {@code getVariable} made, by name, and the rules by which it makes or shares
 * them. Belongs to the thread that builds the graph. TF 1.15: {@code _VariableStore} in {@code
 * ops/variable_scope.py}.
 */
final class VariableStore {
  private final Graph graph;
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  private VariableStore(Graph graph) {
    this.graph = graph;
  }

  static VariableStore of(Graph graph) {
    return graph.attachment(VariableStore.class, () -> new VariableStore(graph));
  }

  /**
   * Returns the variable {@code name} of {@code scope}. Its name depends on the variable scope
   * only, so the name scope is left meanwhile.
   */
  Variable get(VariableScope scope, String name, Shape shape, GetVariableOptions options) {
    GetVariableOptions filled = options.copy();
    fill(filled, scope);
    VariableRequest request = new VariableRequest(VariableScopes.below(scope, name), shape, filled);
    Optional<CustomGetter> getter = filled.customGetter().or(scope::customGetter);
    try (NameScope root = graph.nameScope("")) {
      return getter.isPresent() ? getter.get().get(this::get, request) : get(request);
    }
  }

  private static void fill(GetVariableOptions options, VariableScope scope) {
    if (options.initializer().orElse(null) instanceof ValueInitializer value) {
      DataType dtype = options.dtype().orElse(value.dataType());
      if (dtype != value.dataType()) {
        throw SlimgraphException.invalidArgument(
            "Initializer type '%s' and explicit dtype '%s' don't match.",
            value.dataType().tfName(), dtype.tfName());
      }
      options.dtype(dtype);
    }
    if (options.dtype().isEmpty()) {
      options.dtype(scope.dtype());
    }
    if (options.initializer().isEmpty()) {
      scope.initializer().ifPresent(options::initializer);
    }
    if (options.regularizer().isEmpty()) {
      scope.regularizer().ifPresent(options::regularizer);
    }
    if (options.useResource().isEmpty()) {
      options.useResource(scope.useResource());
    }
    if (options.reuse() == Reuse.INHERIT) {
      options.reuse(scope.reuse());
    }
  }

  /** Returns the variable asked for, under the table of variables.md: made, shared or refused. */
  Variable get(VariableRequest request) {
    GetVariableOptions options = request.options();
    if (options.initializer().orElse(null) instanceof ValueInitializer
        && request.shape().isRankKnown()) {
      throw SlimgraphException.invalidArgument(
          "If initializer is a constant, do not specify shape. Variable %s", request.name());
    }
    Variable existing = variables.get(request.name());
    if (existing != null) {
      return shared(existing, request, options);
    }
    if (options.reuse() == Reuse.TRUE) {
      throw SlimgraphException.invalidArgument(
          "Variable %s does not exist, or was not created with tf.get_variable(). Did you mean to"
              + " set reuse=%s in VarScope?",
          request.name(), graph.compat() == Compat.TF_1_0 ? "None" : "tf.AUTO_REUSE");
    }
    return create(request, options);
  }

  private Variable shared(Variable existing, VariableRequest request, GetVariableOptions options) {
    if (options.reuse() == Reuse.FALSE) {
      throw SlimgraphException.invalidArgument(
          "Variable %s already exists, disallowed. Did you mean to set reuse=True%s in VarScope?"
              + " Originally defined at: %s",
          request.name(),
          graph.compat() == Compat.TF_1_0 ? "" : " or reuse=tf.AUTO_REUSE",
          existing.operation().site());
    }
    if (!request.shape().isCompatibleWith(existing.shape())) {
      throw SlimgraphException.invalidArgument(
          "Trying to share variable %s, but specified shape %s and found shape %s.",
          request.name(), request.shape(), existing.shape());
    }
    DataType dtype = options.dtype().orElse(DataType.FLOAT);
    if (dtype != existing.dataType()) {
      throw SlimgraphException.invalidArgument(
          "Trying to share variable %s, but specified dtype %s and found dtype %s.",
          request.name(), dtype.tfName(), existing.dataType().tfName());
    }
    return existing;
  }

  private Variable create(VariableRequest request, GetVariableOptions options) {
    DataType dtype = options.dtype().orElse(DataType.FLOAT);
    Initializer initializer =
        options.initializer().orElseGet(() -> defaultInitializer(request.name(), dtype));
    VariableOptions variableOptions =
        new VariableOptions()
            .name(request.name())
            .trainable(options.trainable())
            .collectionsOrDefault(options.collections().orElse(null))
            .validateShape(options.validateShape())
            .useResource(options.useResource().orElse(false));
    options.constraint().ifPresent(variableOptions::constraint);
    Variable variable =
        VariableCreation.create(graph, initialValue(initializer, request, dtype), variableOptions);
    variables.put(request.name(), variable);
    options.regularizer().ifPresent(regularizer -> regularize(variable, request, regularizer));
    return variable;
  }

  private InitialValue initialValue(
      Initializer initializer, VariableRequest request, DataType dtype) {
    if (initializer instanceof ValueInitializer value) {
      return value.initialValue(graph);
    }
    if (!request.shape().isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          graph.compat() == Compat.TF_1_0
              ? "Shape of a new variable (%s) must be fully defined, but instead was %s."
              : "The initializer passed is not valid. It should be a callable with no arguments and"
                  + " the shape should not be provided or an instance of"
                  + " `tf.keras.initializers.*' and `shape` should be fully defined. Variable %s"
                  + " has shape %s.",
          request.name(),
          request.shape());
    }
    return InitialValue.built(() -> initializer.initialize(Ops.on(graph), request.shape(), dtype));
  }

  private static Initializer defaultInitializer(String name, DataType dtype) {
    if (dtype.isFloating()) {
      return Initializers.glorotUniform();
    }
    if (dtype.isInteger() || dtype == DataType.BOOL || dtype == DataType.STRING) {
      return Initializers.zeros();
    }
    throw SlimgraphException.invalidArgument(
        "An initializer for variable %s of %s is required", name, dtype.tfName());
  }

  private void regularize(Variable variable, VariableRequest request, Regularizer regularizer) {
    Optional<Output> loss;
    try (Scope colocated = graph.colocateWith(variable);
        NameScope scope = graph.nameScope(request.name() + "/Regularizer/");
        Scope independent = graph.clearControlDependencies()) {
      loss = regularizer.apply(Ops.on(graph), variable.value());
    }
    loss.ifPresent(value -> graph.addToCollection(GraphKeys.REGULARIZATION_LOSSES, value));
  }
}

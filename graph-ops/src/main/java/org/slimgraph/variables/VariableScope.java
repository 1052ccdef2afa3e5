package org.slimgraph.variables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.tensor.DataType;

/**
 * A variable scope: a prefix of variable names and what {@code getVariable} does where it is not
 * told. Mutable; it belongs to the thread that builds the graph. Pass it to {@code
 * tf.variableScope} to enter it again.
 */
public final class VariableScope {
  private final Graph graph;
  private final String name;
  private final String originalNameScope;
  private Reuse reuse;
  private @Nullable Initializer initializer;
  private @Nullable Regularizer regularizer;
  private @Nullable CustomGetter customGetter;
  private DataType dtype = DataType.FLOAT;
  private boolean useResource;

  VariableScope(Graph graph, String name, String originalNameScope, Reuse reuse) {
    this.graph = graph;
    this.name = name;
    this.originalNameScope = originalNameScope;
    this.reuse = reuse;
  }

  /** Returns the root scope of {@code graph}. */
  static VariableScope root(Graph graph) {
    return new VariableScope(graph, "", "", Reuse.FALSE);
  }

  /** Takes over the settings of {@code other}, except for reuse. */
  VariableScope inheriting(VariableScope other) {
    initializer = other.initializer;
    regularizer = other.regularizer;
    customGetter = other.customGetter;
    dtype = other.dtype;
    useResource = other.useResource;
    return this;
  }

  /** Changes what {@code options} sets. */
  VariableScope changed(VariableScopeOptions options) {
    if (options.initializer != null) {
      initializer = options.initializer;
    }
    if (options.regularizer != null) {
      regularizer = options.regularizer;
    }
    if (options.dtype != null) {
      dtype = options.dtype;
    }
    if (options.useResource != null) {
      useResource = options.useResource;
    }
    if (options.customGetter != null) {
      customGetter =
          customGetter == null ? options.customGetter : options.customGetter.inside(customGetter);
    }
    return this;
  }

  /** Returns the full name without a trailing slash; "" for the root. */
  public String name() {
    return name;
  }

  /** Returns the name scope that was opened with this scope, with a trailing slash. */
  public String originalNameScope() {
    return originalNameScope;
  }

  /** Returns whether variables are made or found; never INHERIT. */
  public Reuse reuse() {
    return reuse;
  }

  /** Makes this scope find variables from now on; it cannot be undone. */
  public void reuseVariables() {
    reuse = Reuse.TRUE;
  }

  /** Returns the initializer of variables that state none. */
  public Optional<Initializer> initializer() {
    return Optional.ofNullable(initializer);
  }

  /** Sets the initializer of variables that state none. */
  public void setInitializer(Initializer initializer) {
    this.initializer = initializer;
  }

  /** Returns the regularizer of variables that state none. */
  public Optional<Regularizer> regularizer() {
    return Optional.ofNullable(regularizer);
  }

  /** Sets the regularizer of variables that state none. */
  public void setRegularizer(Regularizer regularizer) {
    this.regularizer = regularizer;
  }

  /** Returns the custom getter, those of enclosing scopes included. */
  public Optional<CustomGetter> customGetter() {
    return Optional.ofNullable(customGetter);
  }

  /** Sets the custom getter, instead of all others. */
  public void setCustomGetter(CustomGetter customGetter) {
    this.customGetter = customGetter;
  }

  /** Returns the type of variables that state none. */
  public DataType dtype() {
    return dtype;
  }

  /** Sets the type of variables that state none. */
  public void setDtype(DataType dtype) {
    this.dtype = dtype.base();
  }

  /** Returns whether variables that do not say otherwise are held by handle. */
  public boolean useResource() {
    return useResource;
  }

  /** Sets whether variables that do not say otherwise are held by handle. */
  public void setUseResource(boolean useResource) {
    this.useResource = useResource;
  }

  /** Returns the members of the collection {@code key} whose names are below this scope. */
  public <T> List<T> getCollection(GraphKey<T> key) {
    return graph.collection(key, name.isEmpty() ? "" : name + "/");
  }

  /** Returns the variables of GLOBAL_VARIABLES below this scope. */
  public List<Variable> globalVariables() {
    return Variable.among(getCollection(GraphKeys.GLOBAL_VARIABLES));
  }

  /** Returns the variables of TRAINABLE_VARIABLES below this scope. */
  public List<Variable> trainableVariables() {
    return Variable.among(getCollection(GraphKeys.TRAINABLE_VARIABLES));
  }

  /** Returns the variables of LOCAL_VARIABLES below this scope. */
  public List<Variable> localVariables() {
    return Variable.among(getCollection(GraphKeys.LOCAL_VARIABLES));
  }

  @Override
  public String toString() {
    return "VariableScope(" + name + ", reuse=" + reuse + ")";
  }
}

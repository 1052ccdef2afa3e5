package org.slimgraph.variables;

import org.jspecify.annotations.Nullable;
import org.slimgraph.tensor.DataType;

/** Options of {@code tf.variableScope}. Not thread-safe. */
public final class VariableScopeOptions {
  @Nullable String name;
  @Nullable VariableScope scope;
  @Nullable String defaultName;
  Reuse reuse = Reuse.INHERIT;
  @Nullable Initializer initializer;
  @Nullable Regularizer regularizer;
  @Nullable DataType dtype;
  @Nullable Boolean useResource;
  @Nullable CustomGetter customGetter;
  boolean auxiliaryNameScope = true;

  VariableScopeOptions() {}

  /** Prolongs the current variable scope by {@code name}. */
  public VariableScopeOptions name(String name) {
    this.name = name;
    return this;
  }

  /** Re-enters {@code scope}, wherever the current one is. */
  public VariableScopeOptions scope(VariableScope scope) {
    this.scope = scope;
    return this;
  }

  /** Without name and scope: prolongs the current variable scope by this name, made unique. */
  public VariableScopeOptions defaultName(String defaultName) {
    this.defaultName = defaultName;
    return this;
  }

  /** Sets whether variables are made or found. Default: as the enclosing scope says. */
  public VariableScopeOptions reuse(Reuse reuse) {
    this.reuse = reuse;
    return this;
  }

  /** Sets the initializer of variables that state none. Default: the enclosing scope's. */
  public VariableScopeOptions initializer(Initializer initializer) {
    this.initializer = initializer;
    return this;
  }

  /** Sets the regularizer of variables that state none. Default: the enclosing scope's. */
  public VariableScopeOptions regularizer(Regularizer regularizer) {
    this.regularizer = regularizer;
    return this;
  }

  /** Sets the type of variables that state none. Default: the enclosing scope's. */
  public VariableScopeOptions dtype(DataType dtype) {
    this.dtype = dtype.base();
    return this;
  }

  /** Sets whether variables are held by handle. Default: as the enclosing scope says. */
  public VariableScopeOptions useResource(boolean useResource) {
    this.useResource = useResource;
    return this;
  }

  /** Adds a custom getter; it is asked before those of the enclosing scopes. */
  public VariableScopeOptions customGetter(CustomGetter customGetter) {
    this.customGetter = customGetter;
    return this;
  }

  /** Sets whether a new name scope is opened too. Default: true. */
  public VariableScopeOptions auxiliaryNameScope(boolean auxiliaryNameScope) {
    this.auxiliaryNameScope = auxiliaryNameScope;
    return this;
  }
}

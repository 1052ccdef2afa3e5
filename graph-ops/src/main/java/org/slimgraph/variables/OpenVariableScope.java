package org.slimgraph.variables;

import org.slimgraph.graph.Scope;

/** A variable scope that is in force until it is closed. */
public final class OpenVariableScope implements Scope {
  private final VariableScope scope;
  private final Runnable onClose;

  OpenVariableScope(VariableScope scope, Runnable onClose) {
    this.scope = scope;
    this.onClose = onClose;
  }

  /** Returns the scope, to enter again or to change. */
  public VariableScope scope() {
    return scope;
  }

  /** Returns the scope's full name without a trailing slash; "" for the root. */
  public String name() {
    return scope.name();
  }

  /**
   * Leaves the scope.
   *
   * @throws org.slimgraph.error.SlimgraphException FAILED_PRECONDITION if a scope inside is open
   */
  @Override
  public void close() {
    onClose.run();
  }
}

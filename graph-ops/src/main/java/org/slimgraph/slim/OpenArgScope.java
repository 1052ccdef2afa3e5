package org.slimgraph.slim;

import org.slimgraph.graph.Scope;

/** An arg scope that is in force until it is closed. */
public final class OpenArgScope implements Scope {
  private final ArgScope scope;
  private final ArgScopes scopes;

  OpenArgScope(ArgScope scope, ArgScopes scopes) {
    this.scope = scope;
    this.scopes = scopes;
  }

  /** Returns all that is in force inside, settings of enclosing scopes included, to enter again. */
  public ArgScope scope() {
    return scope;
  }

  /**
   * Ends the scope.
   *
   * @throws IllegalStateException if it is not the innermost open one
   */
  @Override
  public void close() {
    scopes.close(this);
  }
}
